"""Owns RubberBandGesture, which selects the notes that a rectangle touches."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF

from app.domain import Selection
from app.ui.piano_roll.gestures.gesture import Gesture, Place, Stage


class RubberBandGesture(Gesture):
    """Selects notes while the rectangle is drawn; the notes in `kept` stay selected too."""

    def __init__(self, stage: Stage, start: Place, kept: Selection) -> None:
        super().__init__(stage, start)
        self._kept = kept
        self._before = stage.document.selection
        stage.document.select(kept)

    def move(self, place: Place) -> None:
        """Select the notes that the band touches now."""
        corners = QPointF(self.start.x, self.start.y), QPointF(place.x, place.y)
        band = QRectF(*corners).normalized()
        self.stage.canvas.show_band(band)
        self.stage.document.select(self._kept | self.stage.canvas.notes_in(band))

    def release(self, _place: Place) -> None:
        """Hide the band."""
        self.stage.canvas.show_band(QRectF())

    def cancel(self) -> None:
        """Hide the band, and select again what was selected before."""
        self.stage.canvas.show_band(QRectF())
        self.stage.document.select(self._before)
