"""Owns GenerateButton: the one button in the model's colour."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton

from app.ui.theme import Theme


class GenerateButton(QPushButton):
    """Stands for an action, and shows its key at the right end."""

    def __init__(self, theme: Theme, action: QAction) -> None:
        super().__init__()
        self.setObjectName("generateButton")
        self.setFixedHeight(theme.sizes.generate)
        self.setIconSize(QSize(18, 18))
        self._theme = theme
        key = QLabel(action.shortcut().toString(QKeySequence.SequenceFormat.NativeText))
        key.setObjectName("generateKey")
        key.setFont(theme.font(11, 500))
        key.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 12, 0)
        row.addStretch(1)
        row.addWidget(key)
        self.clicked.connect(action.trigger)
        theme.changed.connect(self._draw)
        self._draw()

    def changeEvent(self, event: QEvent) -> None:
        """Recolour the icon when the button is disabled or enabled."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.EnabledChange:
            self._draw()

    def _draw(self) -> None:
        self.setIcon(self._theme.icon("sparkle", "generate.text" if self.isEnabled() else "text.2"))
