"""Owns PianoRoll: the view that shows the document's notes and hands the mouse to gestures."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QMenu, QWidget

from app.document import Document
from app.domain import Note, Selection
from app.ui.actions import act_on_key
from app.ui.piano_roll.canvas import RollCanvas
from app.ui.piano_roll.editor import RollEditor
from app.ui.piano_roll.gestures import (
    DrawGesture,
    Gesture,
    MoveGesture,
    Place,
    ResizeGesture,
    RubberBandGesture,
)
from app.ui.piano_roll.preview import Preview
from app.ui.piano_roll.snap import DEFAULT_SNAP, Snap
from app.ui.piano_roll.tool import Tool
from app.ui.theme import Theme

EDGE_PX: Final = 5
NARROWEST_GRIPPED: Final = 8
"""A note narrower than this is moved wherever it is taken hold of."""


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

    def __init__(self, document: Document, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(document, theme, parent)
        self.snap: Snap = DEFAULT_SNAP
        self.tool: Tool = Tool.PENCIL
        self.editor: RollEditor = RollEditor(document, self)
        self.editor.refused.connect(self.refused)
        self.keyboard.key_pressed.connect(self.note_auditioned)
        self._gesture: Gesture | None = None
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

    def sound(self, pitch: int, velocity: int) -> None:
        """Let a note be heard."""
        self.note_auditioned.emit(pitch, velocity)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a gesture."""
        super().mousePressEvent(event)
        if event.button() is Qt.MouseButton.LeftButton:
            place = self._place(event)
            note = self._note_at(place)
            if note is None:
                self._begin_on_ground(event, place)
            else:
                self._begin_on_note(event, place, note)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go on with the gesture, or show what a press would do."""
        if self.is_panning:
            super().mouseMoveEvent(event)
        elif self._gesture is not None:
            self._gesture.move(self._place(event))
        else:
            self._hover(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End the gesture."""
        super().mouseReleaseEvent(event)
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

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """End a drag on Escape; every other key is an action's or nobody's."""
        if event.key() == Qt.Key.Key_Escape and self._gesture is not None:
            self._gesture.cancel()
            self._gesture = None
        else:
            act_on_key(self, event)

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
        by_name = {action.objectName(): action for action in self.actions()}
        for name in CONTEXT_MENU:
            if name:
                menu.addAction(by_name[f"{name}Action"])
            else:
                menu.addSeparator()
        menu.popup(event.globalPos())

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
        if rect.width() < NARROWEST_GRIPPED:
            return None
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

    def _on_shown_changed(self) -> None:
        """Let go of a drag: its notes may be gone, as after an undo."""
        self._gesture = None
        self.show_drag(frozenset(), Preview())
        self.show_band(QRectF())
        super()._on_shown_changed()
        self.set_snap(self.snap)
