"""Measures how long Motivo takes from Cancel until it is idle, at many moments of generating."""

from __future__ import annotations

import time
from functools import partial
from typing import Final

from app.application import Application
from app.bench.measure import median
from app.bench.tunes import eighths
from app.bench.waiting import wait_until

BARS: Final = (4, 64)
"""Bars of the sketches that are continued: a motif, and one that takes a while to read."""

MOMENTS_MS: Final = tuple(range(0, 480, 8))
"""When Cancel is triggered, counted from Generate."""


def cancel(application: Application, _started_at: float) -> dict[str, float]:
    """Measure milliseconds from Cancel until generation is idle, so that another batch can begin.

    `slowest` is the longest of all moments, `median` their median, `moments` their number.
    """
    spent = []
    for bars in BARS:
        application.document.open(eighths(bars))
        spent += [_cancelled_after(application, moment_ms) for moment_ms in MOMENTS_MS]
    return {"slowest": max(spent), "median": median(spent), "moments": float(len(spent))}


def _cancelled_after(application: Application, moment_ms: float) -> float:
    """Generate, cancel after `moment_ms`, and return how many milliseconds cancelling took."""
    actions, generation = application.window.all_actions, application.generation
    generated_at = time.perf_counter()
    actions["generate"].trigger()
    wait_until(partial(_is_past, generated_at + moment_ms / 1000))
    began = time.perf_counter()
    actions["cancel"].trigger()
    wait_until(lambda: generation.is_idle)
    return (time.perf_counter() - began) * 1000


def _is_past(moment: float) -> bool:
    return time.perf_counter() >= moment
