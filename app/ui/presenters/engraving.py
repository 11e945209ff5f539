"""Owns Engraving: keeps the score up with the document, one engraving at a time."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from app.domain import Sketch
from app.notation.drawing import ScoreDrawing
from app.services.messages import Messages
from app.services.worker import Task

RequestEngraving = Callable[[Sketch, float | None, float, int], Task]


class Engraving(QObject):
    """Passes on what the score view asks for; of what waits only the latest is engraved."""

    engraved = Signal(object, object)
    """A ScoreDrawing and its sketch."""

    def __init__(
        self, request: RequestEngraving, messages: Messages, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._request, self._messages = request, messages
        self._number = 0

    def engrave(
        self, sketch: Sketch, width_px: float | None, staff_px: float, least_bars: int
    ) -> None:
        """Have a sketch engraved, on one line without a width; empty bars make up `least_bars`."""
        self._number += 1
        number = self._number

        def on_succeeded(drawing: ScoreDrawing) -> None:
            if number == self._number:
                self.engraved.emit(drawing, sketch)

        task = self._request(sketch, width_px, staff_px, least_bars)
        task.succeeded.connect(on_succeeded)
        task.failed.connect(self._messages.failure)
