"""Owns LogDialog: shows the end of the log as it is."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

SIZE: Final = QSize(760, 480)


class LogDialog(QDialog):
    """Shows text that can be read and copied; `place` says where all of it is."""

    def __init__(self, text: str, place: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("logDialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._place = QLabel(place, wordWrap=True)
        self._place.setTextFormat(Qt.TextFormat.PlainText)
        self._place.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._text = QPlainTextEdit(text)
        self._text.setObjectName("logText")
        self._text.setReadOnly(True)
        self._text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self._text.moveCursor(QTextCursor.MoveOperation.End)
        # Tab has to lead out of the text again.
        self._text.setTabChangesFocus(True)
        closing = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        closing.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        for widget in (self._place, self._text, closing):
            column.addWidget(widget)
        self.retranslate_ui()
        self.resize(SIZE)
        self._text.setFocus()

    def retranslate_ui(self) -> None:
        """Set every text."""
        self.setWindowTitle(self.tr("Log"))
        self._text.setAccessibleName(self.tr("The end of the log"))
