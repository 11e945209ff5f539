"""Measures the frames of a drag in the piano roll; each is waited for until it is painted."""

from __future__ import annotations

import time
from collections.abc import Iterable

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.application import Application
from app.bench.measure import median
from app.bench.tunes import eighths
from app.bench.waiting import wait_until
from app.domain import Note
from app.ui.piano_roll import PianoRoll

BARS = 625
"""They make 5,000 notes, eight in each bar."""

FRAMES = 60
ROWS = 5
"""How many rows up and down the drag goes."""

SCALES = (0.16, 0.004)
"""Pixels a tick: the first gives about 300 to a bar of 4/4, the second is the least that the roll
has."""

WINDOW_PX = (1920, 1080)
QUIET_SECONDS = 4.0
"""Engraving counts as done when no new staff has come for so long."""

LEFT = Qt.MouseButton.LeftButton


class Paints(QObject):
    """Counts how often a widget is painted."""

    def __init__(self, watched: QObject) -> None:
        super().__init__()
        self.count = 0
        watched.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Count paint events, and let every event pass."""
        self.count += event.type() == QEvent.Type.Paint
        return False


def roll(application: Application, _started_at: float) -> dict[str, float]:
    """Measure the milliseconds from a move of the mouse to the painted roll, with 5,000 notes.

    In each frame the dragged note goes to another row and grid line, in a window of 1920×1080. `ms`
    is the median and `slowest` the slowest frame of dragging one note, half of the frames with
    notes wide enough to read, half with as many bars in view as fit. The other two are the slowest
    frames of dragging all notes, selected, at each of these scales.
    """
    document, piano_roll = application.document, application.window.roll
    sketch = eighths(BARS)
    engraved_at: list[float] = []
    application.engraving.engraved.connect(lambda *_: engraved_at.append(time.perf_counter()))
    application.window.resize(*WINDOW_PX)
    document.open(sketch)
    wait_until(lambda: bool(engraved_at) and time.perf_counter() - engraved_at[-1] > QUIET_SECONDS)
    note = sketch.melody.notes[20]
    one: list[float] = []
    slowest_of_all = []
    for pixels_per_tick in SCALES:
        piano_roll.fit_all()
        piano_roll.zoom(pixels_per_tick / piano_roll.transform_to.pixels_per_tick)
        piano_roll.horizontalScrollBar().setValue(0)
        document.select([note])
        one += _frames(piano_roll, note)
        document.select(sketch.melody)
        slowest_of_all.append(max(_frames(piano_roll, note)))
    readable, dense = slowest_of_all
    return {
        "ms": median(one),
        "slowest": max(one),
        "slowest of all notes selected": readable,
        "the same zoomed out": dense,
    }


def _frames(piano_roll: PianoRoll, note: Note) -> list[float]:
    """Drag by a note, put it back, and return the milliseconds of each frame."""
    viewport = piano_roll.viewport()
    middle = piano_roll.transform_to.y_of(note.pitch) - viewport.height() / 2
    piano_roll.verticalScrollBar().setValue(round(middle))
    QApplication.processEvents()
    to = piano_roll.transform_to
    start = piano_roll.point_at(note.onset_ticks + note.duration_ticks // 2, note.pitch)
    cell = max(round(to.x_of(piano_roll.snap.grid_ticks)), 4)
    paints = Paints(viewport)
    QTest.mousePress(viewport, LEFT, pos=start)
    QApplication.processEvents()
    spent = []
    for place in _places(start, cell, round(to.row_height)):
        before = paints.count
        began = time.perf_counter()
        QTest.mouseMove(viewport, place)
        while paints.count == before:
            QApplication.processEvents()
        spent.append((time.perf_counter() - began) * 1000)
    QTest.mouseMove(viewport, start)
    QTest.mouseRelease(viewport, LEFT, pos=start)
    QApplication.processEvents()
    return spent


def _places(start: QPoint, cell_px: int, row_px: int) -> Iterable[QPoint]:
    """Yield places to the right of the start, each in another cell than the one before."""
    for frame in range(1, FRAMES + 1):
        rows = abs(frame % (2 * ROWS) - ROWS)
        yield start + QPoint(frame % 20 * cell_px + 8, (rows - ROWS) * row_px)
