"""Measures the window: its start, takes, staff, roll and memory."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable

from app.bench.measure import CAN_MEASURE_MEMORY, Measure, median
from app.bench.measured_process import offscreen, run_measured

RUNS = 5


def start_seconds() -> dict[str, float]:
    """Return the seconds from starting Python to a painted window, Motivo's and a bare one."""
    ours = [run_measured("start")["seconds"] for _ in range(RUNS)]
    return {"Motivo": median(ours), "bare PySide6 window": median(_bare_seconds())}


def measured(what: str, name: str, others: tuple[str, ...] = ()) -> Callable[[], dict[str, float]]:
    """Return a measure of one number of a run in a process of its own, with others for comparison.

    `what` names the run, `name` and `others` the numbers that it returns.
    """

    def values() -> dict[str, float]:
        numbers = run_measured(what)
        return {key: numbers[key] for key in (name, *others)}

    return values


def _bare_seconds() -> list[float]:
    seconds = []
    for _ in range(RUNS):
        command = [sys.executable, "-m", "app.bench.bare_window", str(time.time())]
        done = subprocess.run(command, env=offscreen(), capture_output=True, check=True)
        seconds.append(float(done.stdout))
    return seconds


ROLL_OTHERS = ("slowest", "slowest of all notes selected", "the same zoomed out")
AFTER = "after 10,000 edits"
TAKES_OTHERS = ("open", "page", "slowest page", "star", "order", "arrive")
MEMORY_MEASURES = (
    Measure("memory of the window's process", "MB", 350, measured("memory", "mb")),
    Measure(
        "growth from 2,000 to 10,000 edits", "MB", None, measured("edits_made", "mb", (AFTER,))
    ),
)
WINDOW_MEASURES = (
    Measure("start to a usable window", "s", 0.6, start_seconds),
    Measure("Generate to the first take", "ms", 150, measured("takes", "first")),
    Measure("Generate to all 8 takes", "ms", 600, measured("takes", "all")),
    Measure("Cancel to idle", "ms", 50, measured("cancel", "slowest", ("median", "moments"))),
    Measure(
        "edit to repainted staff, 32 bars", "ms", 100, measured("staff", "32 bars", ("8 bars",))
    ),
    Measure("edit to repainted staff, 128 bars", "ms", 250, measured("long_staff", "128 bars")),
    Measure(
        "longest stall while typing ahead, 128 bars",
        "ms",
        16,
        measured("typing_ahead", "ms", ("engraved", "last")),
    ),
    Measure("roll frame in a drag, 5,000 notes", "ms", 8, measured("roll", "ms", ROLL_OTHERS)),
    Measure("slowest step in 5,000 takes", "ms", 100, measured("many_takes", "ms", TAKES_OTHERS)),
    *(MEMORY_MEASURES if CAN_MEASURE_MEMORY else ()),
)
