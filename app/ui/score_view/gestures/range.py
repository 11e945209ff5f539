"""Owns RangeGesture, which selects the notes in a rectangle; a click moves the caret."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF

from app.domain import Selection
from app.ui.score_view.gestures.gesture import Gesture, Spot, Stage


class RangeGesture(Gesture):
    """Selects notes while the rectangle is drawn; the notes in `kept` stay selected too."""

    def __init__(self, stage: Stage, start: Spot, kept: Selection) -> None:
        super().__init__(stage, start)
        self._kept = kept
        self._before = stage.document.selection
        stage.document.select(kept)

    def move(self, spot: Spot) -> None:
        """Select the notes that the band touches now."""
        corners = QPointF(self.start.x, self.start.y), QPointF(spot.x, spot.y)
        band = QRectF(*corners).normalized()
        self.stage.canvas.show_band(band)
        self.stage.document.select(self._kept | self.stage.canvas.notes_in(band))

    def release(self, spot: Spot) -> None:
        """Hide the band; if there was no drag, move the caret here."""
        self.stage.canvas.show_band(QRectF())
        if spot.is_near(self.start):
            self.stage.put_caret(spot)

    def cancel(self) -> None:
        """Hide the band, and select again what was selected before."""
        self.stage.canvas.show_band(QRectF())
        self.stage.document.select(self._before)
