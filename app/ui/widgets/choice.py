"""Owns ChoiceBox: a row of buttons that stand for values."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.ui.widgets.buttons import Segments


class ChoiceBox(Segments):
    """A choice among a few values that are all visible; its methods are those of a combo box."""

    current_changed = Signal()

    def __init__(
        self, values: Sequence[object], height: int = 28, parent: QWidget | None = None
    ) -> None:
        super().__init__(height, parent)
        self._values = tuple(values)
        self.set_choices([""] * len(self._values))
        self.chosen.connect(self.current_changed)

    def count(self) -> int:
        """Return how many values there are."""
        return len(self._values)

    def currentIndex(self) -> int:
        """Return the index of the chosen value."""
        return self.current

    def currentData(self) -> object:
        """Return the chosen value."""
        return self._values[self.current]

    def findData(self, value: object) -> int:
        """Return the index of a value; -1 if it is not offered."""
        return self._values.index(value) if value in self._values else -1

    def setCurrentIndex(self, index: int) -> None:
        """Choose the value at an index."""
        if index != self.current:
            self.set_current(index)
            self.current_changed.emit()
