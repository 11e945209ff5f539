"""Owns Autosave: what is not in a file yet is kept in a file of Motivo's own, for after a crash."""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from PySide6.QtCore import QIODevice, QLockFile, QObject, QSaveFile, QTimer

from app.document.document import Document
from app.domain import Project
from app.domain.file_formats import NATIVE

QUIET_MS: Final = 2000
"""From a change until it is kept: at most so much is lost."""

PROJECT: Final = NATIVE.suffix
NOTE: Final = ".json"
LOCK: Final = ".lock"

Write = Callable[[Project, Path, Callable[[bool], None]], None]
"""Writes a project to a file, whole or not at all, and calls back with whether it is there."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Kept:
    """What a Motivo that ended without being asked to has left behind.

    `original` is the file that it was opened from or saved to, None where there was none.
    """

    path: Path
    title: str
    takes: int
    kept_at: datetime
    original: Path | None


class Autosave(QObject):
    """Keeps a document in `folder` while something of it is in no file.

    A lock says that its Motivo still runs; the system lets go of it when that ends, in whatever
    way. Nothing is kept from a folder that can't be written to.
    """

    def __init__(
        self, document: Document, folder: Path, write: Write, quiet_ms: int = QUIET_MS
    ) -> None:
        super().__init__(document)
        self._document, self._folder, self._write = document, folder, write
        self._name = os.urandom(8).hex()
        self._locks: dict[str, QLockFile] = {}
        self._taken_over: list[Kept] = []
        self._is_writing = False
        self._is_closed = False
        self._timer = QTimer(self, singleShot=True, interval=quiet_ms)
        self._timer.timeout.connect(self._keep)
        for changed in (
            document.sketch_changed,
            document.takes_changed,
            document.path_changed,
            document.modified_changed,
            document.opened,
        ):
            changed.connect(self._on_changed)

    def left_behind(self) -> tuple[Kept, ...]:
        """Return what was left behind, the latest first; no other Motivo is told meanwhile."""
        found = []
        for path in self._folder.glob(f"*{PROJECT}"):
            if path.stem != self._name and self._lock(path.stem):
                kept = _read(path)
                if kept is not None:
                    found.append(kept)
        return tuple(sorted(found, key=lambda kept: kept.kept_at, reverse=True))

    def throw_away(self, kept: Kept) -> None:
        """Delete what was left behind."""
        self._delete(kept.path.stem)

    def take_over(self, kept: Kept) -> None:
        """Delete what was left behind as soon as the document, in which it is now, is kept."""
        self._taken_over.append(kept)
        self._on_changed()

    def close(self) -> None:
        """Keep nothing any more: what is in no file is not wanted."""
        self._is_closed = True
        self._timer.stop()
        self._delete(self._name)
        for lock in self._locks.values():
            lock.unlock()

    def _on_changed(self) -> None:
        if self._is_closed:
            return
        if not self._document.is_modified:
            self._timer.stop()
            self._forget_taken_over()
            self._delete(self._name)
        elif not self._timer.isActive():
            self._timer.start()

    def _keep(self) -> None:
        if self._is_writing or not self._lock(self._name):
            return
        self._is_writing = True
        document = self._document
        project = document.project
        note = {
            "title": project.sketch.title,
            "takes": len(project.takes),
            "original": None if document.path is None else str(document.path),
        }
        file = QSaveFile(str(self._file(self._name, NOTE)))
        if file.open(QIODevice.OpenModeFlag.WriteOnly):
            file.write(json.dumps(note).encode())
            file.commit()
        path = self._file(self._name, PROJECT)
        self._write(project, path, lambda is_there: self._on_written(project, is_there))

    def _on_written(self, project: Project, is_there: bool) -> None:
        self._is_writing = False
        if is_there:
            self._forget_taken_over()
        if self._is_closed or not self._document.is_modified:
            self._delete(self._name)
        elif self._document.project != project:
            self._timer.start()

    def _forget_taken_over(self) -> None:
        for kept in self._taken_over:
            self.throw_away(kept)
        self._taken_over.clear()

    def _lock(self, name: str) -> bool:
        """Hold the lock of a name, if it can be had."""
        if name in self._locks:
            return True
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError:
            logger.exception("Nothing can be kept in %s", self._folder)
            return False
        lock = QLockFile(str(self._file(name, LOCK)))
        lock.setStaleLockTime(0)
        if not lock.tryLock(0):
            return False
        self._locks[name] = lock
        return True

    def _delete(self, name: str) -> None:
        for suffix in (PROJECT, NOTE):
            with suppress(OSError):
                self._file(name, suffix).unlink(missing_ok=True)

    def _file(self, name: str, suffix: str) -> Path:
        return self._folder / f"{name}{suffix}"


def _read(path: Path) -> Kept | None:
    """Return what a kept project's note tells; None for one that goes meanwhile."""
    try:
        kept_at = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except OSError:
        return None
    try:
        note = json.loads(path.with_suffix(NOTE).read_bytes())
        original = None if note["original"] is None else Path(note["original"])
        return Kept(path, note["title"], note["takes"], kept_at, original)
    except (OSError, ValueError, KeyError, TypeError):
        return Kept(path, "", 0, kept_at, None)
