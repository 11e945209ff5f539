"""Owns PianoRoll: the view that shows the document's notes and hands the mouse to gestures."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QMenu, QWidget

from app.document import Document
from app.domain import Note, Selection
from app.ui.actions import Actions
from app.ui.piano_roll.aim import SHAPES, Aim, aim_at_ground, aim_at_note
from app.ui.piano_roll.auto_scroll import AutoScroll
from app.ui.piano_roll.canvas import RollCanvas
from app.ui.piano_roll.editor import RollEditor
from app.ui.piano_roll.gestures import (
    DrawGesture,
    Gesture,
    MoveGesture,
    Place,
    ResizeGesture,
    RubberBandGesture,
    VelocityGesture,
)
from app.ui.piano_roll.preview import Preview
from app.ui.piano_roll.snap import DEFAULT_SNAP, Snap
from app.ui.piano_roll.tool import Tool
from app.ui.theme import Theme

CONTEXT_MENU: Final = (
    "cut", "copy", "paste", "duplicate", "delete", "",
    "quantise", "quantise_length", "legato", "staccato", "",
    "invert", "reverse", "stretch", "shrink", "humanise", "",
    "select_all",
)  # fmt: skip
"""Names of actions; an empty one divides."""


class PianoRoll(RollCanvas):
    """Shows `document.shown` and lets the mouse change it; `commands` has what its keys do."""

    note_auditioned = Signal(int, int)
    """Pitch and velocity of a note to be heard."""
    refused = Signal(str)
    tool_changed = Signal(object)
    note_focused = Signal()
    """The keys act on another note now."""
    drag_told = Signal(str)
    """A few words on the drag that goes on; none when it has ended."""

    def __init__(
        self, document: Document, theme: Theme, actions: Actions, parent: QWidget | None = None
    ) -> None:
        super().__init__(document, theme, parent)
        self._actions = actions
        self.snap: Snap = DEFAULT_SNAP
        self.tool: Tool = Tool.PENCIL
        self.editor: RollEditor = RollEditor(document, self)
        self.editor.refused.connect(self.refused)
        self.keyboard.key_pressed.connect(self.note_auditioned)
        self._gesture: Gesture | None = None
        self._mouse = QPoint()
        self._auto_scroll = AutoScroll(self)
        self._auto_scroll.scrolled.connect(self._go_on)
        self._new_length_ticks = 0
        self.setObjectName("pianoRoll")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.set_snap(self.snap)
        self.retranslate_ui()

    def retranslate_ui(self) -> None:
        """Set every text."""
        self.setAccessibleName(self.tr("Piano roll"))

    def set_tool(self, tool: Tool) -> None:
        """Take another tool in hand."""
        self.tool = tool
        self.tool_changed.emit(tool)

    def set_snap(self, snap: Snap) -> None:
        """Keep to another grid."""
        self.snap = Snap(snap.name, snap.grid_ticks, self._origin(snap.grid_ticks))

    def note_place(self, note: Note) -> QRect:
        """Return where a note is in the viewport."""
        return self.mapFromScene(self.transform_to.rect_of(note)).boundingRect()

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

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a gesture."""
        super().mousePressEvent(event)
        if event.button() is Qt.MouseButton.LeftButton:
            place = self._place(event)
            self._begin(self._aim(place), place)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go on with the gesture, or show what a press would do."""
        place = self._place(event)
        if self.is_panning:
            super().mouseMoveEvent(event)
        elif self._gesture is not None:
            self._auto_scroll.follow(self._mouse)
            self.keyboard.set_pointed(place.pitch)
            self._gesture.move(place)
        else:
            self._hover(place)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End the gesture."""
        super().mouseReleaseEvent(event)
        gesture, place = self._let_go(), self._place(event)
        if gesture is not None:
            gesture.release(place)
            self._remember_length()
        self._hover(place)

    def leaveEvent(self, event: QEvent) -> None:
        """Point at nothing."""
        super().leaveEvent(event)
        self._point_at(None, None)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Add a note on empty ground."""
        place = self._place(event)
        if event.button() is Qt.MouseButton.LeftButton and self._note_at(place) is None:
            self.editor.add(self._line_before(place), self._length(), place.pitch)
            self.sound(place.pitch, 80)
        else:
            self.mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """End a drag on Escape; every other key is an action's or nobody's."""
        gesture = self._let_go() if event.key() == Qt.Key.Key_Escape else None
        if gesture is not None:
            gesture.cancel()
        else:
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
        self._actions.fill(menu, CONTEXT_MENU)
        menu.popup(event.globalPos())

    def _begin(self, aim: Aim, place: Place) -> None:
        note, selection = self._note_at(place), self.document.selection
        if note is None:
            self._gesture = self._on_ground(aim, place)
        elif aim is Aim.TOGGLE:
            self.document.select(selection ^ {note})
        else:
            if note not in selection:
                self.document.select([note])
            self._gesture = self._on_note(aim, place, note)
            self.sound(note.pitch, note.velocity)

    def _on_ground(self, aim: Aim, place: Place) -> Gesture:
        if aim is Aim.DRAW:
            self.document.select([])
            return DrawGesture(self, place, self._length())
        kept: Selection = self.document.selection if place.is_free else frozenset()
        return RubberBandGesture(self, place, kept)

    def _on_note(self, aim: Aim, place: Place, note: Note) -> Gesture:
        if aim is Aim.VELOCITY:
            return VelocityGesture(self, place, note)
        if aim in (Aim.START, Aim.END):
            return ResizeGesture(self, place, note, at_start=aim is Aim.START)
        return MoveGesture(self, place, note, copies=aim is Aim.COPY)

    def _let_go(self) -> Gesture | None:
        """End what goes on and return it, to be released or cancelled."""
        gesture, self._gesture = self._gesture, None
        self._auto_scroll.stop()
        return gesture

    def _go_on(self) -> None:
        """Let the gesture follow what has come under the mouse."""
        if self._gesture is not None:
            self._gesture.move(self._place_at(self._mouse, QGuiApplication.keyboardModifiers()))

    def _aim(self, place: Place) -> Aim:
        note = self._note_at(place)
        if note is None:
            return aim_at_ground(self.tool, place.keys)
        return aim_at_note(self.transform_to.rect_of(note), place.x, place.keys)

    def _hover(self, place: Place) -> None:
        self._point_at(self._note_at(place), place.pitch)
        self.viewport().setCursor(SHAPES[self._aim(place)])

    def _point_at(self, note: Note | None, pitch: int | None) -> None:
        self.keyboard.set_pointed(pitch)
        if note is not self._notes.hovered:
            self._update_note(self._notes.hovered)
            self._notes.hovered = note
            self._update_note(note)

    def _place(self, event: QMouseEvent) -> Place:
        self._mouse = event.position().toPoint()
        return self._place_at(self._mouse, event.modifiers())

    def _place_at(self, position: QPoint, keys: Qt.KeyboardModifier) -> Place:
        scene, to = self.mapToScene(position), self.transform_to
        return Place(to.ticks_at(scene.x()), to.pitch_at(scene.y()), scene.x(), scene.y(), keys)

    def _note_at(self, place: Place) -> Note | None:
        return self._notes.note_at(place.ticks, place.pitch)

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

    def _on_shown_changed(self) -> None:
        """Let go of a drag: its notes may be gone, as after an undo."""
        self._let_go()
        self.show_drag(frozenset(), Preview())
        self.tell("")
        self.show_band(QRectF())
        super()._on_shown_changed()
        self.set_snap(self.snap)
