"""Reads MusicXML with music21: voices of notes, with key, meter, tempo and chords."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass, field, replace
from typing import Any, Final

from app.constants import DEFAULT_VELOCITY
from app.domain import Key, Meter, Mode, Note, Spelling
from app.domain.timebase import quarters_to_ticks
from app.errors import AppError, InvalidValueError
from app.notation.library import music21

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


@dataclass(frozen=True, slots=True)
class Voice:
    """One voice of a score; its notes keep their letters, and those of chords are all listed."""

    name: str
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class ReadScore:
    """What a score holds; each list is in the order of the score, and empty if there is nothing."""

    title: str = ""
    composer: str = ""
    voices: tuple[Voice, ...] = ()
    keys: tuple[Key, ...] = ()
    signatures: tuple[int, ...] = ()
    meters: tuple[Meter, ...] = ()
    tempi_bpm: tuple[float, ...] = ()
    pickup_ticks: int = 0
    chords: tuple[tuple[int, str], ...] = field(default=())


def read_musicxml(content: bytes) -> ReadScore:
    """Read a MusicXML document; raises one of READING_ERRORS, or AppError, if it is none."""
    importer = music21.musicxml.xmlToM21.MusicXMLImporter()
    importer.xmlText = content
    importer.parseXMLText()
    return _read(importer.stream)


def analyse_key(notes: tuple[Note, ...], fifths: int | None = None) -> Key:
    """Find the key of notes by music21's analysis.

    If the signature is known, as a number of sharps (`fifths`), the key has that signature.
    """
    stream = music21.stream.Stream()
    for note in notes:
        sounding = music21.note.Note()
        sounding.pitch.midi = note.pitch
        sounding.duration.quarterLength = note.duration_ticks / 480
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
