"""Measures the frames of a drag in the piano roll, each of which must have been painted."""

from __future__ import annotations

import time
from collections.abc import Iterable

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.application import Application
from app.bench.measure import median
from app.bench.tunes import eighths
from app.bench.waiting import wait
from app.domain import Note
from app.ui.piano_roll import PianoRoll

BARS = 625
"""With eight notes each: 5,000."""

FRAMES = 60
ROWS = 5
"""How far up and down the drag goes, in rows."""

SCALES = (0.16, 0.004)
"""Pixels a tick: a bar of 4/4 in about 300, and the fewest that the roll shows."""

WINDOW_PX = (1920, 1080)
QUIET_SECONDS = 4.0
"""How long no staff was engraved anew, before it counts as done."""

LEFT = Qt.MouseButton.LeftButton


class Paints(QObject):
    """Counts how often a widget was painted."""

    def __init__(self, watched: QObject) -> None:
        super().__init__()
        self.count = 0
        watched.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Count, and let every event pass."""
        self.count += event.type() == QEvent.Type.Paint
        return False


def roll(application: Application, _started_at: float) -> dict[str, float]:
    """Measure milliseconds from a move of the mouse to the window painted, 5,000 notes there.

    In each frame the note goes to another row and grid line, on a screen of 1920×1080. `ms` is the
    median and `slowest` the slowest frame of dragging one note, half of them with notes wide enough
    to read and half with as many bars in view as fit. The last two are the slowest frames of
    dragging the whole sketch, selected: at the one scale and at the other.
    """
    document, piano_roll = application.document, application.window.roll
    sketch = eighths(BARS)
    news: list[float] = []
    application.engraving.engraved.connect(lambda *_: news.append(time.perf_counter()))
    application.window.resize(*WINDOW_PX)
    document.open(sketch)
    wait(lambda: bool(news) and time.perf_counter() - news[-1] > QUIET_SECONDS)
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
    """Drag by that note, put it back, and return milliseconds of each frame."""
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
    """Give places to the right of the start, each in another cell than the one before."""
    for frame in range(1, FRAMES + 1):
        rows = abs(frame % (2 * ROWS) - ROWS)
        yield start + QPoint(frame % 20 * cell_px + 8, (rows - ROWS) * row_px)
