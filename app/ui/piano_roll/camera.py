"""Owns RollCamera: which part of the canvas the roll shows, and at which scale."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from PySide6.QtCore import QObject, QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QGraphicsView

from app.document import Document
from app.ui.piano_roll.canvas import RollCanvas
from app.ui.piano_roll.fitting import bars_to_show, fitted, middle_pitch, rows_of
from app.ui.piano_roll.transform import RollTransform

ZOOM_STEP: Final = 1.25
BESIDE_PX: Final = 16
"""How far beyond the edges notes are looked for: what they show can reach into the view."""

NARROWEST_FIT: Final = 100
TURNED_TO: Final = 0.1
"""Where in the view the playhead is after the page has been turned."""


class RollCamera(QObject):
    """Zooms, scrolls and follows playing; `highest_row` is how high a fit makes rows at most."""

    changed = Signal()
    """Another part is shown, or at another scale."""

    def __init__(
        self, view: QGraphicsView, canvas: RollCanvas, document: Document, highest_row: float
    ) -> None:
        super().__init__(view)
        self._view, self._canvas, self._document = view, canvas, document
        self._highest_row = highest_row
        self._is_folded = False
        self._held_at: QPoint | None = None

    @property
    def seen_ticks(self) -> tuple[float, float]:
        """From when to when notes can reach into the part that is shown."""
        seen, scale = self._seen, self._canvas.transform_to.pixels_per_tick
        return (seen.left() - BESIDE_PX) / scale, (seen.right() + BESIDE_PX) / scale

    @property
    def _seen(self) -> QRectF:
        return self._view.mapToScene(self._view.viewport().rect()).boundingRect()

    def lay_out(self, scale: RollTransform | None = None) -> None:
        """Lay the canvas out for the sketch and the view there are, at another scale if given."""
        sketch, scale = self._document.shown, scale or self._canvas.transform_to
        to = replace(scale, rows=rows_of(sketch, is_folded=self._is_folded))
        self._canvas.show_document(to, bars_to_show(sketch), self._view.viewport().width())
        self.changed.emit()

    def fit_all(self) -> None:
        """Show the whole sketch, with some bars to go on in."""
        sketch, area = self._document.shown, self._view.viewport()
        width, height = max(area.width(), NARROWEST_FIT), area.height()
        self.lay_out(fitted(self._canvas.transform_to, sketch, width, height, self._highest_row))
        self._view.horizontalScrollBar().setValue(0)
        to = self._canvas.transform_to
        self._center(to.y_of(middle_pitch(sketch)) + to.row_height / 2)

    def set_folded(self, is_folded: bool) -> None:
        """Show rows for the pitches of the key alone, and for those that notes have."""
        middle = self._canvas.transform_to.pitch_at(self._seen.center().y())
        self._is_folded = is_folded
        self.lay_out()
        self._center(self._canvas.transform_to.y_of(middle))

    def zoom(self, across: float, down: float = 1.0, anchor: QPointF | None = None) -> None:
        """Change the scale; what is under `anchor`, else in the middle, stays where it is."""
        anchor = anchor or QPointF(self._view.viewport().rect().center())
        scene, to = self._view.mapToScene(anchor.toPoint()), self._canvas.transform_to
        ticks, rows = scene.x() / to.pixels_per_tick, scene.y() / to.row_height
        self.lay_out(to.zoomed(across, down))
        to = self._canvas.transform_to
        self._view.horizontalScrollBar().setValue(round(to.x_of(ticks) - anchor.x()))
        self._view.verticalScrollBar().setValue(round(rows * to.row_height - anchor.y()))

    def turn_page(self, ticks: float) -> None:
        """Scroll to a time that is not in view."""
        x, seen = self._canvas.transform_to.x_of(ticks), self._seen
        if not seen.left() <= x <= seen.right():
            self._view.horizontalScrollBar().setValue(round(x - seen.width() * TURNED_TO))

    def wheel(self, event: QWheelEvent) -> bool:
        """Zoom with Ctrl (and Shift: the rows), go across with Shift; else return False."""
        turned = event.angleDelta().y() or event.angleDelta().x()
        is_shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            factor = ZOOM_STEP ** (turned / 120)
            across, down = (1.0, factor) if is_shifted else (factor, 1.0)
            self.zoom(across, down, event.position())
            event.accept()
        elif is_shifted:
            bar = self._view.horizontalScrollBar()
            bar.setValue(bar.value() - turned)
        else:
            return False
        return True

    def hold(self, position: QPoint) -> None:
        """Take hold of the canvas at a pixel of the viewport."""
        self._held_at = position

    def pull(self, position: QPoint) -> bool:
        """Move the canvas along with the mouse; return whether it is held."""
        if self._held_at is None:
            return False
        way, self._held_at = position - self._held_at, position
        for bar, pixels in (
            (self._view.horizontalScrollBar(), way.x()),
            (self._view.verticalScrollBar(), way.y()),
        ):
            bar.setValue(bar.value() - pixels)
        return True

    def let_go(self) -> None:
        """Hold the canvas no longer."""
        self._held_at = None

    def _center(self, y: float) -> None:
        """Scroll until a height of the canvas is in the middle of the view."""
        self._view.verticalScrollBar().setValue(round(y - self._view.viewport().height() / 2))
