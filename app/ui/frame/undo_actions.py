"""Owns UndoActions: the actions undo and redo, whose texts name the step that comes next."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QUndoStack
from shiboken6 import isValid

from app.ui.actions import Actions


class UndoActions(QObject):
    """Connects both actions with an undo stack."""

    def __init__(self, stack: QUndoStack, actions: Actions) -> None:
        super().__init__(actions)
        self._stack = stack
        self._undo, self._redo = actions["undo"], actions["redo"]
        self._undo.triggered.connect(lambda _checked=False: stack.undo())
        self._redo.triggered.connect(lambda _checked=False: stack.redo())
        stack.indexChanged.connect(self._tell)
        self.retranslate_ui()

    def retranslate_ui(self) -> None:
        """Set every text."""
        self._tell()

    def _tell(self) -> None:
        stack = self._stack
        # An undo stack emits this signal even while it is being deleted.
        if not isValid(stack):
            return
        self._undo.setEnabled(stack.canUndo())
        self._redo.setEnabled(stack.canRedo())
        self._undo.setText(self.tr("Undo {0}").format(stack.undoText()).strip())
        self._redo.setText(self.tr("Redo {0}").format(stack.redoText()).strip())
