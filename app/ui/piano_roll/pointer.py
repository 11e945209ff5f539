"""Owns Pointer: what the mouse does in the roll, from hovering to the end of a drag."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QGuiApplication, QMouseEvent
from PySide6.QtWidgets import QWidget

from app.constants import DEFAULT_VELOCITY
from app.domain import Note, Selection
from app.ui.piano_roll.aim import SHAPES, Aim, aim_at_ground, aim_at_note
from app.ui.piano_roll.auto_scroll import AutoScroll
from app.ui.piano_roll.editor import RollEditor
from app.ui.piano_roll.gestures import (
    DrawGesture,
    Gesture,
    MoveGesture,
    Place,
    ResizeGesture,
    RubberBandGesture,
    Stage,
    VelocityGesture,
)
from app.ui.piano_roll.keyboard import Keyboard
from app.ui.piano_roll.tool import Tool


class Ground(Stage, Protocol):
    """The parts of the roll that the pointer needs, besides those that gestures need."""

    tool: Tool
    editor: RollEditor
    keyboard: Keyboard

    def viewport(self) -> QWidget:
        """Return the widget that the mouse moves over."""

    def place_at(self, position: QPoint, keys: Qt.KeyboardModifier) -> Place:
        """Return what lies at a pixel of the viewport."""


class Pointer(QObject):
    """Begins a gesture when the left button goes down, and highlights what the mouse is over."""

    def __init__(self, ground: Ground, auto_scroll: AutoScroll, parent: QObject) -> None:
        super().__init__(parent)
        self._ground, self._auto_scroll = ground, auto_scroll
        self._auto_scroll.scrolled.connect(self._go_on)
        self._gesture: Gesture | None = None
        self._position = QPoint()
        self._new_length_ticks = 0

    def press(self, event: QMouseEvent) -> None:
        """Begin the gesture that a press at this place means, or toggle the selection of a note."""
        place = self._place(event)
        document, note, aim = self._ground.document, self._note_at(place), self._aim(place)
        if note is None:
            self._gesture = self._on_ground(aim, place)
        elif aim is Aim.TOGGLE:
            document.select(document.selection ^ {note})
        else:
            if note not in document.selection:
                document.select([note])
            self._gesture = self._on_note(aim, place, note)
            self._ground.sound(note.pitch, note.velocity)

    def move(self, event: QMouseEvent) -> None:
        """Continue the gesture, or show what a press would do."""
        place = self._place(event)
        if self._gesture is None:
            self._hover(place)
            return
        self._auto_scroll.follow(self._position)
        self._ground.keyboard.set_pointed(place.pitch)
        self._gesture.move(place)

    def release(self, event: QMouseEvent) -> None:
        """End the gesture."""
        gesture, place = self.let_go(), self._place(event)
        if gesture is not None:
            gesture.release(place)
            self._remember_length()
        self._hover(place)

    def add_note(self, event: QMouseEvent) -> bool:
        """Add a note on empty ground; return False if there is a note already."""
        place = self._place(event)
        if self._note_at(place) is not None:
            return False
        onset = place.ticks if place.is_free else self._ground.snap.before(place.ticks)
        self._ground.editor.add(onset, self._length(), place.pitch)
        self._ground.sound(place.pitch, DEFAULT_VELOCITY)
        return True

    def leave(self) -> None:
        """Stop highlighting, because the mouse has left the roll."""
        self._point_at(None, None)

    def let_go(self) -> Gesture | None:
        """Stop following the present gesture, and return it to be released or cancelled."""
        gesture, self._gesture = self._gesture, None
        self._auto_scroll.stop()
        return gesture

    def _on_ground(self, aim: Aim, place: Place) -> Gesture:
        document = self._ground.document
        if aim is Aim.DRAW:
            document.select([])
            return DrawGesture(self._ground, place, self._length())
        kept: Selection = document.selection if place.is_free else frozenset()
        return RubberBandGesture(self._ground, place, kept)

    def _on_note(self, aim: Aim, place: Place, note: Note) -> Gesture:
        if aim is Aim.VELOCITY:
            return VelocityGesture(self._ground, place, note)
        if aim in (Aim.START, Aim.END):
            return ResizeGesture(self._ground, place, note, at_start=aim is Aim.START)
        return MoveGesture(self._ground, place, note, copies=aim is Aim.COPY)

    def _go_on(self) -> None:
        """Continue the gesture after the view has scrolled under the mouse."""
        if self._gesture is not None:
            keys = QGuiApplication.keyboardModifiers()
            self._gesture.move(self._ground.place_at(self._position, keys))

    def _aim(self, place: Place) -> Aim:
        note = self._note_at(place)
        if note is None:
            return aim_at_ground(self._ground.tool, place.keys)
        rect = self._ground.canvas.transform_to.rect_of(note)
        return aim_at_note(rect, place.x, place.keys)

    def _hover(self, place: Place) -> None:
        self._point_at(self._note_at(place), place.pitch)
        self._ground.viewport().setCursor(SHAPES[self._aim(place)])

    def _point_at(self, note: Note | None, pitch: int | None) -> None:
        self._ground.keyboard.set_pointed(pitch)
        self._ground.canvas.show_hovered(note)

    def _place(self, event: QMouseEvent) -> Place:
        self._position = event.position().toPoint()
        return self._ground.place_at(self._position, event.modifiers())

    def _note_at(self, place: Place) -> Note | None:
        return self._ground.canvas.note_at(place.ticks, place.pitch)

    def _length(self) -> int:
        """Return the length of a new note: the length used last, or at first a beat."""
        return self._new_length_ticks or self._ground.document.shown.meter.beat_ticks

    def _remember_length(self) -> None:
        selection = self._ground.document.selection
        if len(selection) == 1:
            (note,) = selection
            self._new_length_ticks = note.duration_ticks
