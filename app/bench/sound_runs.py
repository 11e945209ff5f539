"""What measured processes do for sound: they press keys, or play while the workers are busy.

They return moments in seconds of `time.perf_counter`; what sounded then is measured elsewhere.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from app.application import Application
from app.bench.endurance import LOOP_BARS, SECONDS_VARIABLE
from app.bench.tunes import eighths
from app.bench.waiting import pause, wait_until
from app.domain import Sketch, edits

PRESSES: Final = 20
PITCH: Final = 72
PAUSE_MS: Final = 900
"""Between presses: long enough for a note to end."""

UNEVEN_MS: Final = 7
"""Each pause is longer than the last by so much, so that presses fall anywhere in a buffer."""

BUSY_SECONDS: Final = 8.0
SETTLE_MS: Final = 1500
"""How long the first sound may take, because it starts the synthesiser's process."""

POLL_MS: Final = 5
"""Between two checks whether a worker needs more to do."""


def press(application: Application, _started_at: float) -> dict[str, list[float]]:
    """Click a key beside the roll again and again; return the moment just before each click."""
    roll, keyboard = application.window.roll, application.window.roll.keyboard
    roll.verticalScrollBar().setValue(round(roll.transform_to.y_of(PITCH)) - 50)
    key = QPoint(8, roll.point_at(0, PITCH).y())
    QTest.mouseClick(keyboard, Qt.MouseButton.LeftButton, pos=key)
    pause(SETTLE_MS)
    pressed = []
    for number in range(PRESSES):
        pressed.append(time.perf_counter())
        QTest.mouseClick(keyboard, Qt.MouseButton.LeftButton, pos=key)
        pause(PAUSE_MS + UNEVEN_MS * number)
    return {"pressed": pressed}


def endure(application: Application, _started_at: float) -> dict[str, list[float]]:
    """Loop four bars while takes are made, the staff is engraved and the roll scrolls.

    `interval` is from when to when all of that went on; `counts` has the takes and the staves that
    were made in it.
    """
    drawings = _opened(application, eighths(LOOP_BARS))
    document, piano_roll = application.document, application.window.roll
    piano_roll.zoom(8)
    bar = piano_roll.horizontalScrollBar()

    def rename(number: int) -> None:
        document.change_sketch("bench", replace(document.sketch, title=f"{number}"))

    def scroll() -> None:
        bar.setValue((bar.value() + 7) % max(1, bar.maximum()))

    return _work(application, drawings, float(os.environ[SECONDS_VARIABLE]), rename, scroll)


def busy(application: Application, _started_at: float) -> dict[str, list[float]]:
    """Play 32 bars while takes are made and the staff is engraved without a pause.

    `interval` is from when to when both workers were busy; `counts` has the takes and the staves
    that they made in it.
    """
    drawings = _opened(application, eighths(32))
    document = application.document

    def move_last(number: int) -> None:
        melody = document.sketch.melody
        last = frozenset(melody.notes[-1:])
        document.edit("bench", edits.transpose(melody, last, 1 if number % 2 else -1))

    return _work(application, drawings, BUSY_SECONDS, move_last)


def _opened(application: Application, sketch: Sketch) -> list[object]:
    """Open a sketch and wait for its staff; return the list to which every new staff is added."""
    drawings: list[object] = []
    application.engraving.engraved.connect(lambda drawing, _sketch: drawings.append(drawing))
    application.document.open(sketch)
    wait_until(lambda: bool(drawings))
    return drawings


def _work(
    application: Application,
    drawings: list[object],
    seconds: float,
    change: Callable[[int], None],
    meanwhile: Callable[[], None] = lambda: None,
) -> dict[str, list[float]]:
    """Play while takes are made, and `change` the sketch whenever a new staff has come.

    `change` is given the number of staves so far. `meanwhile` is called all the time.
    """
    document, actions = application.document, application.window.all_actions
    actions["play"].trigger()
    pause(SETTLE_MS)
    begin, engraved, takes = time.perf_counter(), 0, len(document.takes)
    first = len(drawings)
    while time.perf_counter() - begin < seconds:
        if not application.generation.is_running:
            actions["generate"].trigger()
        if len(drawings) != engraved:
            engraved = len(drawings)
            change(engraved)
        meanwhile()
        pause(POLL_MS)
    end = time.perf_counter()
    actions["stop"].trigger()
    counts = [float(len(document.takes) - takes), float(len(drawings) - first)]
    return {"interval": [begin, end], "counts": counts}
