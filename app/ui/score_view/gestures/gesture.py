"""Owns Gesture: from press to release, with nothing changed in between."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Protocol

from PySide6.QtCore import Qt

from app.document import Document
from app.domain import Note, Selection
from app.ui.score_view.canvas import ScoreCanvas

SLACK_PX: Final = 3.0
"""How far the mouse may tremble in a click."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where the mouse is on the canvas, and the keys held with it."""

    x: float
    y: float
    keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier

    def is_near(self, other: Spot) -> bool:
        """Whether the way from one to the other is none that was meant."""
        return abs(self.x - other.x) <= SLACK_PX and abs(self.y - other.y) <= SLACK_PX


class Stage(Protocol):
    """What a gesture sees of the score."""

    document: Document
    canvas: ScoreCanvas

    def notes_in_view(self) -> Selection:
        """Return the notes of the lines that can be seen."""

    def put_caret(self, spot: Spot) -> None:
        """Put the caret at a rest or between notes."""

    def sound(self, note: Note) -> None:
        """Let a note be heard."""


class Gesture:
    """One drag. `move` previews, `release` changes the document by one command at the most."""

    def __init__(self, stage: Stage, start: Spot) -> None:
        self.stage, self.start = stage, start

    def move(self, spot: Spot) -> None:
        """Show what a release here would do."""
        raise NotImplementedError

    def release(self, spot: Spot) -> None:
        """Do it."""
        raise NotImplementedError

    def cancel(self) -> None:
        """Leave everything as it was."""
        raise NotImplementedError
