"""Owns MelodyDialog: chooses one of several melodies, such as the parts of a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QPushButton, QVBoxLayout, QWidget

from app.ui.files.melody_list import Choice, MelodyList
from app.ui.theme import Theme

SIZE: Final = QSize(520, 400)


@dataclass(frozen=True, slots=True)
class Words:
    """What a dialog says: its title, what to choose, the name of the list, and on the button."""

    title: str
    question: str
    list_name: str
    choose: str


class MelodyDialog(QDialog):
    """Lets the player choose one of several melodies, each with a picture of its notes."""

    chosen = Signal(int)
    """The place of the chosen melody in the list."""

    def __init__(
        self,
        words: Words,
        choices: Sequence[Choice],
        current: int,
        theme: Theme,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("melodyDialog")
        self.setWindowTitle(words.title)
        self._list = MelodyList(choices, current, theme)
        self._list.setObjectName("melodyList")
        self._list.setAccessibleName(words.list_name)
        self._label = QLabel(words.question)
        self._label.setBuddy(self._list)
        self._buttons = QDialogButtonBox()
        roles = QDialogButtonBox.ButtonRole
        self._take = QPushButton(words.choose)
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
        self.resize(SIZE)
        self._list.setFocus()
