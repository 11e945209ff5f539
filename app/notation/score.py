"""Builds the music21 score of a sketch: measures, values, ties, tuplets, beams, spelling, chords.

Everything is written out here, so that music21 exports it as it stands (`makeNotation=False`),
which is faster and keeps clear of its known slips with ties and triplets. Ids name what is what:
`n5` is the first written value of `melody.notes[5]`, `n5-1` the one tied to it, `r3` a rest, `m2`
a measure (0 the pickup).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

from app.domain import Chord, Meter, Sketch, Spelling
from app.domain.timebase import ticks_to_quarters
from app.notation.library import music21
from app.notation.rhythm import Value, triplet_windows, written_grid, written_values

KIND_NAMES: Final = {
    "": "major",
    "m": "minor",
    "7": "dominant-seventh",
    "m7": "minor-seventh",
    "maj7": "major-seventh",
    "m(maj7)": "minor-major-seventh",
    "6": "major-sixth",
    "m6": "minor-sixth",
    "9": "dominant-ninth",
    "m9": "minor-ninth",
    "maj9": "major-ninth",
    "sus2": "suspended-second",
    "sus4": "suspended-fourth",
    "7sus4": "suspended-fourth-seventh",
    "dim": "diminished",
    "dim7": "diminished-seventh",
    "m7b5": "half-diminished-seventh",
    "aug": "augmented",
    "5": "power",
}
"""music21's names of the chord kinds."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of one bar, in ticks from its bar line; `note` is an index, None for a rest."""

    start_ticks: int
    end_ticks: int
    note: int | None
    begins: bool = True
    ends: bool = True


def build_score(sketch: Sketch) -> Any:
    """Return the music21 Score of a sketch: one part, measures ready to be written.

    Places off the grid of 64ths and triplet 32nds are written at the nearest place on it.
    """
    part = music21.stream.Part(id="P1")
    part.partName = sketch.title or "Melody"
    rests = 0
    continuing: dict[int, int] = {}
    first_bar = 0 if sketch.pickup_ticks else 1
    for bar in range(first_bar, max(sketch.bars, 1) + 1):
        measure = music21.stream.Measure(number=bar, id=f"m{bar}")
        start = sketch.bar_start_ticks(bar)
        shift = sketch.meter.bar_ticks - sketch.pickup_ticks if bar == 0 else 0
        if bar == 0:
            measure.paddingLeft = float(ticks_to_quarters(shift))
            measure.showNumber = music21.stream.enums.ShowNumber.NEVER
        if bar == first_bar:
            _open(measure, sketch)
        pieces = _pieces(sketch, start, sketch.bar_start_ticks(bar + 1), shift)
        elements = list(_elements(sketch, pieces, continuing, rests))
        rests += sum(isinstance(element, music21.note.Rest) for _, element in elements)
        _add_accidentals(sketch, [element for _, element in elements])
        for ticks, element in elements:
            measure.coreInsert(_quarters(ticks - shift), element)
        measure.coreElementsChanged()
        _beam(measure, sketch.meter)
        part.append(measure)
    part.getElementsByClass("Measure").last().rightBarline = "final"
    _add_chords(part, sketch)
    score = music21.stream.Score()
    score.metadata = music21.metadata.Metadata()
    if sketch.title:
        score.metadata.title = sketch.title
    score.insert(0, part)
    return score


