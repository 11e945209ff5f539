"""What runs in the measured processes: `python -m app.bench.window_runs WHAT STARTED_AT`."""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.application import Application, create
from app.bench.measure import median
from app.bench.tunes import eighths
from app.domain import Note, edits

PATIENCE_SECONDS = 60.0


def wait(until: Callable[[], bool]) -> None:
    """Let Qt work until something is so."""
    end = time.perf_counter() + PATIENCE_SECONDS
    while not until():
        QApplication.processEvents()
        if time.perf_counter() > end:
            raise TimeoutError


def _has_takes(application: Application, number: int) -> bool:
    return len(application.document.takes) >= number


def start(_application: Application, started_at: float) -> dict[str, float]:
    """Measure up to the first painted window."""
    return {"seconds": time.time() - started_at}


def takes(application: Application, _started_at: float) -> dict[str, float]:
    """Measure from Generate to the takes, the workers being ready; the median of five batches."""
    document = application.document
    document.open(eighths(4))
    firsts, alls = [], []
    for _ in range(6):
        before = len(document.takes)
        began = time.perf_counter()
        application.window.actions_by_name["generate"].trigger()
        wait(partial(_has_takes, application, before + 1))
        firsts.append((time.perf_counter() - began) * 1000)
        wait(partial(_has_takes, application, before + 8))
        alls.append((time.perf_counter() - began) * 1000)
        wait(lambda: not application.generation.is_running)
    return {"first": median(firsts[1:]), "all": median(alls[1:])}


def staff(application: Application, _started_at: float) -> dict[str, float]:
    """Measure from an edit to the engraved staff on the screen."""
    document = application.document
    document.open(eighths(32))
    answers: list[object] = []
    application.engraving.engraved.connect(lambda drawing, _sketch: answers.append(drawing))
    wait(lambda: bool(answers))
    spent = []
    for place in range(12):
        count = len(answers)
        note = document.sketch.melody.notes[place]
        began = time.perf_counter()
        melody = document.sketch.melody
        document.edit("bench", edits.transpose(melody, frozenset({note}), 2))
        while len(answers) == count:
            QApplication.processEvents()
        application.window.score_view.viewport().repaint()
        spent.append((time.perf_counter() - began) * 1000)
    return {"ms": median(spent[2:])}


def roll(application: Application, _started_at: float) -> dict[str, float]:
    """Measure the frames of a drag of one note among 5,000."""
    document, piano_roll = application.document, application.window.roll
    sketch = eighths(625)
    document.open(sketch)
    piano_roll.fit_all()
    QApplication.processEvents()
    note: Note = sketch.melody.notes[20]
    viewport = piano_roll.viewport()
    piano_roll.zoom(40)
    piano_roll.horizontalScrollBar().setValue(0)
    piano_roll.centerOn(0, piano_roll.transform_to.y_of(note.pitch))
    at = piano_roll.point_at(note.onset_ticks + note.duration_ticks // 2, note.pitch)
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, pos=at)
    spent = []
    for step in range(60):
        began = time.perf_counter()
        QTest.mouseMove(viewport, at + QPoint(4 + step * 3, step % 30))
        QApplication.processEvents()
        spent.append((time.perf_counter() - began) * 1000)
    QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=at)
    return {"ms": median(spent), "slowest": max(spent)}


def memory(application: Application, _started_at: float) -> dict[str, float]:
    """Measure the most memory that the window's process had, with a 32-bar sketch engraved."""
    answers: list[object] = []
    application.engraving.engraved.connect(lambda drawing, _sketch: answers.append(drawing))
    application.document.open(eighths(32))
    wait(lambda: bool(answers))
    kilobytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {"mb": kilobytes / (1024 * 1024 if sys.platform == "darwin" else 1024)}


def main() -> None:
    """Build the window, measure, print the numbers as JSON."""
    what, started_at = sys.argv[1], float(sys.argv[2])
    application = create(["motivo"])
    application.window.show()
    QApplication.processEvents()
    measures = {run.__name__: run for run in (start, takes, staff, roll, memory)}
    if what != "start":
        styles = application.window.ask_panel.style_box
        wait(lambda: styles.count() > 1)
    numbers = measures[what](application, started_at)
    sys.stdout.write(json.dumps(numbers) + "\n")
    application.close()


if __name__ == "__main__":
    main()
