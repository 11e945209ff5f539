"""Measures how long it takes from Cancel until Motivo is idle, at many moments of generating."""

from __future__ import annotations

import time
from functools import partial
from typing import Final

from app.application import Application
from app.bench.measure import median
from app.bench.tunes import eighths
from app.bench.waiting import wait

BARS: Final = (4, 64)
"""Sketches to continue: a motif, and one that takes a while to be read."""

MOMENTS_MS: Final = tuple(range(0, 480, 8))
"""After Generate was pressed."""


def cancel(application: Application, _started_at: float) -> dict[str, float]:
    """Measure milliseconds from Cancel until the window shows it and another batch could begin.

    The worker has ended the one before then. `slowest` is that of all moments.
    """
    spent = []
    for bars in BARS:
        application.document.open(eighths(bars))
        spent += [_cancelled_after(application, moment_ms) for moment_ms in MOMENTS_MS]
    return {"slowest": max(spent), "median": median(spent), "moments": float(len(spent))}


def _cancelled_after(application: Application, moment_ms: float) -> float:
    """Generate, cancel after some time, and return how long that took, in milliseconds."""
    actions, generation = application.window.all_actions, application.generation
    pressed = time.perf_counter()
    actions["generate"].trigger()
    wait(partial(_is_past, pressed + moment_ms / 1000))
    began = time.perf_counter()
    actions["cancel"].trigger()
    wait(lambda: generation.is_idle)
    return (time.perf_counter() - began) * 1000


def _is_past(moment: float) -> bool:
    return time.perf_counter() >= moment
