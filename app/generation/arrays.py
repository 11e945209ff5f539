"""Reads the arrays that are shipped beside the weights."""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from app.errors import AppError


def read_arrays(path: Path, names: Iterable[str], what: str) -> dict[str, NDArray[Any]]:
    """Return named arrays of an .npz file; raises AppError, saying what it is, if it can't be used.

    Nothing in the file is run: arrays of objects are refused.
    """
    try:
        with path.open("rb") as file, np.load(file) as arrays:
            return {name: arrays[name] for name in names}
    except (OSError, ValueError, KeyError, TypeError, EOFError, BadZipFile, zlib.error) as error:
        raise AppError(f"The {what} {path.name} can't be read; install Motivo again.") from error
