"""Owns SentenceBox: what will be made, in words, or why it can't be."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QWidget

from app.ui.theme import Theme
from app.ui.widgets.buttons import IconButton

ICON = 16


class SentenceBox(QFrame):
    """A sentence on a ground of its own; a refusal has the colour and the icon of a warning."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("sentenceBox")
        self._icon = IconButton(theme, "warning", 20, ICON, token="warn")
        self._icon.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._icon.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._icon.hide()
        self._text = QLabel(self)
        self._text.setObjectName("sentence")
        self._text.setWordWrap(True)
        self._text.setFont(theme.font(theme.sizes.sentence))
        self._text.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 10, 8, 10)
        row.setSpacing(4)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._text, 1)
        self.retranslate_ui()

    def retranslate_ui(self) -> None:
        """Set every text."""
        self._icon.set_text(self.tr("This can't be"))

    def set_name(self, name: str) -> None:
        """Say what the sentence is about, to a screen reader."""
        self._text.setAccessibleName(name)

    def say(self, text: str, *, is_refused: bool = False) -> None:
        """Say what will be made, in HTML, or why nothing can be."""
        self._text.setText(text)
        self._icon.setVisible(is_refused)
        if self.property("refused") != is_refused:
            for widget in (self, self._text):
                widget.setProperty("refused", is_refused)
                widget.style().unpolish(widget)
                widget.style().polish(widget)
