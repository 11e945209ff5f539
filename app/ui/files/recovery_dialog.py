"""Owns RecoveryDialog: offers the unsaved work of Motivos that crashed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QPushButton, QVBoxLayout, QWidget

from app.ui.files.melody_list import Choice, MelodyList
from app.ui.theme import Theme

SIZE: Final = QSize(560, 340)


class RecoveryDialog(QDialog):
    """Lists sketches that were left behind; one can be brought back, others thrown away.

    What is neither stays for the next start.
    """

    brought_back = Signal(int)
    """The place of the sketch among those that the dialog was opened with."""
    thrown_away = Signal(int)

    def __init__(self, choices: Sequence[Choice], theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("recoveryDialog")
        self._places = list(range(len(choices)))
        self._list = MelodyList(choices, 0, theme)
        self._list.setObjectName("recoveryList")
        self._text, self._advice = QLabel(), QLabel()
        for label in (self._text, self._advice):
            label.setWordWrap(True)
        self._buttons = QDialogButtonBox()
        self._bring, self._throw, self._later = QPushButton(), QPushButton(), QPushButton()
        roles = QDialogButtonBox.ButtonRole
        self._buttons.addButton(self._bring, roles.AcceptRole)
        self._buttons.addButton(self._throw, roles.DestructiveRole)
        self._buttons.addButton(self._later, roles.RejectRole)
        self._bring.setDefault(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        for widget in (self._text, self._list, self._advice, self._buttons):
            column.addWidget(widget)
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        self._throw.clicked.connect(self._throw_away)
        self._list.itemActivated.connect(self.accept)
        self.accepted.connect(lambda: self.brought_back.emit(self._places[self._list.place]))
        self.retranslate_ui()
        self.resize(SIZE)
        self._list.setFocus()

    def retranslate_ui(self) -> None:
        """Set every text."""
        self.setWindowTitle(self.tr("Unsaved work"))
        self._text.setText(
            self.tr("Motivo closed before this sketch was saved.")
            if len(self._places) == 1
            else self.tr("Motivo closed before these sketches were saved.")
        )
        self._advice.setText(self.tr("What you leave here is offered again at the next start."))
        self._list.setAccessibleName(self.tr("Unsaved sketches"))
        self._bring.setText(self.tr("&Bring back"))
        self._throw.setText(self.tr("&Throw away"))
        self._later.setText(self.tr("&Not now"))

    def _throw_away(self) -> None:
        place = self._list.place
        self._list.takeTopLevelItem(place)
        self.thrown_away.emit(self._places.pop(place))
        if self._places:
            self.retranslate_ui()
        else:
            self.reject()
