"""Owns FileStamp: by what it is noticed that another program has written to a file."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FileStamp:
    """What a file was like when Motivo last read or wrote it.

    `mtime_ns`, `size` and `inode` are what the system tells; `digest` is a hash of the content.
    """

    mtime_ns: int
    size: int
    inode: int
    digest: bytes