def _open(measure: Any, sketch: Sketch) -> None:
    """Insert clef, key, meter and tempo at the beginning."""
    key = music21.key.Key(_music21_name(sketch.key.tonic), sketch.key.mode.value)
    meter = music21.meter.TimeSignature(str(sketch.meter))
    tempo = music21.tempo.MetronomeMark(number=sketch.tempo_bpm, referent=1.0)
    pitches = sorted(note.pitch for note in sketch.melody)
    is_low = bool(pitches) and pitches[len(pitches) // 2] < 55
    clef = music21.clef.BassClef() if is_low else music21.clef.TrebleClef()
    for element in (clef, key, meter, tempo):
        measure.insert(0, element)


def _pieces(sketch: Sketch, start: int, end: int, shift: int) -> list[Piece]:
    """Cut the melody to a bar and fill what is left with rests."""
    pieces: list[Piece] = []
    position = 0
    length = end - start
    for index, note in enumerate(sketch.melody):
        onset = written_grid(note.onset_ticks - start)
        note_end = written_grid(note.end_ticks - start)
        if note_end <= 0 or onset >= length:
            continue
        onset_here = max(onset, position)
        end_here = min(note_end, length)
        if end_here <= onset_here:
            continue  # shorter than the finest value there is
        if onset_here > position:
            pieces.append(Piece(position, onset_here, None))
        pieces.append(Piece(onset_here, end_here, index, onset >= 0, note_end <= length))
        position = end_here
    if position < length:
        pieces.append(Piece(position, length, None))
    return [
        Piece(p.start_ticks + shift, p.end_ticks + shift, p.note, p.begins, p.ends) for p in pieces
    ]


def _elements(
    sketch: Sketch, pieces: list[Piece], continuing: dict[int, int], rests: int
) -> Iterator[tuple[int, Any]]:
    """Yield (ticks from the bar line, music21 note or rest) for the pieces of a bar."""
    bounds = frozenset(p.start_ticks for p in pieces) | {p.end_ticks for p in pieces}
    windows = triplet_windows(sketch.meter, bounds)
    is_whole_rest = len(pieces) == 1 and pieces[0].note is None
    if is_whole_rest and pieces[0].start_ticks == 0:
        rest = music21.note.Rest(quarterLength=float(ticks_to_quarters(sketch.meter.bar_ticks)))
        rest.fullMeasure = True
        rest.id = f"r{rests}"
        yield 0, rest
        return
    for piece in pieces:
        values = written_values(
            sketch.meter, piece.start_ticks, piece.end_ticks, windows, is_rest=piece.note is None
        )
        for place, value in enumerate(values):
            if piece.note is None:
                element = music21.note.Rest()
                element.id = f"r{rests}"
                rests += 1
            else:
                element = _note(sketch, piece, place, len(values), continuing)
            element.duration = _duration(value)
            yield value.start_ticks, element


def _note(sketch: Sketch, piece: Piece, place: int, values: int, continuing: dict[int, int]) -> Any:
    assert piece.note is not None
    note = sketch.melody.notes[piece.note]
    element = music21.note.Note(_music21_pitch(sketch.key.spell(note.pitch)))
    element.volume.velocity = note.velocity
    begins = piece.begins and place == 0
    ends = piece.ends and place == values - 1
    if not (begins and ends):
        element.tie = music21.tie.Tie("start" if begins else "stop" if ends else "continue")
    count = continuing.get(piece.note, 0)
    continuing[piece.note] = count + 1
    element.id = f"n{piece.note}" if count == 0 else f"n{piece.note}-{count}"
    return element


def _duration(value: Value) -> Any:
    duration = music21.duration.Duration(type=value.type, dots=value.dots)
    if value.in_triplet:
        tuplet = music21.duration.Tuplet(3, 2)
        tuplet.bracket = True
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


def _beam(measure: Any, meter: Meter) -> None:
    notes = list(measure.notesAndRests)
    if not any(isinstance(n, music21.note.Note) and n.duration.quarterLength < 1 for n in notes):
        return
    signature = music21.meter.TimeSignature(str(meter))
    offsets_shift = measure.paddingLeft
    beams = signature.getBeams(notes, measureStartOffset=offsets_shift)
    for element, of_element in zip(notes, beams, strict=True):
        if of_element is not None and isinstance(element, music21.note.Note):
            element.beams = of_element


def _add_chords(part: Any, sketch: Sketch) -> None:
    measures = {measure.number: measure for measure in part.getElementsByClass("Measure")}
    for change in sketch.chord_changes:
        bar = sketch.bar_at(change.onset_ticks)
        offset = _quarters(change.onset_ticks - sketch.bar_start_ticks(bar))
        measures[bar].insert(offset, _chord_symbol(change.chord))


def _chord_symbol(chord: Chord) -> Any:
    symbol = music21.harmony.ChordSymbol(
        root=_music21_name(chord.root),
        kind=KIND_NAMES[chord.kind],
        **({"bass": _music21_name(chord.bass)} if chord.bass else {}),
    )
    symbol.chordKindStr = chord.kind.replace("b", "♭")
    symbol.writeAsChord = False
    return symbol


def _music21_name(name: str) -> str:
    return name.replace("b", "-")


def _music21_pitch(spelling: Spelling) -> Any:
    accidental = "#" * spelling.alter if spelling.alter > 0 else "-" * -spelling.alter
    return music21.pitch.Pitch(f"{spelling.letter}{accidental}{spelling.octave}")


def _quarters(ticks: int) -> float | Fraction:
    quarters: float | Fraction = music21.common.numberTools.opFrac(ticks_to_quarters(ticks))
    return quarters
