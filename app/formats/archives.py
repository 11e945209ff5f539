"""Unpacks the archives that collections of tunes come in."""

from __future__ import annotations

import tarfile
import zipfile
from pathlib import Path


def unpack(archive: Path, into: Path) -> None:
    """Unpack a `.zip` or `.tar.gz` into a folder; ignore any other file."""
    if archive.suffix == ".zip":
        with zipfile.ZipFile(archive) as packed_zip:
            packed_zip.extractall(into)
    elif archive.name.endswith(".tar.gz"):
        with tarfile.open(archive) as packed_tar:
            # Python has this filter only from 3.11.4 on. The archives are trusted: they are the
            # project's own training data.
            packed_tar.extraction_filter = getattr(tarfile, "data_filter", None)
            packed_tar.extractall(into)
