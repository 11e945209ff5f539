"""Owns Claims: names in a folder, each of which belongs to one running Motivo."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from PySide6.QtCore import QLockFile

LOCK: Final = ".lock"


class Claims:
    """Claims names by locks in `folder`.

    The system releases the locks of a process when it ends, in whatever way, so a name that can be
    claimed although there are files of that name is that of a Motivo that crashed.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.own = os.urandom(8).hex()
        """A name that nobody else has, for this Motivo; it is not claimed yet."""
        self._locks: dict[str, QLockFile] = {}

    def claim_own(self) -> None:
        """Claim this Motivo's own name; raises OSError if the folder can't be written to."""
        self.folder.mkdir(parents=True, exist_ok=True)
        if not self._claim(self.own):
            raise OSError("its folder can't be written to")

    def claim_left_behind(self) -> tuple[str, ...]:
        """Claim all names of which there are files, but no Motivo any more, and return them."""
        try:
            names = {path.stem for path in self.folder.iterdir()}
        except OSError:
            return ()
        return tuple(name for name in sorted(names - {self.own}) if self._claim(name))

    def release(self, name: str) -> None:
        """Give up a name; others may claim it if there still are files of that name."""
        lock = self._locks.pop(name, None)
        if lock is not None:
            lock.unlock()  # which deletes its file

    def release_all(self) -> None:
        """Give up all names."""
        for name in list(self._locks):
            self.release(name)

    def _claim(self, name: str) -> bool:
        if name in self._locks:
            return True
        lock = QLockFile(str(self.folder / f"{name}{LOCK}"))
        lock.setStaleLockTime(0)
        # A lock file without content is that of a Motivo that ended as it was about to write it.
        if not lock.tryLock(0) and not (lock.removeStaleLockFile() and lock.tryLock(0)):
            return False
        self._locks[name] = lock
        return True
