"""Owns the undo commands; each holds the values before and after a change."""

from __future__ import annotations

from collections.abc import Callable, Hashable

from PySide6.QtGui import QUndoCommand

from app.document.state import State

MERGING_ID = 1
"""The id of commands that may merge with a preceding one that has the same `merge_key`."""


class SketchCommand(QUndoCommand):
    """Changes the sketch from one state to another and back, by calling `restore`.

    Consecutive commands with the same `merge_key` (such as a tempo turned step by step) become one
    undo step.
    """

    def __init__(
        self,
        text: str,
        before: State,
        after: State,
        restore: Callable[[State], None],
        merge_key: Hashable = None,
    ) -> None:
        super().__init__(text)
        self._before = before
        self.after = after
        self._restore = restore
        self.merge_key = merge_key

    def redo(self) -> None:
        """Restore the state after the change."""
        self._restore(self.after)

    def undo(self) -> None:
        """Restore the state before the change."""
        self._restore(self._before)

    def id(self) -> int:
        """Return the id of commands that can merge, and -1 for others."""
        return -1 if self.merge_key is None else MERGING_ID

    def mergeWith(self, other: QUndoCommand) -> bool:
        """Absorb the command after this one if both have the same merge key."""
        if not isinstance(other, SketchCommand) or other.merge_key != self.merge_key:
            return False
        self.after = other.after
        return True


class TakeCommand(QUndoCommand):
    """Changes takes by calling `does`, and reverts that by calling `undoes`.

    Both touch only the takes concerned, so that takes which arrive in between are kept.
    """

    def __init__(self, text: str, does: Callable[[], None], undoes: Callable[[], None]) -> None:
        super().__init__(text)
        self._does, self._undoes = does, undoes

    def redo(self) -> None:
        """Change the takes."""
        self._does()

    def undo(self) -> None:
        """Put the takes back as they were before."""
        self._undoes()
