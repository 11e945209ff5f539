"""Owns Engraving: keeps the score up with the document, one engraving at a time."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from app.domain import Sketch
from app.services.messages import Messages
from app.services.worker import Task

RequestEngraving = Callable[[Sketch, float | None, float, int], Task]


class Engraving(QObject):
    """Passes on what the score view asks for; of what waits only the latest is engraved.

    An answer is shown even if more was asked meanwhile, so that the staff keeps up with fast keys.
    """

    engraved = Signal(object, object)
    """A ScoreDrawing and its sketch."""

    def __init__(
        self, request: RequestEngraving, messages: Messages, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._request, self._messages = request, messages

    def engrave(
        self, sketch: Sketch, width_px: float | None, staff_px: float, least_bars: int
    ) -> None:
        """Have a sketch engraved, on one line without a width; empty bars make up `least_bars`."""
        task = self._request(sketch, width_px, staff_px, least_bars)
        task.succeeded.connect(lambda drawing: self.engraved.emit(drawing, sketch))
        task.failed.connect(self._messages.failure)
