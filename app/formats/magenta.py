"""Loads note-seq, and quantises notes with it.

The `__init__` of note-seq would import plotting, audio analysis and notebooks. An empty module with
the package's path therefore takes its place, and only the modules that are needed are loaded.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Sequence
from fractions import Fraction
from types import ModuleType
from typing import Any, Final, SupportsFloat

from app.domain import Mode
from app.resources import package_path

GRIDS: Final = (4, 6)
"""The steps per quarter of the grids for a performance: sixteenths or triplet sixteenths."""

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

NAME_OF_C: Final = 16
"""The number of C among the pitch names of music.proto, which are in the order of fifths."""

Timed = tuple[Fraction, Fraction, int, int]
"""A note: start and end in quarters, pitch and velocity."""


def note_seq(name: str) -> Any:
    """Return a module of note-seq, such as `sequences_lib`."""
    if "note_seq" not in sys.modules:
        package = ModuleType("note_seq")
        package.__path__ = [str(package_path("note_seq"))]
        sys.modules["note_seq"] = package
    return importlib.import_module(f"note_seq.{name}")


def quantised(
    notes: Sequence[tuple[SupportsFloat, SupportsFloat, int, int]],
) -> list[Timed]:
    """Move notes to the grid that fits them better.

    Each note is (start, end, pitch, velocity), with times in quarters.
    """
    steps_per_quarter = min(GRIDS, key=lambda steps: _distance([float(n[0]) for n in notes], steps))
    sequence = note_seq("protobuf.music_pb2").NoteSequence()
    sequence.tempos.add(time=0.0, qpm=60 / SECONDS_PER_QUARTER)
    for start, end, pitch, velocity in notes:
        sequence.notes.add(
            pitch=pitch,
            velocity=velocity,
            start_time=float(start) * SECONDS_PER_QUARTER,
            end_time=float(end) * SECONDS_PER_QUARTER,
        )
    drawn = note_seq("sequences_lib").quantize_note_sequence(sequence, steps_per_quarter)
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
