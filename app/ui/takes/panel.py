"""Owns TakesPanel: the header with the number of takes, and the list."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.document import Document
from app.ui.actions import Actions, Pane
from app.ui.takes.commands import bind
from app.ui.takes.view import TakesView
from app.ui.theme import Theme
from app.ui.widgets import PaneHeader


class TakesPanel(QWidget):
    """What the takes dock holds; `header` is its title bar."""

    def __init__(self, document: Document, theme: Theme, actions: Actions) -> None:
        super().__init__()
        self.setObjectName("takesPanel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._document = document
        self.view = TakesView(document, theme)
        actions.give(Pane.TAKES, self.view)
        bind(actions, self.view)
        self.header = PaneHeader(theme, self.view)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 8, 0)
        column.addWidget(self.view)
        document.takes_changed.connect(self._tell_number)
        self.retranslate_ui()

    def retranslate_ui(self) -> None:
        """Set every text."""
        self.header.title.setText(self.tr("Takes"))
        self._tell_number()

    def _tell_number(self) -> None:
        number = len(self._document.takes)
        self.header.note.setText(str(number) if number else "")
