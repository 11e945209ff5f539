"""Owns SecondStarts: decides what this window does when Motivo is started once more."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication

from app.document import Document
from app.domain import Project, Sketch
from app.services.open_windows import Asked, Question
from app.ui.files.document_files import DocumentFiles

EMPTY: Final = Project(Sketch())


class SecondStarts(QObject):
    """Answers whether this window has a file open, or opens it now because it has nothing else."""

    wanted = Signal()
    """The window has to come to the front."""

    def __init__(self, document: Document, files: DocumentFiles) -> None:
        super().__init__(document)
        self._document, self._files = document, files
        self._is_opening = self._is_recording = False
        files.running_changed.connect(self._on_running_changed)

    def answer(self, asked: Asked) -> bool:
        """Do what a Motivo that was started later asks for, and tell whether it was done."""
        if asked.path is None:
            return False
        if asked.question is Question.IS_OPEN:
            is_done = _is_same(asked.path, self._document.path)
        else:
            is_done = self._is_free
            if is_done:
                self._files.open(asked.path)
        if is_done:
            self.wanted.emit()
        return is_done

    def set_recording(self, is_recording: bool) -> None:
        """Keep in mind whether something is being played that is not in the document yet."""
        self._is_recording = is_recording

    @property
    def _is_free(self) -> bool:
        """Whether nothing is in the document, nothing is to come, and nothing can be undone."""
        document = self._document
        return (
            document.path is None
            and not document.is_modified
            and not document.undo_stack.count()
            and document.project == EMPTY
            and not self._is_opening
            and not self._is_recording
            and QApplication.activeModalWidget() is None
        )

    def _on_running_changed(self, is_running: bool) -> None:
        self._is_opening = is_running


def _is_same(path: Path, other: Path | None) -> bool:
    """Tell whether two paths lead to the same file, perhaps through links or `..`."""
    if other is None or path.name != other.name:
        return False
    try:
        return path == other or path.samefile(other)
    except OSError:
        return False
