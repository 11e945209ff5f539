"""Owns RecentMenu: the files that were opened or saved last."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from app.ui.files.recent_files import RecentFile


class RecentMenu(QMenu):
    """Lists the files by number, which is also their key, above the actions that concern them."""

    file_chosen = Signal(Path)

    def __init__(self, actions: Sequence[QAction], parent: QWidget) -> None:
        super().__init__(parent)
        self._actions = actions
        self.setObjectName("recentMenu")
        self.show_files(())
        self.retranslate_ui()

    def retranslate_ui(self) -> None:
        """Set every text."""
        self.setTitle(self.tr("Open &recent"))

    def show_files(self, files: Sequence[RecentFile]) -> None:
        """Show these files, the missing ones greyed."""
        self.clear()
        for number, file in enumerate(files, 1):
            key = f"&{number}" if number < 10 else "1&0"
            name = file.text.replace("&", "&&")
            text = self.tr("{0}  {1} (missing)") if file.is_missing else self.tr("{0}  {1}")
            action = self.addAction(text.format(key, name))
            action.setEnabled(not file.is_missing)
            action.triggered.connect(
                lambda _checked=False, path=file.path: self.file_chosen.emit(path)
            )
        if not files:
            self.addAction(self.tr("No file yet")).setEnabled(False)
        self.addSeparator()
        self.addActions(self._actions)
