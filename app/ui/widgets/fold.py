"""Owns Fold: a line that opens to show what is seldom needed."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QSizePolicy, QToolButton, QVBoxLayout, QWidget

from app.ui.theme import Theme


class Fold(QWidget):
    """A button with an arrow, and below it some content while it is open; at first it is closed."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.button = QToolButton(self)
        self.button.setProperty("fold", True)
        self.button.setCheckable(True)
        self.button.setIconSize(QSize(12, 12))
        self.button.setFont(theme.font(12))
        self.button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.sizes.form_gap)
        self._column.addWidget(self.button)
        theme.changed.connect(self._draw)
        self._draw()

    def set_content(self, content: QWidget) -> None:
        """Set the content that is shown while the fold is open."""
        content.hide()
        self.button.toggled.connect(content.setVisible)
        self._column.addWidget(content)

    def set_text(self, text: str) -> None:
        """Set the title."""
        self.button.setText(text)
        self.button.setAccessibleName(text)

    def _draw(self) -> None:
        self.button.setIcon(self._theme.icon("caret-right", on="text", name_on="caret-down"))
