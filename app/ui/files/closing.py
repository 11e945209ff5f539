"""Owns Closing: decides whether the window may close, or has to ask about unsaved work first."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from app.document import Document
from app.document.history import History, Moment
from app.ui.files.document_files import DocumentFiles


class Closing(QObject):
    """Lets the window close if nothing would be lost, or otherwise once the player has decided."""

    agreed = Signal()
    """Unsaved work was saved or discarded, so that the window should close now."""

    def __init__(self, document: Document, history: History, files: DocumentFiles) -> None:
        super().__init__(document)
        self._document, self._history, self._files = document, history, files
        self._is_agreed = False

    def may_close(self) -> bool:
        """Tell whether the window may close; if not, ask, and emit `agreed` once it may."""
        if self._is_agreed or not self._document.is_modified:
            return True
        self._files.guard(self._agree)
        return False

    def _agree(self) -> None:
        self._is_agreed = True
        self._history.keep(Moment.REPLACED)
        self.agreed.emit()
