"""Owns the undo commands; each holds the values before and after."""

from __future__ import annotations

from collections.abc import Callable, Hashable

from PySide6.QtGui import QUndoCommand

from app.document.state import State
from app.domain import Take

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
    """Puts `after` in the place of a take, or takes it away where `after` is None.

    `exchange` is called with what is there and what is to be there. Takes that come between doing
    and undoing stay as they are.
    """

    def __init__(
        self,
        text: str,
        before: Take,
        after: Take | None,
        exchange: Callable[[Take | None, Take | None], None],
    ) -> None:
        super().__init__(text)
        self._before = before
        self._after = after
        self._exchange = exchange

    def redo(self) -> None:
        """Change the take."""
        self._exchange(self._before, self._after)

    def undo(self) -> None:
        """Put the take back as it was."""
        self._exchange(self._after, self._before)
