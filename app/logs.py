"""Owns Motivo's log: where it lies, and how it is opened so that no other file can be written.

The window and the commands share it. Without a folder that can be used, there is no log.
"""

from __future__ import annotations

import logging
import os
import stat
import sys
from collections.abc import Callable
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Final

HOME_VARIABLE: Final = "MOTIVO_HOME"
FOLDER: Final = "motivo"
LOG_NAME: Final = "motivo.log"
LOG_BYTES: Final = 500_000
LOG_FILES: Final = 3

OPENED: Final = (
    os.O_WRONLY
    | os.O_APPEND
    | os.O_CREAT
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)  # a pipe that nobody reads would keep Motivo waiting
)
ONLY_MINE: Final = 0o600


def log_dir() -> Path:
    """Return the folder for logs, which may not exist yet; raises RuntimeError without a home."""
    home = os.environ.get(HOME_VARIABLE)
    if home:
        return Path(home) / "log"
    return _state_dir() / FOLDER / "log"


def log_path() -> Path | None:
    """Return the log, or None if there is none."""
    try:
        path = log_dir() / LOG_NAME
        return path if path.is_file() and not path.is_symlink() else None
    except (OSError, RuntimeError):
        return None


def start_log() -> Callable[[], None]:
    """Write what is logged to a rotating file; returns a function that closes it.

    If the folder can't be used, nothing is written.
    """
    try:
        folder = log_dir()
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        handler = _Log(
            folder / LOG_NAME, maxBytes=LOG_BYTES, backupCount=LOG_FILES - 1, encoding="utf-8"
        )
    except (OSError, RuntimeError):
        return lambda: None
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root = logging.getLogger()
    root.addHandler(handler)

    def close() -> None:
        root.removeHandler(handler)
        handler.close()

    return close


class _Log(RotatingFileHandler):
    """Writes to a file that only the user can read, and never through a link."""

    def _open(self) -> TextIOWrapper:
        handle = os.open(self.baseFilename, OPENED, ONLY_MINE)
        # Without a buffer nothing is left that can't be written when the log is closed.
        file = os.fdopen(handle, "ab", buffering=0)
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode) or status.st_nlink > 1:
            file.close()
            raise OSError("the log is not a file of its own")
        if hasattr(os, "fchmod"):
            os.fchmod(handle, ONLY_MINE)
        return TextIOWrapper(file, encoding=self.encoding, write_through=True)

    def handleError(self, _record: logging.LogRecord) -> None:  # noqa: N802  the name is logging's
        """Do without what can't be written, as on a full disk."""


def _state_dir() -> Path:
    """Return the folder where the system has programs keep logs."""
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Logs"
    named = Path(os.environ.get("XDG_STATE_HOME", ""))
    return named if named.is_absolute() else Path.home() / ".local" / "state"
