"""Writes a file whole or not at all: writes a temporary file beside it, which then replaces it."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from app.errors import AppError


def write_whole(path: Path, content: bytes) -> None:
    """Write `content` to `path`; if that fails, keep the old file and raise AppError."""
    try:
        handle, temporary = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            Path(temporary).chmod(0o666 & ~_umask())
            Path(temporary).replace(path)
        except OSError:
            Path(temporary).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise AppError(
            f"{path.name} can't be written to {path.parent} ({error.strerror or error});"
            " choose another folder."
        ) from error


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
