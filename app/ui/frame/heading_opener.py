"""Owns HeadingOpener: opens the dialog of title and composer."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.document import Document
from app.ui.theme import Theme


class HeadingOpener:
    """Imports the dialog only when it is opened, so that the program starts sooner."""

    def __init__(self, document: Document, theme: Theme, window: QWidget) -> None:
        self._document, self._theme, self._window = document, theme, window

    def open(self) -> None:
        """Ask for the title and the composer of what is shown."""
        from app.ui.frame.heading_dialog import HeadingDialog

        HeadingDialog(self._document, self._theme, self._window).open()
