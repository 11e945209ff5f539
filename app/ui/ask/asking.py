"""Owns Asking: what Generate does with the wishes of the Ask panel."""

from __future__ import annotations

from PySide6.QtCore import QObject

from app.document import Document
from app.errors import AppError
from app.services.messages import Messages
from app.ui.ask.generation import Generation
from app.ui.ask.panel import AskPanel


class Asking(QObject):
    """Asks for takes with the wishes of the panel, or says why none can be made."""

    def __init__(
        self, document: Document, panel: AskPanel, generation: Generation, messages: Messages
    ) -> None:
        super().__init__(document)
        self._document, self._panel = document, panel
        self._generation, self._messages = generation, messages

    def generate(self) -> None:
        """Ask for takes, and advance the seed so that the next ones will be different."""
        if not len(self._document.sketch.melody):
            self._messages.warning(
                self.tr("There is nothing to continue yet. Draw a note first, or open a file.")
            )
            return
        try:
            request = self._panel.request()
        except AppError as error:
            self._messages.warning(str(error))
            return
        self._generation.generate(request, self._panel.subject())
        self._panel.advance_seed()
