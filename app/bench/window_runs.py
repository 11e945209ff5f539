"""Runs one measure of the window in this process, and prints its numbers as JSON.

Usage: `python -m app.bench.window_runs WHAT STARTED_AT`, in seconds of `time.time`.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
import time
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from app.__main__ import new_application
from app.bench.measure import median, most_resident_mb, resident_mb
from app.bench.tunes import eighths
from app.bench.waiting import wait_until
from app.bench.watched_device import CALLS_FILE, watch_device
from app.domain import edits

if TYPE_CHECKING:
    from app.application import Application


def _has_takes(application: Application, number: int) -> bool:
    return len(application.document.takes) >= number


def start(_application: Application, started_at: float) -> dict[str, float]:
    """Measure the seconds from STARTED_AT to the first painted window."""
    return {"seconds": time.time() - started_at}


def takes(application: Application, _started_at: float) -> dict[str, float]:
    """Measure the milliseconds from Generate to the first take and to all eight.

    The workers are ready before. The numbers are medians of five batches.
    """
    document = application.document
    document.open(eighths(4))
    firsts, alls = [], []
    for _ in range(6):
        before = len(document.takes)
        began = time.perf_counter()
        application.window.all_actions["generate"].trigger()
        wait_until(partial(_has_takes, application, before + 1))
        firsts.append((time.perf_counter() - began) * 1000)
        wait_until(partial(_has_takes, application, before + 8))
        alls.append((time.perf_counter() - began) * 1000)
        wait_until(lambda: not application.generation.is_running)
    return {"first": median(firsts[1:]), "all": median(alls[1:])}


def memory(application: Application, _started_at: float) -> dict[str, float]:
    """Measure the most memory that the window's process has had, with a 32-bar sketch engraved."""
    answers: list[object] = []
    application.engraving.engraved.connect(lambda drawing, _sketch: answers.append(drawing))
    application.document.open(eighths(32))
    wait_until(lambda: bool(answers))
    return {"mb": most_resident_mb()}


def edits_made(application: Application, _started_at: float) -> dict[str, float]:
    """Measure by how much the process grows from the 2,000th to the 10,000th edit."""
    document = application.document
    document.open(eighths(32))
    sizes = []
    for number in range(10_001):
        melody = document.sketch.melody
        note = melody.notes[number % len(melody)]
        document.edit("bench", edits.transpose(melody, frozenset({note}), 1 if number % 2 else -1))
        if number % 100 == 0:
            QApplication.processEvents()
        if number in (2_000, 10_000):
            sizes.append(resident_mb())
    return {"mb": sizes[1] - sizes[0], "after 10,000 edits": sizes[1]}


MODULES = {
    "staff": "app.bench.staff_run",
    "long_staff": "app.bench.staff_run",
    "typing_ahead": "app.bench.staff_run",
    "roll": "app.bench.drag_run",
    "cancel": "app.bench.cancel_run",
    "many_takes": "app.bench.takes_run",
    "press": "app.bench.sound_runs",
    "busy": "app.bench.sound_runs",
    "endure": "app.bench.sound_runs",
}
"""The modules of the other runs, which load what a start doesn't need."""


def main() -> None:
    """Build the window, do the run that is named, and print its numbers as JSON."""
    what, started_at = sys.argv[1], float(sys.argv[2])
    if CALLS_FILE in os.environ:
        watch_device()
    application = new_application(["motivo"])
    application.window.show()
    QApplication.processEvents()
    if what == "start":
        numbers = start(application, started_at)
    else:
        styles = application.window.ask_panel.style_box
        wait_until(lambda: styles.count() > 1)
        module = importlib.import_module(MODULES.get(what, __name__))
        numbers = getattr(module, what)(application, started_at)
    sys.stdout.write(json.dumps(numbers) + "\n")
    application.close()


if __name__ == "__main__":
    main()
