"""Owns PianoRoll: the view that shows the document's notes and hands the mouse to gestures."""

from __future__ import annotations

from enum import Enum
from typing import Final

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QGraphicsRectItem, QGraphicsScene, QGraphicsView, QMenu, QWidget

from app.document import Document
from app.domain import Note, Selection
from app.ui.piano_roll import ruler
from app.ui.piano_roll.editor import RollEditor
from app.ui.piano_roll.gestures import (
    DrawGesture,
    Gesture,
    MoveGesture,
    Place,
    ResizeGesture,
    RubberBandGesture,
)
from app.ui.piano_roll.keyboard import WIDTH as KEYBOARD_WIDTH
from app.ui.piano_roll.keyboard import Keyboard
from app.ui.piano_roll.keys import act_on_key
from app.ui.piano_roll.layers import DragLayer, GridLayer, Layer, NotesLayer
from app.ui.piano_roll.ruler import Ruler
from app.ui.piano_roll.snap import DEFAULT_SNAP, Snap
from app.ui.piano_roll.transform import RollTransform
from app.ui.theme import Theme

EDGE_PX: Final = 5
SPARE_BARS: Final = 2
FEWEST_BARS: Final = 8
"""How many bars a fit shows at least, so that there is room to draw."""

MIDDLE_PITCH: Final = 69
PLAYHEAD_PX: Final = 1.5
ZOOM_STEP: Final = 1.25


class Tool(Enum):
    """What the mouse does on empty ground."""

    PENCIL = 0
    SELECT = 1


