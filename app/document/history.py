"""Owns History: keeps earlier states of a document in files, to which the player can go back."""

from __future__ import annotations

import hashlib
import logging
import os
import time
from collections.abc import Callable
from enum import StrEnum
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject

from app.document.document import Document
from app.document.journal import SUFFIX
from app.document.journal_writer import UNFINISHED, JournalFormat, write_journal
from app.domain import Project, Sketch
from app.domain.file_formats import NATIVE
from app.domain.snapshot import Snapshot

if TYPE_CHECKING:
    from concurrent.futures import ThreadPoolExecutor

MOST_STATES: Final = 300
MOST_BYTES: Final = 100 * 2**20
"""Of all documents; the oldest go first."""

OLD_SECONDS: Final = 3600
"""What has been unfinished for so long was being written by a Motivo that crashed."""

logger = logging.getLogger(__name__)


class Moment(StrEnum):
    """When a state was kept; the value is part of its file's name."""

    SAVED = "saved"
    REPLACED = "replaced"
    GENERATED = "generated"
    OVERWRITTEN = "overwritten"


class History(QObject):
    """Keeps the states of a document in `folder`, each in a file that is written by a thread.

    A file's name says when the state was kept, why, and of which document it is: of that of a
    path, or of one that was never saved, which only this Motivo knows.
    """

    def __init__(
        self, document: Document, folder: Path, load_format: Callable[[], JournalFormat]
    ) -> None:
        super().__init__(document)
        self._document, self._folder, self._load_format = document, folder, load_format
        self._unsaved = os.urandom(8).hex()
        self._thread: ThreadPoolExecutor | None = None
        self._last = Project(Sketch())

    def keep(self, moment: Moment) -> None:
        """Keep the document as it is now, unless it is empty or was kept already."""
        project = self._document.project
        is_empty = not (project.sketch.melody or len(project.takes) or len(project.bin))
        if is_empty or project == self._last:
            return
        self._last = project
        snapshot = Snapshot(project, self._document.path, is_modified=True)
        if self._thread is None:
            from concurrent.futures import ThreadPoolExecutor  # not needed for the start

            self._thread = ThreadPoolExecutor(1, "history")
        self._thread.submit(self._write, snapshot, self._file(moment, SUFFIX, snapshot.path))

    def file_for_overwritten(self, path: Path) -> Path:
        """Return where to copy what a file has that is about to be overwritten."""
        return self._file(Moment.OVERWRITTEN, NATIVE.suffix, path)

    def states(self) -> tuple[Path, ...]:
        """Return the files of the document's earlier states, the latest first."""
        if self._thread is not None:
            self._thread.submit(lambda: None).result()  # what is being written counts as well
        keys = {self._unsaved, _key(self._document.path)}
        found = [path for path in self._files() if path.stem.rpartition("-")[2] in keys]
        return tuple(reversed(found))

    def close(self) -> None:
        """Wait until everything is written."""
        if self._thread is not None:
            self._thread.shutdown()

    def _file(self, moment: Moment, suffix: str, path: Path | None) -> Path:
        key = self._unsaved if path is None else _key(path)
        return self._folder / f"{time.time_ns():020}-{moment}-{key}{suffix}"

    def _files(self) -> list[Path]:
        """Return the files of all states, the oldest first."""
        try:
            return sorted(
                path for path in self._folder.iterdir() if path.suffix in (SUFFIX, NATIVE.suffix)
            )
        except OSError:
            return []

    def _write(self, snapshot: Snapshot, path: Path) -> None:
        journal = self._load_format()
        lines = chain([journal.heading()], journal.lines_between(Snapshot(), snapshot))
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            write_journal(path, lines)
            self._prune()
        except OSError:
            logger.warning("A state can't be kept in %s", path.parent, exc_info=True)

    def _prune(self) -> None:
        for path in self._folder.glob(f"*{UNFINISHED}"):
            if time.time() - path.stat().st_mtime > OLD_SECONDS:
                path.unlink(missing_ok=True)
        total = 0
        for count, path in enumerate(reversed(self._files()), 1):
            total += path.stat().st_size
            if count > MOST_STATES or total > MOST_BYTES:
                path.unlink(missing_ok=True)


def moment_of(path: Path) -> Moment:
    """Return when a state was kept, by the name of its file."""
    return Moment(path.stem.split("-")[1])


def _key(path: Path | None) -> str:
    """Return what stands for a path in the name of a file."""
    return hashlib.sha256(str(path).encode(errors="surrogateescape")).hexdigest()[:16]
