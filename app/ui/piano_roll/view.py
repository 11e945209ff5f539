"""Owns PianoRoll: shows a part of the canvas at a scale, and hands the mouse to the pointer."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QGraphicsView, QWidget

from app.document import Document
from app.domain import Melody, Note, Selection
from app.ui.piano_roll.auto_scroll import AutoScroll
from app.ui.piano_roll.camera import RollCamera
from app.ui.piano_roll.canvas import RollCanvas
from app.ui.piano_roll.editor import RollEditor
from app.ui.piano_roll.gestures import Place
from app.ui.piano_roll.keyboard import WIDTH as KEYBOARD_WIDTH
from app.ui.piano_roll.keyboard import Keyboard
from app.ui.piano_roll.pointer import Pointer
from app.ui.piano_roll.preview import Preview
from app.ui.piano_roll.ruler import Ruler, RulerCorner
from app.ui.piano_roll.snap import DEFAULT_SNAP, Snap
from app.ui.piano_roll.span import notes_between
from app.ui.piano_roll.tool import Tool
from app.ui.piano_roll.transform import RollTransform
from app.ui.theme import Theme


class PianoRoll(QGraphicsView):
    """Shows `document.shown` under a ruler and beside a keyboard, and lets the mouse change it.

    What its keys do stands in `roll_actions`.
    """

    note_auditioned = Signal(int, int)
    """Pitch and velocity of a note to be heard."""
    seek_requested = Signal(int)
    loop_changed = Signal(object)
    """(start_ticks, end_ticks), or None."""
    view_changed = Signal()
    """Another part is shown, or at another scale."""
    refused = Signal(str)
    tool_changed = Signal(object)
    note_focused = Signal()
    """The keys act on another note now."""
    menu_requested = Signal(QPoint)
    """Where on the screen what can be done with the notes is to be offered."""
    drag_told = Signal(str)
    """A few words on the drag that goes on; none when it has ended."""

    def __init__(self, document: Document, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.document: Document = document
        self.theme: Theme = theme
        self.setObjectName("pianoRoll")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setMouseTracking(True)
        self.canvas: RollCanvas = RollCanvas(document, theme, self)
        self.setScene(self.canvas)
        self._camera = RollCamera(self, self.canvas, document, float(theme.sizes.roll_row))
        self.ruler = Ruler(theme, self)
        self._corner = RulerCorner(theme, self)
        self.keyboard: Keyboard = Keyboard(theme, self)
        self.setViewportMargins(KEYBOARD_WIDTH, theme.sizes.ruler, 0, 0)
        self.snap: Snap = DEFAULT_SNAP
        self.tool: Tool = Tool.PENCIL
        self.editor: RollEditor = RollEditor(document, self)
        self._pointer = Pointer(self, AutoScroll(self), self)
        self._playhead_ticks: float | None = None
        self._is_playing = False
        self.ruler.seek_requested.connect(self.seek_requested)
        self.ruler.loop_changed.connect(self.loop_changed)
        self.keyboard.key_pressed.connect(self.note_auditioned)
        self.editor.refused.connect(self.refused)
        document.shown_changed.connect(self._on_shown_changed)
        self._camera.changed.connect(self._follow)
        self._camera.lay_out()
        self.set_snap(self.snap)
        self.retranslate_ui()

    def retranslate_ui(self) -> None:
        """Set every text."""
        self.setAccessibleName(self.tr("Piano roll"))

    @property
    def transform_to(self) -> RollTransform:
        """The scale at which the notes are shown."""
        return self.canvas.transform_to

    def point_at(self, onset_ticks: int, pitch: int) -> QPoint:
        """Return the viewport's pixel at a time, in the middle of a pitch's row."""
        to = self.transform_to
        point = QPointF(to.x_of(onset_ticks), to.y_of(pitch) + to.row_height / 2)
        return self.mapFromScene(point)

    def place_at(self, position: QPoint, keys: Qt.KeyboardModifier) -> Place:
        """Return what lies at a pixel of the viewport; `keys` are held meanwhile."""
        scene, to = self.mapToScene(position), self.transform_to
        return Place(to.ticks_at(scene.x()), to.pitch_at(scene.y()), scene.x(), scene.y(), keys)

    def note_place(self, note: Note) -> QRect:
        """Return where a note is in the viewport."""
        return self.mapFromScene(self.transform_to.rect_of(note)).boundingRect()

    def notes_in_view(self, melody: Melody | None = None) -> tuple[Note, ...]:
        """Return the notes between the left and the right edge, and a little beside them.

        Those of `melody`, or of what the document shows.
        """
        shown = self.document.shown.melody if melody is None else melody
        return notes_between(shown.notes, *self._camera.seen_ticks)

    def set_tool(self, tool: Tool) -> None:
        """Take another tool in hand."""
        self.tool = tool
        self.tool_changed.emit(tool)

    def set_snap(self, snap: Snap) -> None:
        """Keep to another grid."""
        origin = self.document.shown.pickup_ticks % snap.grid_ticks
        self.snap = Snap(snap.name, snap.grid_ticks, origin)

    def set_loop(self, loop: tuple[int, int] | None) -> None:
        """Show which bars repeat."""
        self.ruler.set_loop(loop)

    def set_playhead(self, ticks: float | None) -> None:
        """Show where playing is, and turn the page when it moves out of the view."""
        has_moved = ticks != self._playhead_ticks
        self._playhead_ticks = ticks
        self.ruler.set_playhead(ticks)
        self.canvas.show_playhead(ticks)
        self._show_sounding()
        if ticks is not None and has_moved:
            self._camera.turn_page(ticks)

    def set_playing(self, is_playing: bool) -> None:
        """Light the note at the playhead and its key only while they sound."""
        self._is_playing = is_playing
        self._show_sounding()

    def fit_all(self) -> None:
        """Show the whole sketch, with some bars to go on in."""
        self._camera.fit_all()

    def set_folded(self, is_folded: bool) -> None:
        """Show rows for the pitches of the key alone, and for those that notes have."""
        self._camera.set_folded(is_folded)

    def zoom(self, across: float, down: float = 1.0) -> None:
        """Change the scale by factors; what is in the middle stays there."""
        self._camera.zoom(across, down)

    def walk(self, direction: int) -> None:
        """Select the next note (1) or the one before (-1), show it and let it be heard."""
        note = self.editor.neighbour(direction)
        if note is not None:
            self.document.select([note])
            self.ensureVisible(self.transform_to.rect_of(note))
            self.sound(note.pitch, note.velocity)
            self.note_focused.emit()

    def sound(self, pitch: int, velocity: int) -> None:
        """Let a note be heard."""
        self.note_auditioned.emit(pitch, velocity)

    def tell(self, text: str) -> None:
        """Show a few words on the drag; none take them away."""
        self.drag_told.emit(text)

    def show_drag(self, dragged: Selection, preview: Preview) -> None:
        """Show the notes of a drag; `dragged` are faint meanwhile."""
        self.canvas.show_drag(dragged, preview, self._camera.seen_ticks)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a gesture, or take hold of the view with the middle button."""
        if event.button() is Qt.MouseButton.MiddleButton:
            self._camera.hold(event.position().toPoint())
            self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
        elif event.button() is Qt.MouseButton.LeftButton:
            self._pointer.press(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Add a note on empty ground; elsewhere a second click is one more."""
        is_left = event.button() is Qt.MouseButton.LeftButton
        if not (is_left and self._pointer.add_note(event)):
            self.mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move what is held along, or else go on with the gesture."""
        if not self._camera.pull(event.position().toPoint()):
            self._pointer.move(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go of the view, and end the gesture."""
        self._camera.let_go()
        self._pointer.release(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Point at nothing."""
        super().leaveEvent(event)
        self._pointer.leave()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """End a drag on Escape; every other key is an action's or nobody's."""
        gesture = self._pointer.let_go() if event.key() == Qt.Key.Key_Escape else None
        if gesture is not None:
            gesture.cancel()
        else:
            event.ignore()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Have a menu shown for the note under the mouse or those selected."""
        position = self.viewport().mapFromGlobal(event.globalPos())
        place = self.place_at(position, Qt.KeyboardModifier.NoModifier)
        note = self.canvas.note_at(place.ticks, place.pitch)
        if note is not None and note not in self.document.selection:
            self.document.select([note])
        self.menu_requested.emit(event.globalPos())

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom with Ctrl (and Shift: the rows), else scroll."""
        if not self._camera.wheel(event):
            super().wheelEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place ruler and keyboard along the edges."""
        super().resizeEvent(event)
        self._camera.lay_out()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Let ruler and keyboard follow."""
        super().scrollContentsBy(dx, dy)
        self._follow()

    def drawForeground(self, painter: QPainter, _rect: QRectF | QRect) -> None:
        """Tell how to begin while there is nothing."""
        if len(self.document.shown.melody) or self.canvas.preview.notes:
            return
        painter.save()
        painter.resetTransform()
        painter.setPen(self.theme.color("text.3"))
        painter.setFont(self.theme.font(13))
        text = self.tr("Double-click to add a note, or drop a MIDI file")
        painter.drawText(self.viewport().rect(), Qt.AlignmentFlag.AlignCenter, text)
        painter.restore()

    def _follow(self) -> None:
        """Let ruler and keyboard stand along the edges, and show what lies there."""
        area, seen = self.viewport().geometry(), self.mapToScene(QPoint(0, 0))
        self.ruler.setGeometry(area.left(), 0, area.width(), area.top())
        self._corner.setGeometry(0, 0, KEYBOARD_WIDTH, area.top())
        self.keyboard.setGeometry(0, area.top(), KEYBOARD_WIDTH, area.height())
        self.ruler.show_sketch(self.document.shown, self.transform_to, seen.x())
        self.keyboard.show_key(self.document.shown.key, self.transform_to, seen.y())
        self.view_changed.emit()

    def _show_sounding(self) -> None:
        note = self.canvas.show_sounding(self._playhead_ticks if self._is_playing else None)
        self.keyboard.set_sounding(note.pitch if note is not None else None)

    def _on_shown_changed(self) -> None:
        """Let go of a drag: its notes may be gone, as after an undo."""
        self._pointer.let_go()
        self.show_drag(frozenset(), Preview())
        self.tell("")
        self.canvas.show_band(QRectF())
        self.canvas.forget_notes()
        self._camera.lay_out()
        self.viewport().update()
        if self._playhead_ticks is not None:
            self.set_playhead(self._playhead_ticks)
        self.set_snap(self.snap)
