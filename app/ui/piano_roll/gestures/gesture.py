"""Owns Gesture: from press to release, with nothing changed in between."""

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
    """Where the mouse is: unsnapped ticks, pitch, scene x and y, and the keys held with it."""

    ticks: int
    pitch: int
    x: float
    y: float
    keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier

    @property
    def is_free(self) -> bool:
        """Whether the grid does not count: Shift is held."""
        return bool(self.keys & Qt.KeyboardModifier.ShiftModifier)


class Stage(Protocol):
    """What a gesture sees of the roll."""

    document: Document
    canvas: RollCanvas
    snap: Snap

    def show_drag(self, dragged: Selection, preview: Preview) -> None:
        """Show the notes as they would be; `dragged` are faint meanwhile."""

    def notes_in_view(self) -> tuple[Note, ...]:
        """Return the notes between the left and the right edge."""

    def sound(self, pitch: int, velocity: int) -> None:
        """Let a note be heard."""

    def tell(self, text: str) -> None:
        """Show a few words on the drag; none take them away."""


class Gesture:
    """One drag. `move` previews, `release` changes the document by one command at the most."""

    def __init__(self, stage: Stage, start: Place) -> None:
        self.stage, self.start = stage, start

    def move(self, place: Place) -> None:
        """Show what a release here would do."""
        raise NotImplementedError

    def release(self, place: Place) -> None:
        """Do it."""
        raise NotImplementedError

    def cancel(self) -> None:
        """Leave everything as it was."""
        self.stage.show_drag(frozenset(), Preview())
        self.stage.tell("")

    def snapped_delta(self, place: Place, anchor_ticks: int) -> int:
        """Return how far a thing at `anchor_ticks` goes with the mouse, to a line of the grid."""
        delta = place.ticks - self.start.ticks
        if place.is_free:
            return delta
        return self.stage.snap.nearest(anchor_ticks + delta) - anchor_ticks


def alone(notes: Selection) -> Melody:
    """Return a melody of these notes only: cheap to edit while a drag goes on."""
    return Melody(in_order(notes))
