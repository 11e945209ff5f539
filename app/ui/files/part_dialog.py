"""Owns PartDialog: chooses the part of a file from which the melody is taken."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QPushButton, QVBoxLayout, QWidget

from app.ui.files.melody_list import Choice, MelodyList
from app.ui.theme import Theme

SIZE: Final = QSize(480, 380)


class PartDialog(QDialog):
    """Lists the parts of a file, each with a picture of its notes."""

    chosen = Signal(int)
    """The place of the chosen part in the list."""

    def __init__(
        self, title: str, choices: Sequence[Choice], current: int, theme: Theme, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setObjectName("partDialog")
        self.setWindowTitle(title)
        self._list = MelodyList(choices, current, theme)
        self._list.setObjectName("partList")
        self._label = QLabel()
        self._label.setBuddy(self._list)
        self._buttons = QDialogButtonBox()
        roles = QDialogButtonBox.ButtonRole
        self._take = QPushButton()
        self._take.setDefault(True)
        self._buttons.addButton(self._take, roles.AcceptRole)
        self._buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        for widget in (self._label, self._list, self._buttons):
            column.addWidget(widget)
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        self._list.itemActivated.connect(self.accept)
        self.accepted.connect(lambda: self.chosen.emit(self._list.place))
        self.retranslate_ui()
        self.resize(SIZE)
        self._list.setFocus()

    def retranslate_ui(self) -> None:
        """Set every text."""
        self._label.setText(self.tr("Take the &melody from:"))
        self._list.setAccessibleName(self.tr("Parts of the file"))
        self._take.setText(self.tr("&Open"))
