"""Owns FileStamps: what files were like when Motivo last read or wrote them."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from pathlib import Path

from app.domain.file_stamp import FileStamp
from app.services.worker import Task


class FileStamps:
    """Remembers a stamp for each file, so that a save notices if another program wrote to it."""

    def __init__(self, stamp_file: Callable[[Path], Task]) -> None:
        self._stamp_file = stamp_file
        self._known: dict[Path, FileStamp] = {}

    def note(self, path: Path) -> None:
        """Have a file stamped; to be called just before it is read, so that no change is missed."""
        self._stamp_file(path).succeeded.connect(lambda stamp: self.remember(path, stamp))

    def remember(self, path: Path, stamp: FileStamp | None) -> None:
        """Remember what a file is like; None if that is not known."""
        self._known.pop(path, None)
        if stamp is not None:
            self._known[path] = stamp

    def known(self, path: Path | None) -> FileStamp | None:
        """Return what a file was like; None if Motivo has neither read nor written it."""
        return None if path is None else self._known.get(path)


def beside(path: Path) -> Path:
    """Return a path for another version of a file, at which there is nothing yet."""
    others = (path.with_name(f"{path.stem} ({number}){path.suffix}") for number in count(2))
    return next(other for other in others if not other.exists())
