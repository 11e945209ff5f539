"""Owns Gesture: a drag of the mouse, which changes the document only when it ends."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import Qt

from app.document import Document
from app.domain import Melody, Note, Selection
from app.ui.piano_roll.canvas import RollCanvas
from app.ui.piano_roll.preview import Preview
from app.ui.piano_roll.snap import Snap
from app.ui.piano_roll.span import in_order


@dataclass(frozen=True, slots=True)
class Place:
    """Where the mouse is: the unsnapped time, pitch, x and y in the scene, and the keys held."""

    ticks: int
    pitch: int
    x: float
    y: float
    keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier

    @property
    def is_free(self) -> bool:
        """Whether notes don't snap to the grid, because Shift is held."""
        return bool(self.keys & Qt.KeyboardModifier.ShiftModifier)


class Stage(Protocol):
    """The parts of the roll that a gesture needs."""

    document: Document
    canvas: RollCanvas
    snap: Snap

    def show_drag(self, dragged: Selection, preview: Preview) -> None:
        """Show the notes of a drag as `preview`, and draw the `dragged` originals faintly."""

    def notes_in_view(self) -> tuple[Note, ...]:
        """Return the notes between the left and the right edge."""

    def sound(self, pitch: int, velocity: int) -> None:
        """Sound a note."""

    def tell(self, text: str) -> None:
        """Show a few words about the drag; an empty text removes them."""


class Gesture:
    """One drag: `move` shows its result, `release` makes at most one undo step."""

    def __init__(self, stage: Stage, start: Place) -> None:
        self.stage, self.start = stage, start

    def move(self, place: Place) -> None:
        """Show what a release here would do."""
        raise NotImplementedError

    def release(self, place: Place) -> None:
        """Make the change."""
        raise NotImplementedError

    def cancel(self) -> None:
        """Leave everything as it was."""
        self.stage.show_drag(frozenset(), Preview())
        self.stage.tell("")

    def snapped_delta(self, place: Place, anchor_ticks: int) -> int:
        """Return how far the mouse has moved something at `anchor_ticks`, snapped to the grid."""
        delta = place.ticks - self.start.ticks
        if place.is_free:
            return delta
        return self.stage.snap.nearest(anchor_ticks + delta) - anchor_ticks


def alone(notes: Selection) -> Melody:
    """Return a melody of these notes only, which is quick to edit during a drag."""
    return Melody(in_order(notes))
