"""Owns RollCanvas: the document's notes at a scale and place, and how both are changed."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Final

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QGraphicsRectItem, QGraphicsScene, QGraphicsView, QWidget

from app.document import Document
from app.domain import Melody, Note, Selection, Sketch
from app.ui.piano_roll.keyboard import WIDTH as KEYBOARD_WIDTH
from app.ui.piano_roll.keyboard import Keyboard
from app.ui.piano_roll.layers import DragLayer, GridLayer, Layer, NotesLayer
from app.ui.piano_roll.preview import Preview
from app.ui.piano_roll.ruler import Ruler, RulerCorner
from app.ui.piano_roll.span import notes_between
from app.ui.piano_roll.transform import EVERY_PITCH, RollTransform
from app.ui.theme import Theme

SPARE_BARS: Final = 2
FEWEST_BARS: Final = 8
"""How many bars a fit shows at least, so that there is room to draw."""

MIDDLE_PITCH: Final = 69
PLAYHEAD_PX: Final = 1.5
ZOOM_STEP: Final = 1.25
BESIDE_PX: Final = 16
"""How far beyond the edges notes are looked for: what they show can reach into the view."""

MOST_NOTES_APART: Final = 64
"""More notes than these are painted anew with the whole view, which is faster than one by one."""


class RollCanvas(QGraphicsView):
    """Shows `document.shown`, its ruler and its keyboard; zooms, scrolls and follows playing."""

    seek_requested = Signal(int)
    loop_changed = Signal(object)
    """(start_ticks, end_ticks), or None."""
    view_changed = Signal()
    """Scale or place of the view are others."""

    def __init__(self, document: Document, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.document: Document = document
        self.theme: Theme = theme
        self.transform_to = RollTransform(row_height=theme.sizes.roll_row)
        self._pan: QPoint | None = None
        self._playhead_ticks: float | None = None
        self._is_playing = False
        self._is_folded = False
        self.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setMouseTracking(True)
        self._scene = QGraphicsScene(self)
        self._scene.setItemIndexMethod(QGraphicsScene.ItemIndexMethod.NoIndex)
        self._grid, self._notes, self._drag = GridLayer(theme), NotesLayer(theme), DragLayer(theme)
        self._playhead = QGraphicsRectItem()
        self._playhead.setPen(Qt.PenStyle.NoPen)
        self._playhead.hide()
        for item in (self._grid, self._notes, self._drag, self._playhead):
            self._scene.addItem(item)
        self.setScene(self._scene)
        self.ruler = Ruler(theme, self)
        self.ruler.seek_requested.connect(self.seek_requested)
        self.ruler.loop_changed.connect(self.loop_changed)
        self._corner = RulerCorner(theme, self)
        self.keyboard = Keyboard(theme, self)
        self.setViewportMargins(KEYBOARD_WIDTH, theme.sizes.ruler, 0, 0)
        document.shown_changed.connect(self._on_shown_changed)
        document.selection_changed.connect(self._on_selection_changed)
        theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()
        self._layout()

    @property
    def is_panning(self) -> bool:
        """Whether the middle button holds the view."""
        return self._pan is not None

    def point_at(self, onset_ticks: int, pitch: int) -> QPoint:
        """Return the viewport's pixel at a time, in the middle of a pitch's row."""
        to = self.transform_to
        point = QPointF(to.x_of(onset_ticks), to.y_of(pitch) + to.row_height / 2)
        return self.mapFromScene(point)

    def notes_in_view(self, melody: Melody | None = None) -> tuple[Note, ...]:
        """Return the notes between the left and the right edge, and a little beside them.

        Those of `melody`, or of what the document shows.
        """
        shown = self.document.shown.melody if melody is None else melody
        return notes_between(shown.notes, *self._ticks_in_view())

    def set_loop(self, loop: tuple[int, int] | None) -> None:
        """Show which bars repeat."""
        self.ruler.set_loop(loop)

    def set_playhead(self, ticks: float | None) -> None:
        """Show where playing is, and turn the page when it moves out of the view."""
        has_moved = ticks != self._playhead_ticks
        self._playhead_ticks = ticks
        self.ruler.set_playhead(ticks)
        self._playhead.setVisible(ticks is not None)
        self._show_sounding()
        if ticks is not None:
            x = self._place_playhead(ticks)
            seen = self._seen()
            if has_moved and not seen.left() <= x <= seen.right():
                self.horizontalScrollBar().setValue(round(x - seen.width() * 0.1))

    def set_playing(self, is_playing: bool) -> None:
        """Light the note at the playhead and its key only while they sound."""
        self._is_playing = is_playing
        self._show_sounding()

    def fit_all(self) -> None:
        """Show the whole sketch, with some bars to go on in."""
        sketch = self.document.shown
        bars = max(sketch.bars + SPARE_BARS, FEWEST_BARS)
        width = max(self.viewport().width(), 100)
        ticks = sketch.bar_start_ticks(bars + 1)
        across = width / ticks / self.transform_to.pixels_per_tick
        pitches = [note.pitch for note in sketch.melody] or [MIDDLE_PITCH]
        middle = (min(pitches) + max(pitches)) / 2
        rows = len([p for p in self._rows(sketch) if min(pitches) <= p <= max(pitches)]) + 2
        down = (
            min(float(self.theme.sizes.roll_row), self.viewport().height() / rows)
            / self.transform_to.row_height
        )
        self.transform_to = self.transform_to.zoomed(across, down)
        self._layout()
        self.horizontalScrollBar().setValue(0)
        y = self.transform_to.y_of(round(middle)) + self.transform_to.row_height / 2
        self.verticalScrollBar().setValue(round(y - self.viewport().height() / 2))

    def set_folded(self, is_folded: bool) -> None:
        """Show rows for the pitches of the key alone, and for those that notes have."""
        middle = self.transform_to.pitch_at(self._seen().center().y())
        self._is_folded = is_folded
        self._layout()
        y = self.transform_to.y_of(middle) - self.viewport().height() / 2
        self.verticalScrollBar().setValue(round(y))

    def zoom(self, across: float, down: float = 1.0, anchor: QPointF | None = None) -> None:
        """Change the scale and keep what is under `anchor` (viewport) where it is."""
        anchor = anchor or QPointF(self.viewport().rect().center())
        scene = self.mapToScene(anchor.toPoint())
        ticks = scene.x() / self.transform_to.pixels_per_tick
        rows = scene.y() / self.transform_to.row_height
        self.transform_to = self.transform_to.zoomed(across, down)
        self._layout()
        to = self.transform_to
        self.horizontalScrollBar().setValue(round(to.x_of(ticks) - anchor.x()))
        self.verticalScrollBar().setValue(round(rows * to.row_height - anchor.y()))

    def show_drag(self, dragged: Selection, preview: Preview) -> None:
        """Show the notes of a drag; `dragged` are faint meanwhile."""
        before = self._drag.preview
        self._update_notes(dragged ^ self._notes.dragged)
        self._update_preview()
        self._notes.dragged = dragged
        self._notes.above = self._drag.preview = preview
        if preview != before:
            self._update_preview()

    def show_band(self, band: QRectF) -> None:
        """Show a rubber band."""
        self._drag.update(self._drag.band.adjusted(-2, -2, 2, 2))
        self._drag.band = band
        self._drag.update(band.adjusted(-2, -2, 2, 2))

    def notes_in(self, band: QRectF) -> Selection:
        """Return the notes that a rectangle touches."""
        to = self.transform_to
        notes = self.document.shown.melody.notes
        near = notes_between(notes, to.ticks_at(band.left()), to.ticks_at(band.right()))
        return frozenset(note for note in near if to.rect_of(note).intersects(band))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the view with the middle button."""
        if event.button() is Qt.MouseButton.MiddleButton:
            self._pan = event.position().toPoint()
            self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move the view along."""
        if self._pan is not None:
            delta = event.position().toPoint() - self._pan
            self._pan = event.position().toPoint()
            self.horizontalScrollBar().setValue(self.horizontalScrollBar().value() - delta.x())
            self.verticalScrollBar().setValue(self.verticalScrollBar().value() - delta.y())

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """Let go of the view."""
        self._pan = None

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom with Ctrl (and Shift: the rows), else scroll."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            turned = event.angleDelta().y() or event.angleDelta().x()
            factor = ZOOM_STEP ** (turned / 120)
            is_down = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.zoom(1.0 if is_down else factor, factor if is_down else 1.0, event.position())
            event.accept()
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            bar = self.horizontalScrollBar()
            bar.setValue(bar.value() - (event.angleDelta().y() or event.angleDelta().x()))
        else:
            super().wheelEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place ruler and keyboard along the edges."""
        super().resizeEvent(event)
        self._layout()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Let ruler and keyboard follow."""
        super().scrollContentsBy(dx, dy)
        self._follow_scroll()

    def drawForeground(self, painter: QPainter, _rect: QRectF | QRect) -> None:
        """Tell how to begin while there is nothing."""
        if len(self.document.shown.melody) or self._drag.preview.notes:
            return
        painter.save()
        painter.resetTransform()
        painter.setPen(self.theme.color("text.3"))
        painter.setFont(self.theme.font(13))
        text = self.tr("Double-click to add a note, or drop a MIDI file")
        painter.drawText(self.viewport().rect(), Qt.AlignmentFlag.AlignCenter, text)
        painter.restore()

    def _ticks_in_view(self) -> tuple[float, float]:
        seen, scale = self._seen(), self.transform_to.pixels_per_tick
        return (seen.left() - BESIDE_PX) / scale, (seen.right() + BESIDE_PX) / scale

    def _seen(self) -> QRectF:
        return self.mapToScene(self.viewport().rect()).boundingRect()

    def _update_note(self, note: Note | None) -> None:
        if note is not None:
            self._scene.update(self.transform_to.rect_of(note).adjusted(-4, -4, 4, 4))

    def _update_notes(self, notes: Collection[Note]) -> None:
        if len(notes) > MOST_NOTES_APART:
            self.viewport().update()
            return
        for note in notes:
            self._update_note(note)

    def _update_preview(self) -> None:
        preview, seen = self._drag.preview, self._ticks_in_view()
        if len(preview.between(*seen)) > MOST_NOTES_APART:
            self.viewport().update()
        else:
            shown = tuple(preview.shifted_between(*seen))
            melody = self.document.shown.melody.notes
            below = (
                one
                for note in shown
                for one in notes_between(melody, note.onset_ticks, note.end_ticks)
            )
            self._update_notes({*shown, *below})

    def _layout(self) -> None:
        """Lay everything out anew after a change of sketch, scale or size."""
        sketch = self.document.shown
        to = self.transform_to = replace(self.transform_to, rows=self._rows(sketch))
        bars = max(sketch.bars + 16, FEWEST_BARS)
        width = max(to.x_of(sketch.bar_start_ticks(bars + 1)), self.viewport().width())
        rect = QRectF(0, 0, width, to.height)
        self._scene.setSceneRect(rect)
        layers: tuple[Layer, ...] = (self._grid, self._notes, self._drag)
        for layer in layers:
            layer.show_sketch(sketch, to, rect)
        if self._playhead_ticks is not None:
            self._place_playhead(self._playhead_ticks)
        area = self.viewport().geometry()
        self.ruler.setGeometry(area.left(), 0, area.width(), area.top())
        self._corner.setGeometry(0, 0, KEYBOARD_WIDTH, area.top())
        self.keyboard.setGeometry(0, area.top(), KEYBOARD_WIDTH, area.height())
        self._follow_scroll()

    def _show_sounding(self) -> None:
        ticks = self._playhead_ticks if self._is_playing else None
        note = None if ticks is None else self._notes.sounding_at(ticks)
        if note is not self._notes.sounding:
            self._update_note(self._notes.sounding)
            self._notes.sounding = note
            self._update_note(note)
        self.keyboard.set_sounding(note.pitch if note is not None else None)

    def _rows(self, sketch: Sketch) -> tuple[int, ...]:
        if not self._is_folded:
            return EVERY_PITCH
        used, scale = {note.pitch for note in sketch.melody}, sketch.key.scale
        return tuple(pitch for pitch in EVERY_PITCH if pitch % 12 in scale or pitch in used)

    def _place_playhead(self, ticks: float) -> float:
        x = self.transform_to.x_of(ticks)
        # Qt forgets where an item was if the view is painted before it has looked at its changes.
        self._scene.update(self._playhead.rect().adjusted(-1, 0, 1, 0))
        self._playhead.setRect(x - PLAYHEAD_PX / 2, 0, PLAYHEAD_PX, self.transform_to.height)
        return x

    def _follow_scroll(self) -> None:
        seen = self.mapToScene(QPoint(0, 0))
        self.ruler.show_sketch(self.document.shown, self.transform_to, seen.x())
        self.keyboard.show_key(self.document.shown.key, self.transform_to, seen.y())
        self.view_changed.emit()

    def _on_shown_changed(self) -> None:
        self._notes.hovered = self._notes.sounding = None
        self._layout()
        self.viewport().update()
        if self._playhead_ticks is not None:
            self.set_playhead(self._playhead_ticks)

    def _on_selection_changed(self) -> None:
        self._update_notes(self._notes.selection ^ self.document.selection)
        self._notes.selection = self.document.selection

    def _on_theme_changed(self) -> None:
        self._playhead.setBrush(self.theme.color("playhead"))
        self.viewport().update()
