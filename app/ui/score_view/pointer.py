"""Owns Pointer: what the mouse does in the score, from hovering to the end of a drag."""

from __future__ import annotations

from typing import Final, Protocol

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.domain import Selection
from app.ui.score_view.editor import ScoreEditor
from app.ui.score_view.gestures import Gesture, RangeGesture, Spot, Stage, StepGesture

SHIFT: Final = Qt.KeyboardModifier.ShiftModifier
CTRL: Final = Qt.KeyboardModifier.ControlModifier


class Ground(Stage, Protocol):
    """The parts of the score that the pointer needs, besides those that gestures need."""

    editor: ScoreEditor

    def viewport(self) -> QWidget:
        """Return the widget that the mouse moves over."""


class Pointer:
    """Selects and sounds a note that is pressed, and begins a gesture."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._gesture: Gesture | None = None

    def press(self, spot: Spot) -> None:
        """Select what is under the mouse, and begin a gesture."""
        ground, document = self._ground, self._ground.document
        note, selection = ground.canvas.note_at(spot.x, spot.y), document.selection
        if note is None:
            kept: Selection = selection if spot.keys & (SHIFT | CTRL) else frozenset()
            self._gesture = RangeGesture(ground, spot, kept)
            return
        ground.sound(note)
        if spot.keys & CTRL:
            document.select(selection ^ {note})
        elif spot.keys & SHIFT:
            document.select(ground.editor.range_to(note))
        else:
            if note not in selection:
                document.select([note])
            self._gesture = StepGesture(ground, spot, note)

    def move(self, spot: Spot) -> None:
        """Continue the gesture, or show by the cursor that a note can be dragged."""
        if self._gesture is not None:
            self._gesture.move(spot)
            return
        is_note = self._ground.canvas.note_at(spot.x, spot.y) is not None
        shape = Qt.CursorShape.SizeVerCursor if is_note else Qt.CursorShape.ArrowCursor
        self._ground.viewport().setCursor(shape)

    def release(self, spot: Spot) -> None:
        """End the gesture."""
        gesture = self.let_go()
        if gesture is not None:
            gesture.release(spot)

    def let_go(self) -> Gesture | None:
        """Stop following the present gesture, and return it to be released or cancelled."""
        gesture, self._gesture = self._gesture, None
        return gesture
