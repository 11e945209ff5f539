"""The only module that uses note-seq: reads and writes NoteSequences, and quantises notes.

The `__init__` of note-seq would import plotting, audio analysis and notebooks. An empty module with
the package's path therefore takes its place, and only the modules that are needed are loaded.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Sequence
from fractions import Fraction
from types import ModuleType
from typing import Any, Final

from app.constants import TICKS_PER_QUARTER
from app.domain import Key, Meter, Mode, Note, Sketch
from app.domain.timebase import seconds_to_ticks, ticks_to_seconds
from app.errors import AppError
from app.formats.choosing import Found, Part, choose
from app.formats.imported import Imported
from app.resources import package_path

GRIDS: Final = (4, 6)
"""The steps per quarter of the grids for a performance: sixteenths or triplet sixteenths."""

NO_CHORD: Final = "N.C."
"""What note-seq writes at the end of a chord that no other follows."""

SECONDS_PER_QUARTER: Final = 0.5
"""The length of a quarter at note-seq's default tempo, 120."""

MODES: Final = {
    Mode.MAJOR: 0,
    Mode.MINOR: 1,
    Mode.MIXOLYDIAN: 3,
    Mode.DORIAN: 4,
    Mode.PHRYGIAN: 5,
    Mode.LYDIAN: 6,
    Mode.LOCRIAN: 7,
}
"""The number of each mode in music.proto."""


def _load(name: str) -> Any:
    if "note_seq" not in sys.modules:
        package = ModuleType("note_seq")
        package.__path__ = [str(package_path("note_seq"))]
        sys.modules["note_seq"] = package
    return importlib.import_module(f"note_seq.{name}")


def export_note_sequence(sketch: Sketch) -> bytes:
    """Return the sketch as a serialised NoteSequence."""
    kind = _load("protobuf.music_pb2").NoteSequence
    sequence = kind()
    sequence.ticks_per_quarter = TICKS_PER_QUARTER
    sequence.sequence_metadata.title = sketch.title
    if sketch.composer:
        sequence.sequence_metadata.composers.append(sketch.composer)
    sequence.tempos.add(time=0.0, qpm=sketch.tempo_bpm)
    sequence.time_signatures.add(numerator=sketch.meter.counts, denominator=sketch.meter.unit)
    sequence.key_signatures.add(key=sketch.key.tonic_pitch_class, mode=MODES[sketch.key.mode])
    for note in sketch.melody:
        sequence.notes.add(
            pitch=note.pitch,
            velocity=note.velocity,
            start_time=ticks_to_seconds(note.onset_ticks, sketch.tempo_bpm),
            end_time=ticks_to_seconds(note.end_ticks, sketch.tempo_bpm),
        )
    for change in sketch.chord_changes:
        sequence.text_annotations.add(
            time=ticks_to_seconds(change.onset_ticks, sketch.tempo_bpm),
            text=str(change.chord),
            annotation_type=kind.TextAnnotation.CHORD_SYMBOL,
        )
    sequence.total_time = ticks_to_seconds(sketch.melody.end_ticks, sketch.tempo_bpm)
    written: bytes = sequence.SerializeToString()
    return written


def import_note_sequence(content: bytes, part: int | None = None) -> Imported:
    """Read a serialised NoteSequence; raises AppError if it is none, or has no notes."""
    kind = _load("protobuf.music_pb2").NoteSequence
    sequence = kind()
    decode_error = importlib.import_module("google.protobuf.message").DecodeError
    try:
        sequence.ParseFromString(content)
        tempi = tuple(tempo.qpm for tempo in sequence.tempos) or (120.0,)
        by_instrument: dict[int, list[Note]] = {}
        for note in sequence.notes:
            if note.is_drum:
                continue
            onset = seconds_to_ticks(note.start_time, tempi[0])
            end = seconds_to_ticks(note.end_time, tempi[0])
            sounding = Note(onset, max(1, end - onset), note.pitch, note.velocity or 80)
            by_instrument.setdefault(note.instrument, []).append(sounding)
        found = Found(
            title=sequence.sequence_metadata.title,
            composer=", ".join(sequence.sequence_metadata.composers),
            parts=tuple(
                Part(f"Instrument {instrument + 1}", tuple(notes))
                for instrument, notes in sorted(by_instrument.items())
            ),
            keys=tuple(_key(signature) for signature in sequence.key_signatures),
            meters=tuple(Meter(s.numerator, s.denominator) for s in sequence.time_signatures),
            tempi_bpm=tempi,
            chords=tuple(
                (seconds_to_ticks(annotation.time, tempi[0]), annotation.text)
                for annotation in sequence.text_annotations
                if annotation.annotation_type == kind.TextAnnotation.CHORD_SYMBOL
                and annotation.text != NO_CHORD
            ),
        )
    except (decode_error, ValueError, KeyError) as error:
        raise AppError("it isn't one of Magenta's NoteSequences") from error
    return choose(found, part)


def quantised(
    notes: Sequence[tuple[float, float, int, int]],
) -> list[tuple[Fraction, Fraction, int, int]]:
    """Move notes to the grid that fits them better.

    Each note is (start, end, pitch, velocity), with times in quarters.
    """
    steps_per_quarter = min(GRIDS, key=lambda steps: _distance([n[0] for n in notes], steps))
    sequence = _load("protobuf.music_pb2").NoteSequence()
    sequence.tempos.add(time=0.0, qpm=60 / SECONDS_PER_QUARTER)
    for start, end, pitch, velocity in notes:
        sequence.notes.add(
            pitch=pitch,
            velocity=velocity,
            start_time=start * SECONDS_PER_QUARTER,
            end_time=end * SECONDS_PER_QUARTER,
        )
    drawn = _load("sequences_lib").quantize_note_sequence(sequence, steps_per_quarter)
    return [
        (
            Fraction(note.quantized_start_step, steps_per_quarter),
            Fraction(note.quantized_end_step, steps_per_quarter),
            note.pitch,
            note.velocity,
        )
        for note in drawn.notes
    ]


def _distance(starts: list[float], steps: int) -> float:
    """Return how far the starts are from a grid, in its steps, so that no grid has an advantage."""
    return sum(abs(start * steps - round(start * steps)) for start in starts)


def _key(signature: Any) -> Key:
    """Return the key of a signature; if its tonic has two names, the one with fewer accidentals."""
    modes = {number: mode for mode, number in MODES.items()}
    mode = modes.get(signature.mode, Mode.MAJOR)
    keys = (Key.from_fifths(fifths, mode) for fifths in sorted(range(-7, 8), key=abs))
    return next(key for key in keys if key.tonic_pitch_class == signature.key)
