"""The shipped model, a motif to continue, and features by their names."""

from __future__ import annotations

import pytest

from app.domain import Key, Melody, Meter, Note, Sketch
from app.generation import Model, load_model
from app.generation import columns as c
from app.generation.encoding import StepNote
from app.generation.history import History

MOTIF = ((62, 480), (66, 240), (69, 240), (74, 480), (69, 480), (71, 960), (69, 960))


def motif_sketch(meter: Meter | None = None, pickup_ticks: int = 0) -> Sketch:
    meter = meter or Meter()
    notes, onset = [], 0
    for pitch, duration in MOTIF:
        notes.append(Note(onset, duration, pitch))
        onset += duration
    return Sketch(melody=Melody(tuple(notes)), key=Key("D"), meter=meter, pickup_ticks=pickup_ticks)


def quarters(*bars: tuple[int, ...]) -> list[StepNote]:
    """Return bars of 4/4 in quarters, one pitch each."""
    return [
        StepNote(96 * number + 24 * beat, 24, pitch)
        for number, pitches in enumerate(bars)
        for beat, pitch in enumerate(pitches)
    ]


def classes(history: History, countdown: int = 0) -> dict[str, int]:
    """Return the class of every column now."""
    row = history.row(countdown) - c.OFFSETS
    return dict(zip(c.NAMES, (int(value) for value in row), strict=True))


@pytest.fixture(scope="session")
def model() -> Model:
    return load_model()


@pytest.fixture
def sketch() -> Sketch:
    return motif_sketch()
