"""Tells whether the files of a model are as training wrote them, by hashes that lie beside them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from app.errors import AppError

HASHES_NAME: Final = "SHA256SUMS"
"""A line for each file, as `sha256sum` writes and checks them."""


def write_hashes(folder: Path, names: Iterable[str]) -> Path:
    """Write the hashes of the files of these names in a folder."""
    path = folder / HASHES_NAME
    lines = (f"{_hash_of(folder / name)}  {name}\n" for name in names)
    path.write_text("".join(lines), encoding="utf-8", newline="\n")
    return path


def check_hashes(folder: Path, names: Iterable[str]) -> None:
    """Raise AppError if a file is missing, can't be read, or is not as it was written."""
    path = folder / HASHES_NAME
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError) as error:
        raise AppError(
            f"The model's list {HASHES_NAME} can't be read; install Motivo again."
        ) from (error)
    for name in names:
        try:
            is_whole = f"{_hash_of(folder / name)}  {name}" in lines
        except OSError as error:
            raise AppError(
                f"The model's file {name} can't be read; install Motivo again."
            ) from error
        if not is_whole:
            raise AppError(f"The model's file {name} is damaged; install Motivo again.")


def _hash_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
