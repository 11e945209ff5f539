"""Reads the arrays that are shipped beside the model's weights."""

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
    """Return the named arrays of an .npz file.

    Nothing in the file is run: arrays of Python objects are refused. Raises AppError if the file
    can't be used; its message calls the file a `what`, such as "melody index".
    """
    try:
        with path.open("rb") as file, np.load(file) as arrays:
            return {name: arrays[name] for name in names}
    except (OSError, ValueError, KeyError, TypeError, EOFError, BadZipFile, zlib.error) as error:
        raise AppError(f"The {what} {path.name} can't be read; install Motivo again.") from error
