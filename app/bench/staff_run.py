"""Measures the staff in the window: how soon it shows an edit, and stalls while a player types."""

from __future__ import annotations

import time
from itertools import cycle, islice

from PySide6.QtWidgets import QApplication

from app.application import Application
from app.bench.measure import median
from app.bench.tunes import eighths
from app.bench.waiting import wait_until
from app.domain import edits

EDITS = 12
"""Edits that are timed; the first two don't count."""

TYPED = 60
"""How many edits are typed, one after the other."""

TYPED_EVERY_SECONDS = 0.02
"""Faster than anybody types: each key comes before the staff shows the one before."""


class _Staff:
    """A sketch on the staff, whose notes are moved one after the other."""

    def __init__(self, application: Application, bars: int) -> None:
        self._application = application
        self.engravings = 0
        application.engraving.engraved.connect(self._on_engraved)
        application.document.open(eighths(bars))
        wait_until(lambda: self.engravings > 0)
        self._places = cycle(range(len(application.document.sketch.melody)))
        self.is_shown = True

    def edit(self) -> None:
        """Move the next note up by a whole tone."""
        document = self._application.document
        melody = document.sketch.melody
        note = melody.notes[next(self._places)]
        self.is_shown = False
        document.edit("bench", edits.transpose(melody, frozenset({note}), 2))

    def _on_engraved(self, _drawing: object, sketch: object) -> None:
        self.engravings += 1
        self.is_shown = sketch == self._application.document.sketch


def staff(application: Application, _started_at: float) -> dict[str, float]:
    """Measure the milliseconds from an edit to the repainted staff, in 8 bars and in 32."""
    return {f"{bars} bars": _edit_ms(application, bars) for bars in (8, 32)}


def long_staff(application: Application, _started_at: float) -> dict[str, float]:
    """Measure the same in 128 bars."""
    return {"128 bars": _edit_ms(application, 128)}


def typing_ahead(application: Application, _started_at: float) -> dict[str, float]:
    """Measure the longest time in milliseconds that the window is stuck while a player types on.

    `engraved` is how many of the 60 edits were engraved, `last` how many milliseconds after the
    typing the staff showed the last.
    """
    staff = _Staff(application, 128)
    staff.edit()
    wait_until(lambda: staff.is_shown)
    before = staff.engravings
    stalls = []
    for _ in range(TYPED):
        began = time.perf_counter()
        staff.edit()
        stalls.append(time.perf_counter() - began)
        while (now := time.perf_counter()) < began + TYPED_EVERY_SECONDS:
            QApplication.processEvents()
            stalls.append(time.perf_counter() - now)
    typed = time.perf_counter()
    wait_until(lambda: staff.is_shown)
    last_ms = (time.perf_counter() - typed) * 1000
    return {"ms": max(stalls) * 1000, "engraved": staff.engravings - before, "last": last_ms}


def _edit_ms(application: Application, bars: int) -> float:
    staff = _Staff(application, bars)
    spent = []
    for _ in range(EDITS):
        began = time.perf_counter()
        staff.edit()
        while not staff.is_shown:
            QApplication.processEvents()
        application.window.score_view.viewport().repaint()
        spent.append((time.perf_counter() - began) * 1000)
    return median(list(islice(spent, 2, None)))
