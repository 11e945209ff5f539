"""Owns SentenceBox: says in words what will be made, or why that is not possible."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QWidget

from app.ui.theme import Theme
from app.ui.widgets.buttons import IconButton

ICON = 16


class SentenceBox(QFrame):
    """A sentence in a box; if it refuses something, it has the colour and icon of a warning."""

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
        self._icon.set_text(self.tr("This isn't possible"))

    def set_name(self, name: str) -> None:
        """Tell screen readers what the sentence is about."""
        self._text.setAccessibleName(name)

    def say(self, text: str, *, is_refused: bool = False) -> None:
        """Show in plain text what will be made, or why nothing can be made."""
        self._show(text, Qt.TextFormat.PlainText, is_refused=is_refused)

    def say_in_html(self, html: str) -> None:
        """Show in HTML what will be made; what comes from elsewhere has to be escaped in it."""
        self._show(html, Qt.TextFormat.RichText)

    def _show(self, text: str, text_format: Qt.TextFormat, *, is_refused: bool = False) -> None:
        self._text.setTextFormat(text_format)
        self._text.setText(text)
        self._icon.setVisible(is_refused)
        if self.property("refused") != is_refused:
            for widget in (self, self._text):
                widget.setProperty("refused", is_refused)
                widget.style().unpolish(widget)
                widget.style().polish(widget)
