"""Reads the content of files, and refuses what is no file or larger than any music."""

from __future__ import annotations

import stat
from pathlib import Path
from typing import Final

from app.errors import AppError

MOST_BYTES: Final = 64 * 2**20
"""No format needs more for the longest music that Motivo shows."""


def content_of(path: Path) -> bytes:
    """Return the content of a file.

    Raises AppError, naming the file, if it can't be read. A device or a pipe is refused before it
    is opened: opening a pipe waits for its other end, and a device may never end.
    """
    try:
        mode = path.stat().st_mode
        if not stat.S_ISREG(mode):
            kind = "a folder" if stat.S_ISDIR(mode) else "a device or a pipe"
            raise AppError(f"{path.name} can't be opened: it is {kind}; choose a file.")
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError as error:
        reason = error.strerror
        raise AppError(f"{path.name} can't be read ({reason}); choose another file.") from error
    if len(content) > MOST_BYTES:
        most = MOST_BYTES // 2**20
        raise AppError(
            f"{path.name} can't be opened: it is larger than {most} MB, which no music is; choose"
            " another file."
        )
    return content
