"""Owns Gesture: a drag of the mouse, which changes the document only when it ends."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Protocol

from PySide6.QtCore import Qt

from app.document import Document
from app.domain import Note, Selection
from app.ui.score_view.canvas import ScoreCanvas

SLACK_PX: Final = 3.0
"""How far the mouse may move during a click."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where the mouse is on the canvas, and the modifier keys held."""

    x: float
    y: float
    keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier

    def is_near(self, other: Spot) -> bool:
        """Tell whether the distance is so small that the mouse was not moved on purpose."""
        return abs(self.x - other.x) <= SLACK_PX and abs(self.y - other.y) <= SLACK_PX


class Stage(Protocol):
    """The parts of the score that a gesture needs."""

    document: Document
    canvas: ScoreCanvas

    def notes_in_view(self) -> Selection:
        """Return the notes of the lines that are in view."""

    def put_caret(self, spot: Spot) -> None:
        """Move the caret to a rest or between notes."""

    def sound(self, note: Note) -> None:
        """Sound a note."""


class Gesture:
    """One drag: `move` shows its result, `release` makes at most one undo step."""

    def __init__(self, stage: Stage, start: Spot) -> None:
        self.stage, self.start = stage, start

    def move(self, spot: Spot) -> None:
        """Show what a release here would do."""
        raise NotImplementedError

    def release(self, spot: Spot) -> None:
        """Make the change."""
        raise NotImplementedError

    def cancel(self) -> None:
        """Leave everything as it was."""
        raise NotImplementedError
