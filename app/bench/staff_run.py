"""Measures the staff in the window: how soon it shows an edit, and what typing ahead costs."""

from __future__ import annotations

import time
from itertools import cycle, islice

from PySide6.QtWidgets import QApplication

from app.application import Application
from app.bench.measure import median
from app.bench.tunes import eighths
from app.bench.waiting import wait
from app.domain import edits

EDITS = 12
TYPED = 60
TYPED_EVERY_SECONDS = 0.02
"""Faster than anybody types: each key comes before the one before is on the staff."""


class _Staff:
    """A sketch on the staff, whose notes go up and down one after the other."""

    def __init__(self, application: Application, bars: int) -> None:
        self._application = application
        self.engravings = 0
        application.engraving.engraved.connect(self._on_engraved)
        application.document.open(eighths(bars))
        wait(lambda: self.engravings > 0)
        self._places = cycle(range(len(application.document.sketch.melody)))
        self.is_shown = True

    def edit(self) -> None:
        """Move the next note by a step."""
        document = self._application.document
        melody = document.sketch.melody
        note = melody.notes[next(self._places)]
        self.is_shown = False
        document.edit("bench", edits.transpose(melody, frozenset({note}), 2))

    def _on_engraved(self, _drawing: object, sketch: object) -> None:
        self.engravings += 1
        self.is_shown = sketch == self._application.document.sketch


def staff(application: Application, _started_at: float) -> dict[str, float]:
    """Measure from an edit to the engraved staff on the screen, by the bars that there are."""
    return {f"{bars} bars": _edit_ms(application, bars) for bars in (8, 32)}


def long_staff(application: Application, _started_at: float) -> dict[str, float]:
    """Measure the same in a long score."""
    return {"128 bars": _edit_ms(application, 128)}


def typing_ahead(application: Application, _started_at: float) -> dict[str, float]:
    """Measure the longest stretch in which the window answers nothing while a player types on.

    Beside it: how many of the 60 states were engraved, and when the last was on the staff.
    """
    shown = _Staff(application, 128)
    shown.edit()
    wait(lambda: shown.is_shown)
    before = shown.engravings
    stalls = []
    for _ in range(TYPED):
        began = time.perf_counter()
        shown.edit()
        stalls.append(time.perf_counter() - began)
        while (now := time.perf_counter()) < began + TYPED_EVERY_SECONDS:
            QApplication.processEvents()
            stalls.append(time.perf_counter() - now)
    typed = time.perf_counter()
    wait(lambda: shown.is_shown)
    last_ms = (time.perf_counter() - typed) * 1000
    return {"ms": max(stalls) * 1000, "engraved": shown.engravings - before, "last": last_ms}


def _edit_ms(application: Application, bars: int) -> float:
    shown = _Staff(application, bars)
    spent = []
    for _ in range(EDITS):
        began = time.perf_counter()
        shown.edit()
        while not shown.is_shown:
            QApplication.processEvents()
        application.window.score_view.viewport().repaint()
        spent.append((time.perf_counter() - began) * 1000)
    return median(list(islice(spent, 2, None)))
