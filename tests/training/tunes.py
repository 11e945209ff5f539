"""Tunes made up for tests."""

from __future__ import annotations

import numpy as np

from app.domain import Key, Meter
from app.generation.encoding import StepNote
from app.training.tune import Tune


def made_up_tune(seed: int, notes: int = 40, source: str = "Ryan", complete: bool = True) -> Tune:
    random = np.random.default_rng(seed)
    made, onset = [], 0
    for _ in range(notes):
        duration = int(random.choice([12, 12, 24]))
        made.append(StepNote(onset, duration, int(random.choice([62, 64, 66, 67, 69, 71, 74]))))
        onset += duration
    return Tune(
        f"tune {seed}", source, "reel", Key("D"), Meter(), 0, tuple(made), complete=complete
    )