class PianoRoll(QGraphicsView):
    """Shows `document.shown`; see DESIGN's table of keys and mouse for what it does."""

    note_auditioned = Signal(int, int)
    """Pitch and velocity of a note to be heard."""
    seek_requested = Signal(int)
    loop_changed = Signal(object)
    """(start_ticks, end_ticks), or None."""
    refused = Signal(str)
    tool_changed = Signal(object)
    view_changed = Signal()
    """Scale or place of the view are others."""

    def __init__(self, document: Document, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.document: Document = document
        self.theme: Theme = theme
        self.snap: Snap = DEFAULT_SNAP
        self.tool: Tool = Tool.PENCIL
        self.editor: RollEditor = RollEditor(document, self)
        self.editor.refused.connect(self.refused)
        self.transform_to = RollTransform()
        self._gesture: Gesture | None = None
        self._pan: QPoint | None = None
        self._playhead_ticks: float | None = None
        self._new_length_ticks = 0
        self.setObjectName("pianoRoll")
        self.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._scene = QGraphicsScene(self)
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
        self.keyboard = Keyboard(theme, self)
        self.keyboard.key_pressed.connect(self.note_auditioned)
        self.setViewportMargins(KEYBOARD_WIDTH, ruler.HEIGHT, 0, 0)
        document.shown_changed.connect(self._on_shown_changed)
        document.selection_changed.connect(self._on_selection_changed)
        theme.changed.connect(self._on_theme_changed)
        self.retranslate_ui()
        self._on_theme_changed()
        self._layout()

    def retranslate_ui(self) -> None:
        """Set every text."""
        self.setAccessibleName(self.tr("Piano roll"))

    def point_at(self, onset_ticks: int, pitch: int) -> QPoint:
        """Return the viewport's pixel at a time, in the middle of a pitch's row."""
        to = self.transform_to
        point = QPointF(to.x_of(onset_ticks), to.y_of(pitch) + to.row_height / 2)
        return self.mapFromScene(point)

    def set_tool(self, tool: Tool) -> None:
        """Take another tool in hand."""
        self.tool = tool
        self.tool_changed.emit(tool)

    def set_snap(self, snap: Snap) -> None:
        """Keep to another grid."""
        self.snap = Snap(snap.name, snap.grid_ticks, self._origin(snap.grid_ticks))

    def set_loop(self, loop: tuple[int, int] | None) -> None:
        """Show which bars repeat."""
        self.ruler.set_loop(loop)

    def set_playhead(self, ticks: float | None) -> None:
        """Show where playing is, and turn the page when it leaves the view."""
        self._playhead_ticks = ticks
        self.ruler.set_playhead(ticks)
        self._playhead.setVisible(ticks is not None)
        note = None if ticks is None else self._notes.sounding_at(ticks)
        if note is not self._notes.sounding:
            self._update_note(self._notes.sounding)
            self._notes.sounding = note
            self._update_note(note)
        self.keyboard.set_sounding(note.pitch if note is not None else None)
        if ticks is not None:
            x = self.transform_to.x_of(ticks)
            self._playhead.setRect(x - PLAYHEAD_PX / 2, 0, PLAYHEAD_PX, self.transform_to.height)
            seen = self._seen()
            if not seen.left() <= x <= seen.right():
                self.horizontalScrollBar().setValue(round(x - seen.width() * 0.1))

    def fit_all(self) -> None:
        """Show the whole sketch, with some bars to go on in."""
        sketch = self.document.shown
        bars = max(sketch.bars + SPARE_BARS, FEWEST_BARS)
        width = max(self.viewport().width(), 100)
        ticks = sketch.bar_start_ticks(bars + 1)
        across = width / ticks / self.transform_to.pixels_per_tick
        pitches = [note.pitch for note in sketch.melody] or [MIDDLE_PITCH]
        middle = (min(pitches) + max(pitches)) / 2
        rows = max(pitches) - min(pitches) + 5
        down = min(15.0, self.viewport().height() / rows) / self.transform_to.row_height
        self.transform_to = self.transform_to.zoomed(across, down)
        self._layout()
        self.horizontalScrollBar().setValue(0)
        y = self.transform_to.y_of(0) - middle * self.transform_to.row_height
        self.verticalScrollBar().setValue(round(y - self.viewport().height() / 2))

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

    def show_drag(self, dragged: Selection, notes: Selection) -> None:
        """Show the notes of a drag; `dragged` are faint meanwhile."""
        if dragged != self._notes.dragged:
            self._notes.dragged = dragged
            self._notes.update()
        for note in self._drag.notes | notes:
            self._update_note(note)
        self._drag.notes = notes

    def show_band(self, band: QRectF) -> None:
        """Show a rubber band."""
        self._drag.update(self._drag.band.adjusted(-2, -2, 2, 2))
        self._drag.band = band
        self._drag.update(band.adjusted(-2, -2, 2, 2))

    def notes_in(self, band: QRectF) -> Selection:
        """Return the notes that a rectangle touches."""
        rect_of = self.transform_to.rect_of
        return frozenset(
            note for note in self.document.shown.melody if rect_of(note).intersects(band)
        )

    def sound(self, pitch: int, velocity: int) -> None:
        """Let a note be heard."""
        self.note_auditioned.emit(pitch, velocity)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a gesture."""
        if event.button() is Qt.MouseButton.MiddleButton:
            self._pan = event.position().toPoint()
            self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
        elif event.button() is Qt.MouseButton.LeftButton:
            place = self._place(event)
            note = self._note_at(place)
            if note is None:
                self._begin_on_ground(event, place)
            else:
                self._begin_on_note(event, place, note)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go on with the gesture, or show what a press would do."""
        if self._pan is not None:
            delta = event.position().toPoint() - self._pan
            self._pan = event.position().toPoint()
            self.horizontalScrollBar().setValue(self.horizontalScrollBar().value() - delta.x())
            self.verticalScrollBar().setValue(self.verticalScrollBar().value() - delta.y())
        elif self._gesture is not None:
            self._gesture.move(self._place(event))
        else:
            self._hover(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End the gesture."""
        self._pan = None
        gesture, self._gesture = self._gesture, None
        if gesture is not None:
            gesture.release(self._place(event))
            self._remember_length()
        self._hover(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Add a note on empty ground."""
        place = self._place(event)
        if event.button() is Qt.MouseButton.LeftButton and self._note_at(place) is None:
            self.editor.add(self._line_before(place), self._length(), place.pitch)
            self.sound(place.pitch, 80)
        else:
            self.mousePressEvent(event)

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

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Do what the key stands for; Escape ends a drag."""
        if event.key() == Qt.Key.Key_Escape and self._gesture is not None:
            self._gesture.cancel()
            self._gesture = None
        elif not act_on_key(self, event):
            event.ignore()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done with the notes."""
        scene = self.mapToScene(self.viewport().mapFromGlobal(event.globalPos()))
        note = self._notes.note_at(
            scene.x() / self.transform_to.pixels_per_tick, self.transform_to.pitch_at(scene.y())
        )
        if note is not None and note not in self.document.selection:
            self.document.select([note])
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        delete = menu.addAction(self.tr("Delete"), self.editor.delete)
        duplicate = menu.addAction(self.tr("Duplicate"), self.editor.duplicate)
        quantise = menu.addAction(
            self.tr("Quantise"), lambda: self.editor.quantise(self.snap.grid_ticks)
        )
        for action in (delete, duplicate, quantise):
            action.setEnabled(bool(self.document.selection))
        menu.addAction(self.tr("Select all"), self.editor.select_all)
        menu.popup(event.globalPos())

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
        if len(self.document.shown.melody) or self._drag.notes:
            return
        painter.save()
        painter.resetTransform()
        painter.setPen(self.theme.color("text.3"))
        painter.setFont(self.theme.font(13))
        text = self.tr("Double-click to add a note, or drop a MIDI file")
        painter.drawText(self.viewport().rect(), Qt.AlignmentFlag.AlignCenter, text)
        painter.restore()

    def _begin_on_ground(self, event: QMouseEvent, place: Place) -> None:
        adds = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if self.tool is Tool.PENCIL and not adds:
            self.document.select([])
            self._gesture = DrawGesture(self, place, self._length())
        else:
            kept: Selection = self.document.selection if adds else frozenset()
            self._gesture = RubberBandGesture(self, place, kept)

    def _begin_on_note(self, event: QMouseEvent, place: Place, note: Note) -> None:
        selection = self.document.selection
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.document.select(selection ^ {note})
            return
        if note not in selection:
            self.document.select([note])
        self.sound(note.pitch, note.velocity)
        edge = self._edge(place, note)
        if edge is not None:
            self._gesture = ResizeGesture(self, place, note, at_start=edge == "start")
        else:
            copies = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
            self._gesture = MoveGesture(self, place, note, copies=copies)

    def _hover(self, event: QMouseEvent) -> None:
        place = self._place(event)
        note = self._note_at(place)
        if note is not self._notes.hovered:
            self._update_note(self._notes.hovered)
            self._notes.hovered = note
            self._update_note(note)
        shape = Qt.CursorShape.ArrowCursor
        if note is not None and self._edge(place, note) is not None:
            shape = Qt.CursorShape.SizeHorCursor
        elif note is None and self.tool is Tool.PENCIL:
            shape = Qt.CursorShape.CrossCursor
        self.viewport().setCursor(shape)

    def _place(self, event: QMouseEvent) -> Place:
        scene = self.mapToScene(event.position().toPoint())
        return Place(
            self.transform_to.ticks_at(scene.x()),
            self.transform_to.pitch_at(scene.y()),
            scene.x(),
            scene.y(),
            is_free=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier),
        )

    def _note_at(self, place: Place) -> Note | None:
        return self._notes.note_at(place.ticks, place.pitch)

    def _edge(self, place: Place, note: Note) -> str | None:
        """Return "start" or "end" where the mouse is near that edge, and the note wide enough."""
        rect = self.transform_to.rect_of(note)
        reach = min(EDGE_PX, rect.width() / 3)
        if place.x >= rect.right() - reach:
            return "end"
        return "start" if place.x <= rect.left() + reach else None

    def _line_before(self, place: Place) -> int:
        return place.ticks if place.is_free else self.snap.before(place.ticks)

    def _length(self) -> int:
        """Return the length of a new note: that of the last one drawn, at first a beat."""
        return self._new_length_ticks or self.document.shown.meter.beat_ticks

    def _remember_length(self) -> None:
        if len(self.document.selection) == 1:
            self._new_length_ticks = next(iter(self.document.selection)).duration_ticks

    def _origin(self, grid_ticks: int) -> int:
        return self.document.shown.pickup_ticks % grid_ticks

    def _seen(self) -> QRectF:
        return self.mapToScene(self.viewport().rect()).boundingRect()

    def _update_note(self, note: Note | None) -> None:
        if note is not None:
            self._scene.update(self.transform_to.rect_of(note).adjusted(-4, -4, 4, 4))

    def _layout(self) -> None:
        """Lay everything out anew after a change of sketch, scale or size."""
        sketch, to = self.document.shown, self.transform_to
        bars = max(sketch.bars + 16, FEWEST_BARS)
        width = max(to.x_of(sketch.bar_start_ticks(bars + 1)), self.viewport().width())
        rect = QRectF(0, 0, width, to.height)
        self._scene.setSceneRect(rect)
        layers: tuple[Layer, ...] = (self._grid, self._notes, self._drag)
        for layer in layers:
            layer.show_sketch(sketch, to, rect)
        area = self.viewport().geometry()
        self.ruler.setGeometry(area.left(), 0, area.width(), ruler.HEIGHT)
        self.keyboard.setGeometry(0, area.top(), KEYBOARD_WIDTH, area.height())
        self._follow_scroll()
        self.set_snap(self.snap)

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
        for note in self._notes.selection ^ self.document.selection:
            self._update_note(note)
        self._notes.selection = self.document.selection

    def _on_theme_changed(self) -> None:
        self._playhead.setBrush(self.theme.color("playhead"))
        self.viewport().update()
