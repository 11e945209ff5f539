"""Owns Recovery: offers unsaved work of Motivos that crashed, and tells when work can't be kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QElapsedTimer, QObject, QTimer

from app.document import Document
from app.document.journal import Journal
from app.domain.snapshot import KeptWork, KeptWorks
from app.services.messages import Messages
from app.services.worker import Task
from app.ui.files.dialogs import FileDialogs
from app.ui.files.kept_choice import kept_choice

REMINDER_MS: Final = 60_000
"""How often to say again that nothing can be kept."""


class Recovery(QObject):
    """Asks at the start about work that was not saved."""

    def __init__(
        self,
        document: Document,
        journal: Journal,
        read: Callable[[Sequence[Path]], Task],
        guard: Callable[[Callable[[], None]], None],
        messages: Messages,
        dialogs: FileDialogs,
    ) -> None:
        super().__init__(document)
        self._document, self._journal, self._read, self._guard = document, journal, read, guard
        self._messages, self._dialogs = messages, dialogs
        self._trouble: str | None = None
        self._safe_since = QElapsedTimer()
        self._reminder = QTimer(self, interval=REMINDER_MS)
        self._reminder.timeout.connect(self._tell_trouble)
        journal.kept.connect(self._safe_since.start)
        journal.trouble_changed.connect(self._on_trouble)

    def offer(self, otherwise: Callable[[], None]) -> None:
        """Ask which of the work that was left behind is wanted; without any, call `otherwise`."""
        paths = self._journal.left_behind()
        if paths:
            task = self._read(paths)
            task.succeeded.connect(lambda recovered: self._on_read(recovered, otherwise))
            task.failed.connect(self._messages.failure)
        else:
            otherwise()

    def _on_read(self, recovered: KeptWorks, otherwise: Callable[[], None]) -> None:
        for path in recovered.damaged:
            self._journal.set_aside(path)
        if recovered.damaged:
            self._messages.failure(
                self.tr(
                    "Unsaved work of earlier can't be read, since its file is damaged: {0}."
                ).format(", ".join(str(path) for path in recovered.damaged))
            )
        works = []
        for work in recovered.works:
            if work.snapshot.is_modified:
                works.append(work)
            else:
                self._journal.throw_away(work.path)
        if works:
            works.sort(key=lambda work: work.kept_at, reverse=True)
            self._dialogs.ask_recover(
                [kept_choice(work) for work in works],
                bring_back=lambda place: self._guard(lambda: self._bring_back(works[place])),
                throw_away=lambda place: self._journal.throw_away(works[place].path),
            )
        else:
            otherwise()

    def _bring_back(self, work: KeptWork) -> None:
        snapshot = work.snapshot
        self._document.open_project(snapshot.project, snapshot.path, is_saved=False)
        self._journal.take_over(work.path)
        self._messages.info(self.tr("Your work is back. Save it to a file to keep it."))

    def _on_trouble(self, trouble: str | None) -> None:
        was, self._trouble = self._trouble, trouble
        if trouble is None and was is not None:
            self._reminder.stop()
            self._messages.info(self.tr("Your work is being kept safe again."))
        elif trouble is not None:
            self._tell_trouble()
            if self._safe_since.isValid():
                self._reminder.start()

    def _tell_trouble(self) -> None:
        what = self.tr("Unsaved work can't be kept safe ({0}); save it where there is room.")
        sentences = [what.format(self._trouble)]
        if self._safe_since.isValid():
            seconds = self._safe_since.elapsed() // 1000
            age = self.tr("The last safe state is {0} seconds old, and Motivo goes on trying.")
            sentences.append(age.format(seconds))
        self._messages.failure(" ".join(sentences))
