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
"""How far beyond the edges to look for notes whose outlines may reach into the view."""

NARROWEST_FIT: Final = 100
TURNED_TO: Final = 0.1
"""Where the playhead is after turning the page, as a share of the view's width."""


class RollCamera(QObject):
    """Zooms, scrolls and follows the playhead; `fit_all` makes no row taller than `highest_row`."""

    changed = Signal()
    """The view shows another part, or shows it at another scale."""

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
        """The span of ticks in which notes can reach into the view."""
        seen, scale = self._seen, self._canvas.transform_to.pixels_per_tick
        return (seen.left() - BESIDE_PX) / scale, (seen.right() + BESIDE_PX) / scale

    @property
    def _seen(self) -> QRectF:
        return self._view.mapToScene(self._view.viewport().rect()).boundingRect()

    def lay_out(self, scale: RollTransform | None = None) -> None:
        """Lay the canvas out for the shown sketch and the size of the view, at `scale` if given."""
        sketch, scale = self._document.shown, scale or self._canvas.transform_to
        to = replace(scale, rows=rows_of(sketch, is_folded=self._is_folded))
        self._canvas.show_document(to, bars_to_show(sketch), self._view.viewport().width())
        self.changed.emit()

    def fit_all(self) -> None:
        """Show the whole sketch, with some empty bars after it."""
        sketch, area = self._document.shown, self._view.viewport()
        width, height = max(area.width(), NARROWEST_FIT), area.height()
        self.lay_out(fitted(self._canvas.transform_to, sketch, width, height, self._highest_row))
        self._view.horizontalScrollBar().setValue(0)
        to = self._canvas.transform_to
        self._center(to.y_of(middle_pitch(sketch)) + to.row_height / 2)

    def set_folded(self, is_folded: bool) -> None:
        """If folded, show only the rows of the key's scale and of pitches that notes have."""
        middle = self._canvas.transform_to.pitch_at(self._seen.center().y())
        self._is_folded = is_folded
        self.lay_out()
        self._center(self._canvas.transform_to.y_of(middle))

    def zoom(self, across: float, down: float = 1.0, anchor: QPointF | None = None) -> None:
        """Change the scale by factors; `anchor`, or else the middle of the view, stays in place."""
        anchor = anchor or QPointF(self._view.viewport().rect().center())
        scene, to = self._view.mapToScene(anchor.toPoint()), self._canvas.transform_to
        ticks, rows = scene.x() / to.pixels_per_tick, scene.y() / to.row_height
        self.lay_out(to.zoomed(across, down))
        to = self._canvas.transform_to
        self._view.horizontalScrollBar().setValue(round(to.x_of(ticks) - anchor.x()))
        self._view.verticalScrollBar().setValue(round(rows * to.row_height - anchor.y()))

    def turn_page(self, ticks: float) -> None:
        """Scroll to a time if it is not in view."""
        x, seen = self._canvas.transform_to.x_of(ticks), self._seen
        if not seen.left() <= x <= seen.right():
            self._view.horizontalScrollBar().setValue(round(x - seen.width() * TURNED_TO))

    def wheel(self, event: QWheelEvent) -> bool:
        """Zoom (Ctrl), zoom the rows (Ctrl+Shift) or scroll sideways (Shift); else return False."""
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
        """Grab the canvas at a pixel of the viewport."""
        self._held_at = position

    def pull(self, position: QPoint) -> bool:
        """Move the grabbed canvas with the mouse; return False if it is not grabbed."""
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
        """Release the canvas."""
        self._held_at = None

    def _center(self, y: float) -> None:
        """Scroll until `y` of the canvas is in the middle of the view."""
        self._view.verticalScrollBar().setValue(round(y - self._view.viewport().height() / 2))
