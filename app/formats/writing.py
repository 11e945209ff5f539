"""Writes a file whole or not at all: writes a temporary file beside it, which then replaces it.

It also notices if another program has changed the file in the meantime.
"""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from contextlib import suppress
from pathlib import Path
from typing import Final

from app.domain.file_stamp import FileStamp
from app.errors import AppError
from app.formats.content import MOST_BYTES

TEMPORARY: Final = ".motivo-"
"""How the names of temporary files begin; they don't grow with the name of the file itself."""

NEW_FILE: Final = os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0)


class FileChangedError(AppError):
    """Another program has changed the file that was to be replaced."""


def write_whole(path: Path, content: bytes, known: FileStamp | None = None) -> FileStamp:
    """Write `content` to `path`; if that fails, keep the old file and raise AppError.

    Where `path` is a link, the file that it leads to is written. A file keeps its permissions and,
    if the system allows it, its owner; what is new gets those of any new file. Raises
    FileChangedError if the file is there and is not as `known` says.

    A file that may be written is refused if its folder may not: what is written into the file
    itself is half there if the disk is full or the power fails.
    """
    file = path
    try:
        file = _behind_links(path)
        return _replace(file, content, known)
    except OSError as error:
        raise AppError(
            f"{path.name} can't be written to {file.parent} ({error.strerror or error});"
            " choose another folder."
        ) from error


def stamp_of(path: Path) -> FileStamp:
    """Return what a file is like now; raises OSError if it can't be read, or is no file of ours."""
    status = path.stat()
    if not stat.S_ISREG(status.st_mode) or status.st_size > MOST_BYTES:
        raise OSError(errno.EINVAL, "it is too large, a folder, a device or a pipe")
    with path.open("rb") as file:
        return _stamp(os.fstat(file.fileno()), file.read())


def _behind_links(path: Path) -> Path:
    """Return the file that a path leads to; raises AppError if it is a link to none."""
    if not path.is_symlink():
        return path
    try:
        return Path(os.path.realpath(path, strict=True))
    except OSError as error:
        raise AppError(f"{path.name} is a link that leads to no file; choose another name.") from (
            error
        )


def _replace(path: Path, content: bytes, known: FileStamp | None) -> FileStamp:
    old = _status(path)
    if old is not None and not stat.S_ISREG(old.st_mode):
        raise AppError(f"{path.name} is not a file; choose another name.")
    if old is not None and not (old.st_mode & 0o222 and os.access(path, os.W_OK)):
        raise AppError(f"{path.name} is read-only; choose another name.")
    temporary = path.with_name(f"{TEMPORARY}{os.urandom(8).hex()}")
    # What is kept from others stays so while it is written.
    mode = 0o666 if old is None else stat.S_IMODE(old.st_mode) & 0o600
    try:
        with os.fdopen(os.open(temporary, NEW_FILE, mode), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
            status = os.fstat(file.fileno())
        if old is not None:
            _keep_rights(temporary, old, status)
        if known is not None:
            _check_unchanged(path, known)
        temporary.replace(path)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise
    _settle(path.parent)
    return _stamp(status, content)


def _status(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except FileNotFoundError:
        return None


def _keep_rights(path: Path, old: os.stat_result, new: os.stat_result) -> None:
    """Give a file the owner and the permissions of another one."""
    mode = stat.S_IMODE(old.st_mode) & 0o777
    if hasattr(os, "chown") and (old.st_uid, old.st_gid) != (new.st_uid, new.st_gid):
        try:
            os.chown(path, old.st_uid, old.st_gid)
        except OSError:
            try:
                os.chown(path, -1, old.st_gid)
            except OSError:
                # Another group must not be allowed what the old one was.
                mode &= ~0o070 | (mode & 0o007) << 3
    path.chmod(mode)


def _check_unchanged(path: Path, known: FileStamp) -> None:
    """Raise FileChangedError if a file is not as known; one that is gone is nobody's loss."""
    status = _status(path)
    if status is None or _seen(status) == (known.mtime_ns, known.size, known.inode):
        return
    # Some file systems round times or number their files anew, and some programs touch files.
    if status.st_size != known.size or stamp_of(path).digest != known.digest:
        raise FileChangedError(f"{path.name} was changed by another program.")


def _settle(folder: Path) -> None:
    """Have the new name outlast a power failure, on systems that can be asked for that."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _stamp(status: os.stat_result, content: bytes) -> FileStamp:
    return FileStamp(*_seen(status), hashlib.sha256(content).digest())


def _seen(status: os.stat_result) -> tuple[int, int, int]:
    return status.st_mtime_ns, status.st_size, status.st_ino
