"""Owns HeadingOpener: opens the dialog for title and composer."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.document import Document
from app.ui.theme import Theme


class HeadingOpener:
    """Opens the dialog, which is imported only then, so that Motivo starts faster."""

    def __init__(self, document: Document, theme: Theme, window: QWidget) -> None:
        self._document, self._theme, self._window = document, theme, window

    def open(self) -> None:
        """Open the dialog."""
        from app.ui.frame.heading_dialog import HeadingDialog

        HeadingDialog(self._document, self._theme, self._window).open()
