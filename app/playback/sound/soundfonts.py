"""Finds soundfonts: the one that comes with Motivo, and better ones installed on the system."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from app.errors import AppError
from app.resources import package_path

DEFAULT_NAME: Final = "TimGM6mb.sf2"
"""The General MIDI soundfont by Tim Brechbill (GPL-2), which pretty_midi's wheel contains."""


def _in_home(folder: str) -> Path:
    """Return the path of a folder of the user, below the root if the system knows no home."""
    try:
        return Path.home() / folder
    except RuntimeError:
        return Path("/") / folder


SYSTEM_FOLDERS: Final = (
    Path("/usr/share/sounds/sf2"),
    Path("/usr/share/sounds/sf3"),
    Path("/usr/share/soundfonts"),
    Path("/usr/local/share/soundfonts"),
    Path("/Library/Audio/Sounds/Banks"),
    Path("C:/soundfonts"),
    _in_home(".local/share/soundfonts"),
    _in_home("Library/Audio/Sounds/Banks"),
)
"""The folders in which distributions, MuseScore, FluidSynth and macOS put soundfonts."""

SUFFIXES: Final = (".sf2", ".sf3")


def default_soundfont() -> Path:
    """Return the path of the default soundfont, which is found without importing its package.

    Raises AppError if it is missing.
    """
    path = package_path("pretty_midi", DEFAULT_NAME)
    if path.is_file():
        return path
    raise AppError(f"The soundfont {DEFAULT_NAME} is missing; please install Motivo again.")


def system_soundfonts(folders: tuple[Path, ...] = SYSTEM_FOLDERS) -> tuple[Path, ...]:
    """Return the soundfonts installed on this system, the largest (often the best) first."""
    found: dict[Path, int] = {}
    for folder in folders:
        files = sorted(folder.iterdir()) if folder.is_dir() else []
        for path in files:
            if path.suffix.lower() in SUFFIXES and path.is_file():
                found.setdefault(path.resolve(), path.stat().st_size)
    return tuple(sorted(found, key=lambda path: (-found[path], path)))
