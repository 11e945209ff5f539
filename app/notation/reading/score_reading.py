"""Reads MusicXML and ABC: voices of notes, with key, meter, tempo and chords."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from collections import Counter
from dataclasses import replace
from typing import Any, Final

from app.constants import DEFAULT_VELOCITY
from app.domain import Key, Meter, Mode, Note, Spelling
from app.domain.timebase import quarters_to_ticks, ticks_to_quarters
from app.errors import AppError, InvalidValueError
from app.notation.library import music21
from app.notation.reading.abc_book import Tune
from app.notation.reading.musicxml_reading import read
from app.notation.reading.read_score import ReadScore, Voice

__all__ = ["READING_ERRORS", "ReadScore", "Voice", "analyse_key", "read_abc", "read_musicxml"]

READING_ERRORS = (
    music21.exceptions21.Music21Exception,
    ElementTree.ParseError,
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
    ZeroDivisionError,
)
"""What music21 raises for files that hold no music: its own errors, and slips of its parsers."""

UNNAMED_COMPOSER: Final = "Music21"
"""The name that music21 writes into scores without a composer."""

ABC_MODES: Final = {"": Mode.MAJOR, "m": Mode.MINOR, "ion": Mode.MAJOR, "aeo": Mode.MINOR} | {
    mode.value[:3]: mode for mode in Mode
}
"""The modes that can follow a tonic in ABC (standard 2.1, section 3.1.14); three letters count."""


def read_musicxml(content: bytes, *, as_written: bool = False) -> ReadScore:
    """Read a MusicXML document, as it is played or else as it is written.

    Raises AppError if it is none, or says what no music can be.
    """
    return read(content, as_written=as_written)


def read_abc(tune: Tune) -> ReadScore:
    """Read a tune of an ABC file; raises the same errors as `read_musicxml`."""
    reads = [(name, _read_abc_voice(text)) for name, text in tune.voices()]
    voices = tuple(
        replace(voice, name=name or voice.name) for name, read in reads for voice in read.voices
    )
    first = reads[0][1]
    # music21 invents a meter for a bar that is divided by a repeat.
    meters = tuple(meter for meter in first.meters if str(meter) in tune.meters)
    return replace(
        first,
        title=next(iter(tune.texts("T")), ""),
        composer=", ".join(tune.texts("C")),
        voices=voices,
        meters=meters,
    )


def _read_abc_voice(text: str) -> ReadScore:
    # music21 doesn't know every mode of ABC, but it knows every signature.
    key, plain = _named_key(text)
    handler = music21.abcFormat.ABCFile().readstr(plain)
    read = _read(music21.abcFormat.translate.abcToStreamScore(handler))
    return read if key is None else replace(read, keys=(key, *read.keys[1:]))


def _named_key(text: str) -> tuple[Key | None, str]:
    """Return the key of a tune, and its text with the key replaced by its relative major."""
    found = re.search(r"^K:[ \t]*([A-G][#b]?)[ \t]*([A-Za-z]*)[ \t]*(?=$|%|[a-z]+=)", text, re.M)
    mode = ABC_MODES.get(found[2].lower()[:3]) if found else None
    if found is None or mode is None:
        return None, text
    try:
        key = Key(found[1], mode)
    except InvalidValueError:
        return None, text
    signature = Key.from_fifths(key.fifths).tonic
    return key, f"{text[: found.start()]}K:{signature} {text[found.end() :]}"


def analyse_key(notes: tuple[Note, ...], fifths: int | None = None) -> Key:
    """Find the key of notes by music21's analysis.

    If the signature is known, as a number of sharps (`fifths`), the key has that signature.
    """
    # The analysis only asks how long each pitch class sounds, so each is one note of that length.
    lengths = Counter[int]()
    for note in notes:
        lengths[note.pitch % 12] += note.duration_ticks
    stream = music21.stream.Stream()
    for pitch_class, ticks in sorted(lengths.items()):
        sounding = music21.note.Note(pitch_class)
        sounding.duration.quarterLength = ticks_to_quarters(ticks)
        stream.append(sounding)
    found = stream.analyze("key")
    guesses = [found, *found.alternateInterpretations]
    for guess in guesses:
        key = _nearest_key(guess)
        if key is not None and (fifths is None or key.fifths == fifths):
            return key
    return Key.from_fifths(fifths or 0)


def _nearest_key(found: Any) -> Key | None:
    try:
        return Key(found.tonic.name.replace("-", "b"), Mode(found.mode))
    except ValueError:
        return None


def _read(score: Any) -> ReadScore:
    parts = list(score.parts) if isinstance(score, music21.stream.Score) else [score]
    if not parts:
        raise AppError("there is no part in it")
    voices = [voice for part in parts for voice in _voices(part)]
    first = parts[0]
    signatures = list(first.recurse().getElementsByClass(music21.key.KeySignature))
    keys = [
        _nearest_key(key)
        for key in signatures
        if isinstance(key, music21.key.Key) and key.mode is not None
    ]
    marks = [
        mark.getQuarterBPM()
        for mark in score.recurse().getElementsByClass(music21.tempo.MetronomeMark)
    ]
    composer = score.metadata and score.metadata.composer
    return ReadScore(
        composer="" if composer in (None, UNNAMED_COMPOSER) else composer,
        title=(score.metadata and (score.metadata.title or score.metadata.movementName)) or "",
        voices=tuple(voices),
        keys=tuple(key for key in keys if key is not None),
        signatures=tuple(signature.sharps for signature in signatures),
        meters=_meters(first),
        tempi_bpm=tuple(float(mark) for mark in marks if mark),
        pickup_ticks=_pickup_ticks(first),
        chords=_chords(first),
    )


def _voices(part: Any) -> list[Voice]:
    by_voice: dict[str, list[tuple[Any, Any]]] = {}
    for element in part.recurse().notes:
        if isinstance(element, music21.harmony.Harmony) or element.duration.isGrace:
            continue
        holder = element.activeSite
        voice = str(holder.id) if isinstance(holder, music21.stream.Voice) else "1"
        by_voice.setdefault(voice, []).append((element.getOffsetInHierarchy(part), element))
    name = part.partName or (str(part.id) if isinstance(part.id, str) else "Part")
    return [
        Voice(name if len(by_voice) == 1 else f"{name}, voice {voice}", _merged(elements))
        for voice, elements in sorted(by_voice.items())
    ]


def _merged(elements: list[tuple[Any, Any]]) -> tuple[Note, ...]:
    """Join tied notes; in chords, each note is joined by itself."""
    notes: list[Note] = []
    open_ties: dict[int, int] = {}
    for offset, element in sorted(elements, key=lambda item: item[0]):
        onset = quarters_to_ticks(offset)
        end = quarters_to_ticks(offset + element.duration.quarterLength)
        members = element.notes if isinstance(element, music21.chord.Chord) else [element]
        for member in members:
            if not hasattr(member, "pitch") or end <= onset:
                continue
            pitch = int(member.pitch.midi)
            tie = member.tie.type if member.tie is not None else None
            before = open_ties.pop(pitch, None)
            joins = tie in ("stop", "continue") and before is not None
            if joins and before is not None and notes[before].end_ticks == onset:
                index = before
                joined = notes[before]
                notes[before] = replace(joined, duration_ticks=end - joined.onset_ticks)
            else:
                index = len(notes)
                letter = _letter(member.pitch)
                notes.append(Note(onset, end - onset, pitch, _velocity(element), letter=letter))
            if tie in ("start", "continue"):
                open_ties[pitch] = index
    return tuple(notes)


def _letter(pitch: Any) -> str | None:
    """Return the letter with which a pitch is written; None if Motivo can't spell it so."""
    letter = str(pitch.step)
    try:
        Spelling.of(int(pitch.midi), letter)
    except InvalidValueError:
        return None
    return letter


def _velocity(element: Any) -> int:
    velocity = element.volume.velocity
    return DEFAULT_VELOCITY if velocity is None else min(max(round(velocity), 1), 127)


def _meters(part: Any) -> tuple[Meter, ...]:
    meters = []
    for signature in part.recurse().getElementsByClass(music21.meter.TimeSignature):
        try:
            meters.append(Meter(signature.numerator, signature.denominator))
        except ValueError:
            continue
    return tuple(meters)


def _pickup_ticks(part: Any) -> int:
    measures = list(part.getElementsByClass(music21.stream.Measure))
    if len(measures) < 2:
        return 0
    first = measures[0]
    signature = first.timeSignature
    if signature is None:
        return 0
    bar = signature.barDuration.quarterLength
    length = min(first.highestTime, measures[1].offset - first.offset)
    return quarters_to_ticks(length) if 0 < length < bar else 0


def _chords(part: Any) -> tuple[tuple[int, str], ...]:
    symbols = part.recurse().getElementsByClass(music21.harmony.ChordSymbol)
    return tuple(
        (quarters_to_ticks(symbol.getOffsetInHierarchy(part)), symbol.figure.replace("-", "b"))
        for symbol in symbols
        if not isinstance(symbol, music21.harmony.NoChord)
    )
