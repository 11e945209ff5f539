"""Owns Journal: keeps every change of a document on the disk, to be offered after a crash."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final

from PySide6.QtCore import QLockFile, QObject, Signal

from app.document.document import Document
from app.document.journal_writer import UNFINISHED, JournalFormat, JournalWriter
from app.domain.snapshot import Snapshot

SUFFIX: Final = ".journal"
LOCK: Final = ".lock"
DAMAGED: Final = ".damaged"


class Journal(QObject):
    """Keeps a document in a file in `folder`, and finds the files that crashed Motivos left.

    A lock beside each journal shows that its Motivo is still running; the system releases the
    lock when that process ends, in whatever way. `load_format` imports the format of journals.
    """

    trouble_changed = Signal(object)
    """Why nothing can be kept any more, as a string, or None when everything is kept again."""
    kept = Signal()
    """All changes are on the disk."""

    def __init__(
        self, document: Document, folder: Path, load_format: Callable[[], JournalFormat]
    ) -> None:
        super().__init__(document)
        self._document, self._folder = document, folder
        self._name = os.urandom(8).hex()
        self._locks: dict[str, QLockFile] = {}
        self._writer = JournalWriter(
            self._file(self._name, SUFFIX),
            load_format,
            self._claim,
            self.kept.emit,
            self.trouble_changed.emit,
        )
        self._is_started = self._is_closed = False
        # These come when a change is complete; the document's other signals come amid it.
        for changed in (document.undo_stack.indexChanged, document.modified_changed):
            changed.connect(lambda *_: self._write())
        document.opened.connect(self._on_opened)

    @property
    def is_up_to_date(self) -> bool:
        """Whether the document is kept as it is now."""
        return self._writer.is_up_to_date

    def left_behind(self) -> tuple[Path, ...]:
        """Return the journals that crashed Motivos left, and claim them for this one.

        What else they left is deleted.
        """
        found = []
        of_motivo = (SUFFIX, UNFINISHED, LOCK)
        names = {path.stem for path in self._folder.glob("*.*") if path.suffix in of_motivo}
        for name in names - {self._name}:
            if not self._lock(name):
                continue
            self._delete(name, UNFINISHED)
            path = self._file(name, SUFFIX)
            if path.is_file():
                found.append(path)
            else:
                self._release(name)
        return tuple(found)

    def throw_away(self, path: Path) -> None:
        """Delete a journal that was left behind."""
        self._delete(path.stem, SUFFIX)
        self._release(path.stem)

    def take_over(self, path: Path) -> None:
        """Delete a journal whose content the document has now, if the document itself is kept."""
        if self._writer.wait():
            self.throw_away(path)

    def set_aside(self, path: Path) -> None:
        """Keep a damaged journal under another name, so that it isn't found again."""
        with suppress(OSError):
            path.replace(path.with_suffix(DAMAGED))
        self._release(path.stem)

    def close(self) -> None:
        """Stop keeping, and delete what is kept: whatever is unsaved now is not wanted."""
        self._is_closed = True
        self._writer.close()
        for name in list(self._locks):
            self._release(name)

    def _on_opened(self) -> None:
        self._write(is_another=True)

    def _write(self, *, is_another: bool = False) -> None:
        if self._is_closed:
            return
        document = self._document
        snapshot = Snapshot(document.project, document.path, document.is_modified)
        self._writer.write(snapshot, is_another=is_another)
        if not self._is_started:
            self._is_started = True
            self._writer.start()

    def _claim(self) -> None:
        """Take the lock of this Motivo's own journal; raises OSError if that fails."""
        self._folder.mkdir(parents=True, exist_ok=True)
        if not self._lock(self._name):
            raise OSError("its folder can't be written to")

    def _lock(self, name: str) -> bool:
        """Try to take the lock of a name, and tell whether that worked."""
        if name in self._locks:
            return True
        lock = QLockFile(str(self._file(name, LOCK)))
        lock.setStaleLockTime(0)
        # A lock file without content is that of a Motivo that ended as it was about to write it.
        if not lock.tryLock(0) and not (lock.removeStaleLockFile() and lock.tryLock(0)):
            return False
        self._locks[name] = lock
        return True

    def _release(self, name: str) -> None:
        lock = self._locks.pop(name, None)
        if lock is not None:
            lock.unlock()  # which deletes its file

    def _delete(self, name: str, suffix: str) -> None:
        with suppress(OSError):
            self._file(name, suffix).unlink(missing_ok=True)

    def _file(self, name: str, suffix: str) -> Path:
        return self._folder / f"{name}{suffix}"
