"""Owns HeadingDialog: changes title and composer, which are printed above the score."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QLabel, QVBoxLayout, QWidget

from app.document import Document
from app.ui.theme import Theme
from app.ui.widgets import LineEdit

WIDTH: Final = 420


class HeadingDialog(QDialog):
    """Changes both in a single undo step."""

    def __init__(self, document: Document, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._document = document
        self.setObjectName("headingDialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(WIDTH)
        self._title, self._composer = LineEdit(theme), LineEdit(theme)
        self._title.setObjectName("headingTitleEdit")
        self._composer.setObjectName("composerEdit")
        self._title.setText(document.shown.title)
        self._composer.setText(document.shown.composer)
        self._labels = {self._title: QLabel(), self._composer: QLabel()}
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(12)
        for edit, label in self._labels.items():
            label.setBuddy(edit)
            form.addRow(label, edit)
        closing = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        closing.accepted.connect(self.accept)
        closing.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(16)
        column.addLayout(form)
        column.addWidget(closing)
        self.retranslate_ui()
        self._title.selectAll()

    def retranslate_ui(self) -> None:
        """Set every text."""
        self.setWindowTitle(self.tr("Title and composer"))
        for edit, text in (
            (self._title, self.tr("&Title")),
            (self._composer, self.tr("&Composer")),
        ):
            self._labels[edit].setText(text)
            edit.setAccessibleName(text.replace("&", ""))

    def accept(self) -> None:
        """Change title and composer of what is shown, and close."""
        sketch = replace(
            self._document.shown,
            title=self._title.text().strip(),
            composer=self._composer.text().strip(),
        )
        self._document.change_sketch(self.tr("Change title and composer"), sketch)
        super().accept()
