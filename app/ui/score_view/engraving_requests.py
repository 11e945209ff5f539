"""Owns Engraving, which has sketches engraved for the score view."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QElapsedTimer, QObject, Signal

from app.domain import Sketch
from app.services.messages import Messages
from app.services.worker import Task

LONG_MS: Final = 1000
"""Giving up what is running costs about as long, because its process has to begin anew."""

RequestEngraving = Callable[[Sketch, float | None, float, int], Task]


class Engraving(QObject):
    """Asks for engravings in the background; of waiting requests, only the latest is carried out.

    Each result is shown even if a newer request is waiting, so that the staff keeps up with fast
    typing.
    """

    engraved = Signal(object, object)
    """A ScoreDrawing, and the sketch that it shows."""

    def __init__(
        self, request: RequestEngraving, messages: Messages, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._request, self._messages = request, messages
        self._asked: dict[Task, tuple[Sketch, QElapsedTimer]] = {}

    def engrave(
        self, sketch: Sketch, width_px: float | None, staff_px: float, least_bars: int
    ) -> None:
        """Ask for a drawing of a sketch, with empty bars added up to `least_bars`.

        If there is no width, all bars are on one line.
        """
        task = self._request(sketch, width_px, staff_px, least_bars)
        task.succeeded.connect(lambda drawing: self.engraved.emit(drawing, sketch))
        task.failed.connect(self._messages.failure)
        clock = QElapsedTimer()
        clock.start()
        self._asked[task] = (sketch, clock)
        task.finished.connect(lambda: self._asked.pop(task))

    def turn_to(self, shown: Sketch) -> None:
        """Give up what takes long, because another sketch is shown from now on."""
        for task, (sketch, clock) in list(self._asked.items()):
            if sketch is not shown and clock.hasExpired(LONG_MS):
                task.cancel()
