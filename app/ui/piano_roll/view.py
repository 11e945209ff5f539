"""Owns PianoRoll, which shows a part of the canvas and passes mouse events to the pointer."""

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
    """Shows `document.shown` with a ruler and a keyboard, and lets the mouse change it.

    What the keys do is listed in `roll_actions`.
    """

    note_auditioned = Signal(int, int)
    """The pitch and the velocity of a note to sound."""
    seek_requested = Signal(int)
    loop_changed = Signal(object)
    """The pair (start_ticks, end_ticks), or None."""
    view_changed = Signal()
    """The view shows another part, or shows it at another scale."""
    refused = Signal(str)
    tool_changed = Signal(object)
    note_focused = Signal()
    """Another note was selected by the keyboard."""
    menu_requested = Signal(QPoint)
    """Where on the screen to show the context menu."""
    drag_told = Signal(str)
    """A few words about the present drag, or an empty text when it has ended."""

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
        """Return the pixel of the viewport at a time, in the middle of a pitch's row."""
        to = self.transform_to
        point = QPointF(to.x_of(onset_ticks), to.y_of(pitch) + to.row_height / 2)
        return self.mapFromScene(point)

    def place_at(self, position: QPoint, keys: Qt.KeyboardModifier) -> Place:
        """Return the place at a pixel of the viewport; `keys` are the modifier keys held."""
        scene, to = self.mapToScene(position), self.transform_to
        return Place(to.ticks_at(scene.x()), to.pitch_at(scene.y()), scene.x(), scene.y(), keys)

    def note_place(self, note: Note) -> QRect:
        """Return the rectangle of a note in the viewport."""
        return self.mapFromScene(self.transform_to.rect_of(note)).boundingRect()

    def notes_in_view(self, melody: Melody | None = None) -> tuple[Note, ...]:
        """Return the notes between the left and the right edge, and a little beyond.

        They are the notes of `melody` or, without one, of what the document shows.
        """
        shown = self.document.shown.melody if melody is None else melody
        return notes_between(shown.notes, *self._camera.seen_ticks)

    def set_tool(self, tool: Tool) -> None:
        """Switch to another tool."""
        self.tool = tool
        self.tool_changed.emit(tool)

    def set_snap(self, snap: Snap) -> None:
        """Switch to another grid, which starts at the first bar line."""
        origin = self.document.shown.pickup_ticks % snap.grid_ticks
        self.snap = Snap(snap.name, snap.grid_ticks, origin)

    def set_loop(self, loop: tuple[int, int] | None) -> None:
        """Show the bars of the loop, or none."""
        self.ruler.set_loop(loop)

    def set_playhead(self, ticks: float | None) -> None:
        """Show the playhead, and turn the page when it moves out of view."""
        has_moved = ticks != self._playhead_ticks
        self._playhead_ticks = ticks
        self.ruler.set_playhead(ticks)
        self.canvas.show_playhead(ticks)
        self._show_sounding()
        if ticks is not None and has_moved:
            self._camera.turn_page(ticks)

    def set_playing(self, is_playing: bool) -> None:
        """Highlight the note at the playhead, and its key, only while playing."""
        self._is_playing = is_playing
        self._show_sounding()

    def fit_all(self) -> None:
        """Show the whole sketch, with some empty bars after it."""
        self._camera.fit_all()

    def set_folded(self, is_folded: bool) -> None:
        """If folded, show only the rows of the key's scale and of pitches that notes have."""
        self._camera.set_folded(is_folded)

    def zoom(self, across: float, down: float = 1.0) -> None:
        """Change the scale by factors, and keep the middle of the view in place."""
        self._camera.zoom(across, down)

    def walk(self, direction: int) -> None:
        """Select the next note (1) or the previous one (-1), scroll to it, and sound it."""
        note = self.editor.neighbour(direction)
        if note is not None:
            self.document.select([note])
            self.ensureVisible(self.transform_to.rect_of(note))
            self.sound(note.pitch, note.velocity)
            self.note_focused.emit()

    def sound(self, pitch: int, velocity: int) -> None:
        """Sound a note."""
        self.note_auditioned.emit(pitch, velocity)

    def tell(self, text: str) -> None:
        """Show a few words about the drag; an empty text removes them."""
        self.drag_told.emit(text)

    def show_drag(self, dragged: Selection, preview: Preview) -> None:
        """Show the notes of a drag as `preview`, and draw the `dragged` originals faintly."""
        self.canvas.show_drag(dragged, preview, self._camera.seen_ticks)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a gesture, or grab the canvas with the middle button."""
        if event.button() is Qt.MouseButton.MiddleButton:
            self._camera.hold(event.position().toPoint())
            self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
        elif event.button() is Qt.MouseButton.LeftButton:
            self._pointer.press(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Add a note on empty ground; elsewhere the second click is another press."""
        is_left = event.button() is Qt.MouseButton.LeftButton
        if not (is_left and self._pointer.add_note(event)):
            self.mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move the grabbed canvas, or else continue the gesture."""
        if not self._camera.pull(event.position().toPoint()):
            self._pointer.move(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Release the canvas, and end the gesture."""
        self._camera.let_go()
        self._pointer.release(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Stop highlighting what the mouse was over."""
        super().leaveEvent(event)
        self._pointer.leave()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Cancel a drag on Escape; every other key is handled by an action, if at all."""
        gesture = self._pointer.let_go() if event.key() == Qt.Key.Key_Escape else None
        if gesture is not None:
            gesture.cancel()
        else:
            event.ignore()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for a menu for the selected notes; a note under the mouse is selected first."""
        position = self.viewport().mapFromGlobal(event.globalPos())
        place = self.place_at(position, Qt.KeyboardModifier.NoModifier)
        note = self.canvas.note_at(place.ticks, place.pitch)
        if note is not None and note not in self.document.selection:
            self.document.select([note])
        self.menu_requested.emit(event.globalPos())

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom with Ctrl (with Ctrl+Shift the rows), otherwise scroll."""
        if not self._camera.wheel(event):
            super().wheelEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay everything out for the new size."""
        super().resizeEvent(event)
        self._camera.lay_out()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Move the ruler and the keyboard along."""
        super().scrollContentsBy(dx, dy)
        self._follow()

    def drawForeground(self, painter: QPainter, _rect: QRectF | QRect) -> None:
        """Say how to begin, as long as there are no notes."""
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
        """Place the ruler and the keyboard along the edges, and show there what is in view."""
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
        """End a drag, because its notes may be gone, for example after an undo."""
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
