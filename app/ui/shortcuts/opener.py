"""Owns ShortcutsOpener: opens the dialog for shortcuts."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.ui.shortcuts.shortcuts import Shortcuts


class ShortcutsOpener:
    """Opens the dialog, which is imported only then, so that Motivo starts faster."""

    def __init__(self, shortcuts: Shortcuts, window: QWidget) -> None:
        self._shortcuts, self._window = shortcuts, window

    def open(self) -> None:
        """Open the dialog."""
        from app.ui.shortcuts.dialog import ShortcutsDialog

        ShortcutsDialog(self._shortcuts, self._window).open()
