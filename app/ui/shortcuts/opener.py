"""Owns ShortcutsOpener: opens the dialog of keys."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.ui.shortcuts.shortcuts import Shortcuts


class ShortcutsOpener:
    """Imports the dialog only when it is opened, so that the program starts sooner."""

    def __init__(self, shortcuts: Shortcuts, window: QWidget) -> None:
        self._shortcuts, self._window = shortcuts, window

    def open(self) -> None:
        """Show every key."""
        from app.ui.shortcuts.dialog import ShortcutsDialog

        ShortcutsDialog(self._shortcuts, self._window).open()
