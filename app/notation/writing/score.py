"""Builds the music21 score of a sketch: measures, values, ties, tuplets, beams, spelling, chords.

Everything is written out here, so that music21 exports it as it is (`makeNotation=False`). That is
faster, and avoids its known faults with ties and triplets. Notes and rests have the ids of `bars`;
measures are called `m1`, `m2` and so on, and the pickup `m0`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any

from app.domain import Chord, Meter, Sketch, Spelling
from app.domain.clef import clef_of
from app.domain.spelling import spellings
from app.domain.timebase import ticks_to_quarters
from app.notation.chord_kinds import xml_kind
from app.notation.library import music21
from app.notation.writing.bars import Bar, Written, written_bars
from app.notation.writing.beams import Beam, beams
from app.notation.writing.rhythm import Value


def build_score(sketch: Sketch) -> Any:
    """Return the music21 Score of a sketch: one part, whose measures are ready to be exported."""
    part = build_part(sketch, written_bars(sketch))
    part.getElementsByClass("Measure").last().rightBarline = "final"
    _add_chords(part, sketch)
    score = music21.stream.Score()
    score.metadata = music21.metadata.Metadata()
    if sketch.title:
        score.metadata.title = sketch.title
    score.insert(0, part)
    return score


def build_part(sketch: Sketch, bars: Iterable[Bar]) -> Any:
    """Return a music21 Part of some bars of a sketch, without chords and final bar line."""
    part = music21.stream.Part(id="P1")
    part.partName = sketch.title or "Melody"
    spelled = spellings(sketch)
    for bar in bars:
        measure = music21.stream.Measure(number=bar.number, id=f"m{bar.number}")
        if bar.number == 0:
            measure.paddingLeft = float(ticks_to_quarters(bar.shift_ticks))
            measure.showNumber = music21.stream.enums.ShowNumber.NEVER
        if bar.start_ticks == 0:
            _open(measure, sketch)
        elements = [_element(sketch, spelled, written) for written in bar.written]
        _add_accidentals(sketch, elements)
        _beam(sketch.meter, bar.written, elements)
        # The parts of a tuplet are no whole ticks, so their places follow from their lengths.
        offset: float | Fraction = 0.0
        for element in elements:
            measure.coreInsert(offset, element)
            offset = music21.common.numberTools.opFrac(offset + element.duration.quarterLength)
        measure.coreElementsChanged()
        part.append(measure)
    return part


def _open(measure: Any, sketch: Sketch) -> None:
    """Insert clef, key, meter and tempo at the beginning."""
    key = music21.key.Key(_music21_name(sketch.key.tonic), sketch.key.mode.value)
    meter = music21.meter.TimeSignature(str(sketch.meter))
    tempo = music21.tempo.MetronomeMark(number=sketch.tempo_bpm, referent=1.0)
    clef = clef_of(sketch.melody)
    sign = music21.clef.clefFromString(f"{clef.sign}{clef.line}", clef.octaves)
    for element in (sign, key, meter, tempo):
        measure.insert(0, element)


def _element(sketch: Sketch, spelled: Sequence[Spelling], written: Written) -> Any:
    if written.value is None:
        element = music21.note.Rest(quarterLength=float(ticks_to_quarters(sketch.meter.bar_ticks)))
        element.fullMeasure = True
    elif written.note is None:
        element = music21.note.Rest()
        element.duration = _duration(written.value)
    else:
        note = sketch.melody.notes[written.note]
        element = music21.note.Note(_music21_pitch(spelled[written.note]))
        element.volume.velocity = note.velocity
        element.duration = _duration(written.value)
        if written.tie is not None:
            element.tie = music21.tie.Tie(written.tie)
    element.id = written.id
    return element


def _duration(value: Value) -> Any:
    duration = music21.duration.Duration(type=value.type, dots=value.dots)
    if value.tuplet is not None:
        tuplet = music21.duration.Tuplet(value.tuplet.actual, value.tuplet.normal)
        tuplet.placement = None  # The engraver places it on the side of the stems.
        if value.opens or value.closes:
            tuplet.type = (
                "startStop"
                if value.opens and value.closes
                else ("start" if value.opens else "stop")
            )
        duration.appendTuplet(tuplet)
    return duration


def _add_accidentals(sketch: Sketch, elements: list[Any]) -> None:
    """Show an accidental where a letter differs from the signature or from earlier in the bar."""
    of_key = {
        spelling.letter: spelling.alter
        for spelling in (sketch.key.spell(60 + pitch_class) for pitch_class in sketch.key.scale)
    }
    in_bar: dict[tuple[str, int], int] = {}
    for element in elements:
        if not isinstance(element, music21.note.Note):
            continue
        place = (element.pitch.step, element.pitch.octave)
        alter = int(element.pitch.alter)
        is_tied_on = element.tie is not None and element.tie.type != "start"
        shown = alter != in_bar.get(place, of_key[place[0]]) and not is_tied_on
        if shown and alter == 0:
            element.pitch.accidental = music21.pitch.Accidental("natural")
        if element.pitch.accidental is not None:
            element.pitch.accidental.displayStatus = shown
        if not is_tied_on:
            in_bar[place] = alter


def _beam(meter: Meter, written: Sequence[Written], elements: list[Any]) -> None:
    of_notes = beams(meter, [w.value if w.note is not None else None for w in written])
    for element, of_note in zip(elements, of_notes, strict=True):
        for beam in of_note:
            element.beams.append(*beam.split("-"))
    group: list[tuple[Any, tuple[Beam, ...]]] = []
    for w, element, of_note in zip(written, elements, of_notes, strict=True):
        if w.value is None or w.value.tuplet is None:
            continue
        group.append((element, of_note))
        if w.value.closes:
            has_bracket = not _is_joined([of_note for _, of_note in group])
            for member, _ in group:
                member.duration.tuplets[0].bracket = has_bracket
            group = []


def _is_joined(members: list[tuple[Beam, ...]]) -> bool:
    """Tell whether a beam joins exactly the notes of a tuplet, so that it needs no bracket."""
    whole = (Beam.START, *[Beam.CONTINUE] * (len(members) - 2), Beam.STOP)
    return any(level == whole for level in zip(*members, strict=False))


def _add_chords(part: Any, sketch: Sketch) -> None:
    measures = {measure.number: measure for measure in part.getElementsByClass("Measure")}
    for change in sketch.chord_changes:
        bar = sketch.bar_at(change.onset_ticks)
        offset = _quarters(change.onset_ticks - sketch.bar_start_ticks(bar))
        measures[bar].insert(offset, _chord_symbol(change.chord))


def _chord_symbol(chord: Chord) -> Any:
    name, degrees = xml_kind(chord.kind)
    symbol = music21.harmony.ChordSymbol(
        root=_music21_name(chord.root),
        kind=name,
        **({"bass": _music21_name(chord.bass)} if chord.bass else {}),
    )
    for degree in degrees:
        change = music21.harmony.ChordStepModification(degree.how, degree.number, degree.alter)
        symbol.addChordStepModification(change, updatePitches=False)
    symbol.chordKindStr = chord.kind.replace("b", "♭").replace("#", "♯")
    symbol.writeAsChord = False
    return symbol


def _music21_name(name: str) -> str:
    return name.replace("b", "-")


def _music21_pitch(spelling: Spelling) -> Any:
    # In a text, the minus sign of an octave below 0 would be read as a flat.
    accidental = "#" * spelling.alter if spelling.alter > 0 else "-" * -spelling.alter
    pitch = music21.pitch.Pitch(spelling.letter + accidental)
    pitch.octave = spelling.octave
    return pitch


def _quarters(ticks: int) -> float | Fraction:
    quarters: float | Fraction = music21.common.numberTools.opFrac(ticks_to_quarters(ticks))
    return quarters
