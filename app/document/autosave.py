"""Owns Autosave: keeps unsaved work in a file of Motivo's own, to be offered after a crash."""

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
"""How long after a change it is written; a crash loses no more than this."""

PROJECT: Final = NATIVE.suffix
NOTE: Final = ".json"
LOCK: Final = ".lock"

Write = Callable[[Project, Path, Callable[[bool], None]], None]
"""Writes a project to a file, whole or not at all, and calls back with whether that worked."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Kept:
    """Unsaved work of a Motivo that crashed.

    `original` is the file that it was opened from or saved to, or None.
    """

    path: Path
    title: str
    takes: int
    kept_at: datetime
    original: Path | None


class Autosave(QObject):
    """Keeps a document in `folder` as long as any of it is unsaved.

    A lock beside the kept file shows that its Motivo is still running; the system releases the
    lock when that process ends, in whatever way. If the folder can't be written to, nothing is
    kept.
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
        """Return what crashed Motivos left behind, the latest first, and claim it for this one."""
        found = []
        for path in self._folder.glob(f"*{PROJECT}"):
            if path.stem != self._name and self._lock(path.stem):
                kept = _read(path)
                if kept is not None:
                    found.append(kept)
        return tuple(sorted(found, key=lambda kept: kept.kept_at, reverse=True))

    def throw_away(self, kept: Kept) -> None:
        """Delete the unsaved work of a crashed Motivo."""
        self._delete(kept.path.stem)

    def take_over(self, kept: Kept) -> None:
        """Delete unsaved work that the document contains now, once the document itself is kept."""
        self._taken_over.append(kept)
        self._on_changed()

    def close(self) -> None:
        """Stop keeping and delete what is kept: whatever is unsaved now is not wanted."""
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
        """Try to take the lock of a name, and tell whether that worked."""
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
    """Return what the note beside a kept project says; None if it has just been deleted."""
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
