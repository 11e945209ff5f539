"""Owns Recovery: keeps unsaved work, and offers that of a Motivo that crashed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject

from app.document import Document
from app.document.autosave import Autosave, Kept
from app.domain import Project
from app.services.messages import Messages
from app.services.worker import Task
from app.ui.files.dialogs import FileDialogs
from app.ui.files.document_files import FileJobs


class Recovery(QObject):
    """Asks at the start about work that was not saved; `folder` is where it is kept."""

    def __init__(
        self,
        document: Document,
        folder: Path,
        jobs: FileJobs,
        messages: Messages,
        dialogs: FileDialogs,
    ) -> None:
        super().__init__(document)
        self._document, self._jobs = document, jobs
        self._messages, self._dialogs = messages, dialogs
        self._autosave = Autosave(document, folder, self._write)

    def offer(self) -> bool:
        """Ask whether the latest unsaved work is wanted, and tell whether there is any.

        Older work waits for the next start.
        """
        left_behind = self._autosave.left_behind()
        if left_behind:
            kept = left_behind[0]
            self._dialogs.ask_recover(
                kept,
                bring_back=lambda: self._bring_back(kept),
                throw_away=lambda: self._autosave.throw_away(kept),
            )
        return bool(left_behind)

    def close(self) -> None:
        """Stop keeping unsaved work."""
        self._autosave.close()

    def _bring_back(self, kept: Kept) -> None:
        task = self._jobs.open_project(kept.path)
        task.succeeded.connect(lambda project: self._on_opened(kept, project))
        task.failed.connect(self._dialogs.tell_failure)

    def _on_opened(self, kept: Kept, project: Project) -> None:
        self._document.open_project(project, kept.original, is_saved=False)
        self._autosave.take_over(kept)
        self._messages.info(self.tr("Your work is back. Save it to a file to keep it."))

    def _write(self, project: Project, path: Path, done: Callable[[bool], None]) -> None:
        task: Task = self._jobs.save_project(project, path)
        task.succeeded.connect(lambda: done(True))
        for fails in (task.failed, task.cancelled):
            fails.connect(lambda: done(False))
