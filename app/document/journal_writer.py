"""Owns JournalWriter: a thread that keeps a journal of a document up to date on the disk."""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from itertools import chain
from pathlib import Path
from typing import Final, Protocol

from app.domain.snapshot import Snapshot

PAUSE_SECONDS: Final = 0.03
"""How long to wait between two writes, so that quick edits share one."""

MOST_SECONDS_TO_END: Final = 2.0
"""How long to wait at the end for a disk that doesn't answer."""

RETRY_SECONDS: Final = 1.0
"""How long to wait after a write has failed: there may be room again."""

MOST_TIMES_ITS_BEGINNING: Final = 3
SMALL_BYTES: Final = 2**20
"""A journal that has grown to so many times the size with which it began, and by so many bytes,
is written anew, without the changes that made it grow."""

UNFINISHED: Final = ".new"
"""The ending of a journal that is not whole yet."""

logger = logging.getLogger(__name__)


class JournalFormat(Protocol):
    """How a journal is written (see `formats.journal`)."""

    def heading(self) -> bytes:
        """Return the first line."""

    def lines_between(self, before: Snapshot, after: Snapshot) -> Iterator[bytes]:
        """Yield the lines that change one state into another."""


class JournalWriter:
    """Appends each change of a document to a file, in a thread of its own.

    A snapshot is immutable, so the thread can compare it with the one before and write the
    difference while the window goes on. What has been handed to the system survives the end of
    this process, in whatever way it ends; after each write the disk is asked to store it as well.

    `load_format` imports the format, which is left to the thread so that the start needn't wait.
    The thread calls `claim` before it creates the file, `kept` whenever all is written, and `told`
    with a reason when nothing can be written any more, and with None when it can again.
    """

    def __init__(
        self,
        path: Path,
        load_format: Callable[[], JournalFormat],
        claim: Callable[[], None],
        kept: Callable[[], None],
        told: Callable[[str | None], None],
    ) -> None:
        self._path, self._load_format = path, load_format
        self._claim, self._kept, self._told = claim, kept, told
        self._changed = threading.Condition()
        self._latest = self._written = Snapshot()
        self._has_to_begin = False
        self._is_closed = False
        self._file = -1
        self._bytes = self._most_bytes = 0
        self._trouble: str | None = None
        self._thread = threading.Thread(target=self._run, name="journal", daemon=True)

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def write(self, snapshot: Snapshot, *, is_another: bool = False) -> None:
        """Have a snapshot written; `is_another` tells that it is that of another document."""
        with self._changed:
            self._latest = snapshot
            self._has_to_begin |= is_another
            self._changed.notify_all()

    def wait(self) -> bool:
        """Wait until all is written, or can't be, and tell whether it is."""
        with self._changed:
            self._changed.wait_for(lambda: self._trouble or not self._is_behind)
            return not self._is_behind

    def close(self) -> None:
        """End the thread, and delete the journal: what it holds is saved, or not wanted."""
        with self._changed:
            self._is_closed = True
            self._changed.notify_all()
        if self._thread.is_alive():
            self._thread.join(MOST_SECONDS_TO_END)
        self._close_file()
        with suppress(OSError):
            self._path.unlink(missing_ok=True)

    @property
    def is_up_to_date(self) -> bool:
        """Whether all that the thread was given is on the disk."""
        return not self._is_behind

    @property
    def _is_behind(self) -> bool:
        return self._has_to_begin or self._latest is not self._written

    def _run(self) -> None:
        journal = self._load_format()
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._is_closed or self._is_behind)
                if self._is_closed:
                    return
            try:
                self._catch_up(journal)
            except OSError as error:
                self._set_trouble(error.strerror or str(error))
            except Exception:
                # A bug; the thread has to live on, since later states may well be written.
                logger.exception("The journal can't be written")
                self._set_trouble("a fault inside Motivo")
            else:
                self._set_trouble(None)
                self._kept()
            with self._changed:
                pause = RETRY_SECONDS if self._trouble else PAUSE_SECONDS
                self._changed.wait_for(lambda: self._is_closed, pause)

    def _catch_up(self, journal: JournalFormat) -> None:
        with self._changed:
            snapshot, begins = self._latest, self._has_to_begin
            self._has_to_begin = False
        try:
            if begins or self._file < 0:
                first = Snapshot(), snapshot
                self._replace(chain([journal.heading()], journal.lines_between(*first)))
                self._is_written(snapshot)
            else:
                self._append(journal, snapshot)
                if self._bytes > self._most_bytes:
                    self._replace(self._lines_anew(journal))
        except BaseException:
            self._has_to_begin |= begins
            raise

    def _append(self, journal: JournalFormat, snapshot: Snapshot) -> None:
        """Append what has changed since the last write, or nothing if that fails."""
        os.ftruncate(self._file, self._bytes)  # what a write that failed may have left
        size = _write(self._file, journal.lines_between(self._written, snapshot))
        if size:
            _sync(self._file)
        self._bytes += size
        self._is_written(snapshot)

    def _lines_anew(self, journal: JournalFormat) -> Iterator[bytes]:
        """Yield the lines of a journal of what is written; meanwhile, keep the old one going."""
        begun = self._written
        yield journal.heading()
        for line in journal.lines_between(Snapshot(), begun):
            yield line
            if self._latest is not self._written and not self._has_to_begin:
                self._append(journal, self._latest)
        yield from journal.lines_between(begun, self._written)

    def _replace(self, lines: Iterable[bytes]) -> None:
        """Begin the file anew; the old one stays until the new one is whole."""
        self._claim()
        size = write_journal(self._path, lines, self._close_file)
        self._file = _open(self._path, os.O_APPEND)
        self._bytes = size
        self._most_bytes = SMALL_BYTES + MOST_TIMES_ITS_BEGINNING * size

    def _is_written(self, snapshot: Snapshot) -> None:
        with self._changed:
            self._written = snapshot
            self._changed.notify_all()

    def _close_file(self) -> None:
        if self._file >= 0:
            os.close(self._file)
            self._file = -1

    def _set_trouble(self, trouble: str | None) -> None:
        with self._changed:
            is_news = trouble != self._trouble
            self._trouble = trouble
            self._changed.notify_all()
        if is_news:
            self._told(trouble)


def write_journal(
    path: Path, lines: Iterable[bytes], is_ready: Callable[[], None] = lambda: None
) -> int:
    """Write a journal whole or not at all, and return how many bytes it has; raises OSError.

    `is_ready` is called before the new file takes the place of an old one.
    """
    new = path.with_suffix(UNFINISHED)
    file = _open(new, os.O_TRUNC)
    try:
        size = _write(file, lines)
        _sync(file)
    except BaseException:
        os.close(file)
        with suppress(OSError):
            new.unlink()
        raise
    os.close(file)
    is_ready()
    new.replace(path)
    return size


def _open(path: Path, flags: int) -> int:
    """Open a file for writing, which only the user may read, and which is no link to another."""
    for name in ("O_BINARY", "O_NOFOLLOW", "O_CLOEXEC"):
        flags |= getattr(os, name, 0)
    return os.open(path, os.O_RDWR | os.O_CREAT | flags, 0o600)


def _write(file: int, lines: Iterable[bytes]) -> int:
    """Write lines, and return how many bytes they have."""
    size = 0
    for line in lines:
        rest = memoryview(line)
        while rest:
            rest = rest[os.write(file, rest) :]
        size += len(line)
        time.sleep(0)  # gives the window its turn
    return size


def _sync(file: int) -> None:
    """Ask the disk to store what was written; what lies around the file can wait."""
    getattr(os, "fdatasync", os.fsync)(file)
