"""Owns GoingBack: shows the earlier states of the sketch, and goes back to one of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject

from app.document import Document
from app.document.history import History, Moment, moment_of
from app.domain.snapshot import KeptWork, KeptWorks
from app.services.messages import Messages
from app.services.worker import Task
from app.ui.files.dialogs import FileDialogs
from app.ui.files.kept_choice import kept_choice, moment_in_words


class GoingBack(QObject):
    """Goes back to a state; the present one is kept in the history, so nothing is lost by it."""

    def __init__(
        self,
        document: Document,
        history: History,
        read: Callable[[Sequence[Path]], Task],
        messages: Messages,
        dialogs: FileDialogs,
    ) -> None:
        super().__init__(document)
        self._document, self._history, self._read = document, history, read
        self._messages, self._dialogs = messages, dialogs

    def ask(self) -> None:
        """Ask to which state to go back."""
        paths = self._history.states()
        if paths:
            task = self._read(paths)
            task.succeeded.connect(self._on_read)
            task.failed.connect(self._messages.failure)
        else:
            self._tell_empty()

    def _on_read(self, kept: KeptWorks) -> None:
        if kept.works:
            choices = [kept_choice(work, self._why(work)) for work in kept.works]
            self._dialogs.ask_history(choices, lambda place: self._go_back(kept.works[place]))
        else:
            self._tell_empty()

    def _why(self, work: KeptWork) -> str:
        words = {
            Moment.SAVED: self.tr("when it was saved"),
            Moment.REPLACED: self.tr("before another took its place"),
            Moment.GENERATED: self.tr("before takes were made"),
            Moment.OVERWRITTEN: self.tr("what saving overwrote"),
        }
        return words[moment_of(work.path)]

    def _go_back(self, work: KeptWork) -> None:
        self._history.keep(Moment.REPLACED)
        self._document.open_project(work.snapshot.project, self._document.path, is_saved=False)
        text = self.tr("The sketch is as it was at {0}; what it was before is in the history.")
        self._messages.info(text.format(moment_in_words(work)))

    def _tell_empty(self) -> None:
        self._messages.info(
            self.tr("This sketch has no history yet; it begins when you save or generate.")
        )
