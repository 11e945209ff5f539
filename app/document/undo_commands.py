"""Owns the undo commands; each holds the values before and after."""

from __future__ import annotations

from collections.abc import Callable, Hashable

from PySide6.QtGui import QUndoCommand

from app.document.state import State

MERGING_ID = 1
"""Marks commands that may merge with one of the same `merge_key` before them."""


class SketchCommand(QUndoCommand):
    """Goes from one state to another and back, through `restore`.

    Commands in a row with the same `merge_key` (a tempo turned step by step) are one step to undo.
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
        """Put the state after the change in place."""
        self._restore(self.after)

    def undo(self) -> None:
        """Put the state before the change back."""
        self._restore(self._before)

    def id(self) -> int:
        """Return the mark of commands that can merge, -1 for others."""
        return -1 if self.merge_key is None else MERGING_ID

    def mergeWith(self, other: QUndoCommand) -> bool:
        """Take in the command after this one, if it turns the same control."""
        if not isinstance(other, SketchCommand) or other.merge_key != self.merge_key:
            return False
        self.after = other.after
        return True


class TakeCommand(QUndoCommand):
    """Changes takes by `does` and puts them back by `undoes`.

    Both change what they are about alone: takes that come between doing and undoing stay.
    """

    def __init__(self, text: str, does: Callable[[], None], undoes: Callable[[], None]) -> None:
        super().__init__(text)
        self._does, self._undoes = does, undoes

    def redo(self) -> None:
        """Change the takes."""
        self._does()

    def undo(self) -> None:
        """Put the takes back as they were."""
        self._undoes()
