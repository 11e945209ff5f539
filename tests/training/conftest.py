"""A small corpus of made-up tunes, as training sees it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.domain import Key, Meter
from app.generation.encoding import StepNote
from app.training.dataset import Dataset, make_dataset
from app.training.tune import Tune, TuneChord
from tests.training.tunes import made_up_tune

CHORDS = (TuneChord(0, 2), TuneChord(96, 7), TuneChord(144, 9, "7"), TuneChord(192, 2))


def repeating_tune(seed: int) -> Tune:
    """Return a tune of four bars that come again twice, with chords."""
    motif = made_up_tune(seed, 18).notes
    bars = -(-motif[-1].end // 96)
    notes = tuple(
        StepNote(note.onset + 96 * bars * again, note.duration, note.pitch)
        for again in range(3)
        for note in motif
    )
    return replace(made_up_tune(seed), notes=notes, chords=CHORDS)


def barwise_tune(seed: int, notes: int = 60) -> Tune:
    """Return a tune in 1/4 with a note in every bar."""
    made = made_up_tune(seed, notes).notes
    barred = (
        StepNote(24 * index + (0, 6)[index % 2], (24, 12, 18)[index % 3] - 6, note.pitch)
        for index, note in enumerate(made)
    )
    return replace(made_up_tune(seed), meter=Meter(1, 4), key=Key("D"), notes=tuple(barred))


TUNES = (
    *(repeating_tune(seed) for seed in range(8)),
    *(made_up_tune(seed, 20 + seed) for seed in range(8, 12)),
)
SPLITS = (0,) * 8 + (1, 1, 2, 2)


@pytest.fixture(scope="session")
def data() -> Dataset:
    return make_dataset(TUNES, SPLITS)
