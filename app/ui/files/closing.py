"""Owns Closing: whether the window may close, or unsaved work is asked about first."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from app.document import Document
from app.ui.files.document_files import DocumentFiles


class Closing(QObject):
    """Lets the window close where nothing would be lost, and else once the player has decided."""

    agreed = Signal()
    """What was unsaved was saved or let go of: the window is to be closed now."""

    def __init__(self, document: Document, files: DocumentFiles) -> None:
        super().__init__(document)
        self._document, self._files = document, files
        self._is_agreed = False

    def may_close(self) -> bool:
        """Return whether the window may close; if not, ask, and tell by `agreed` once it may."""
        if self._is_agreed or not self._document.is_modified:
            return True
        self._files.guard(self._agree)
        return False

    def _agree(self) -> None:
        self._is_agreed = True
        self.agreed.emit()
