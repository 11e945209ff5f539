"""Owns LockButton: a word with a lock that opens and closes."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from app.ui.theme import Theme

NARROWEST = 48


class LockButton(QPushButton):
    """A button that is checked while the lock is closed."""

    def __init__(self, theme: Theme, height: int = 28, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._height = theme, height
        self.setCheckable(True)
        self.setProperty("lock", True)
        self.setIconSize(QSize(14, 14))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._draw)
        self._draw()

    def sizeHint(self) -> QSize:
        """Return the height of a field."""
        return QSize(NARROWEST, self._height)

    def _draw(self) -> None:
        self.setIcon(self._theme.icon("lock-simple-open", name_on="lock-simple"))
