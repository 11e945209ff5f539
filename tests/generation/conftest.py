"""The shipped model, and a motif to continue."""

from __future__ import annotations

import pytest

from app.domain import Key, Melody, Meter, Note, Sketch
from app.generation import Model, load_model

MOTIF = ((62, 480), (66, 240), (69, 240), (74, 480), (69, 480), (71, 960), (69, 960))


def motif_sketch(meter: Meter | None = None, pickup_ticks: int = 0) -> Sketch:
    meter = meter or Meter()
    notes, onset = [], 0
    for pitch, duration in MOTIF:
        notes.append(Note(onset, duration, pitch))
        onset += duration
    return Sketch(melody=Melody(tuple(notes)), key=Key("D"), meter=meter, pickup_ticks=pickup_ticks)


@pytest.fixture(scope="session")
def model() -> Model:
    return load_model()


@pytest.fixture
def sketch() -> Sketch:
    return motif_sketch()
