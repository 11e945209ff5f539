"""Owns TitleArea: the menu button, the sketch's title, whether it is saved, undo and redo."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QVBoxLayout,
    QWidget,
)

from app.document import Document
from app.ui.actions import Actions
from app.ui.theme import Theme
from app.ui.widgets import IconButton


class TitleArea(QWidget):
    """The left end of the top bar."""

    def __init__(self, document: Document, theme: Theme, actions: Actions, menu: QMenu) -> None:
        super().__init__()
        self._document = document
        self._menu = menu
        size = theme.sizes.top_button
        self._menu_button = IconButton(theme, "list", size, 18, action=actions["menu"])
        self._menu_button.setObjectName("menuButton")
        actions["menu"].triggered.connect(self._open_menu)
        self._title = TitleEdit()
        self._title.setFont(theme.font(13, 600))
        self._title.editingFinished.connect(self._on_renamed)
        self._state = QLabel()
        self._state.setObjectName("titleState")
        self._state.setFont(theme.font(11))
        titles = QVBoxLayout()
        titles.setSpacing(0)
        titles.addStretch(1)
        titles.addWidget(self._title)
        titles.addWidget(self._state)
        titles.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 0, 8, 0)
        row.setSpacing(6)
        row.addWidget(self._menu_button)
        row.addLayout(titles, 1)
        row.addWidget(IconButton(theme, "arrow-u-up-left", size, 18, action=actions["undo"]))
        row.addWidget(IconButton(theme, "arrow-u-up-right", size, 18, action=actions["redo"]))
        for signal in (document.shown_changed, document.path_changed, document.modified_changed):
            signal.connect(self._follow)
        self.retranslate_ui()

    def retranslate_ui(self) -> None:
        """Set every text."""
        self._title.setAccessibleName(self.tr("Title"))
        self._title.setToolTip(self.tr("The sketch's title, as it is printed"))
        self._follow()

    def _open_menu(self) -> None:
        corner = self._menu_button.rect().bottomLeft()
        self._menu.popup(self._menu_button.mapToGlobal(corner))

    def _follow(self) -> None:
        document = self._document
        path = document.path
        self._title.setPlaceholderText(path.stem if path else self.tr("New sketch"))
        if not self._title.hasFocus():
            self._title.show_text(document.shown.title)
        state = self.tr("edited") if document.is_modified else self.tr("saved")
        self._state.setText(state)
        self._state.setVisible(path is not None or document.is_modified)

    def _on_renamed(self) -> None:
        title = self._title.text().strip()
        shown = self._document.shown
        if title != shown.title:
            self._document.change_sketch(self.tr("Change title"), replace(shown, title=title))
        self._title.show_text(title)


class TitleEdit(QLineEdit):
    """A field that looks like a label until the pointer is over it; Escape restores its text."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("titleEdit")
        self._shown = ""

    def show_text(self, text: str) -> None:
        """Show a text from its beginning."""
        self._shown = text
        self.setText(text)
        self.setCursorPosition(0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Handle Enter and Escape, which both return the focus to the window."""
        if event.key() == Qt.Key.Key_Escape:
            self.show_text(self._shown)
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.clearFocus()
