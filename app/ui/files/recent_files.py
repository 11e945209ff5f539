"""Owns RecentFiles: which files were opened or saved last, and which is open."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Signal

from app.document import Document
from app.services.file_presence import FilePresence
from app.services.settings import LAST_FILE, RECENT_FILES, REOPEN, Settings

MOST_FILES: Final = 10

LONGEST_NAME: Final = 60
LONGEST_FOLDER: Final = 40
"""In characters; longer ones are shortened in the middle."""


@dataclass(frozen=True, slots=True)
class RecentFile:
    """A file as the menu shows it; `text` is one short line, and `is_missing` greys it."""

    path: Path
    text: str
    is_missing: bool = False


class RecentFiles(QObject):
    """Remembers files for all windows of Motivo, through the settings that they share."""

    reopened = Signal(Path)
    """The file that was open at the end has to be opened."""
    listed = Signal(tuple)
    """The RecentFiles to show, the latest first."""

    def __init__(self, document: Document, settings: Settings) -> None:
        super().__init__(document)
        self._document, self._settings = document, settings
        self._presence = FilePresence()
        self._open: Path | None = None
        document.opened.connect(self._on_opened)

    def reopen(self) -> None:
        """At the start, open what was open at the end, if the player wishes that."""
        last = _unpacked(self._settings.get(LAST_FILE))
        if last and self._settings.get(REOPEN):
            self.reopened.emit(last[0])

    def add(self, path: Path) -> None:
        """Put a file that was opened or saved at the top of the list."""
        path = _plain(path)
        others = [other for other in self._paths() if other != path]
        self._keep([path, *others][:MOST_FILES])
        self._open = path
        self.remember_open()

    def clear(self) -> None:
        """Forget the files."""
        self._keep([])

    def tell(self) -> None:
        """Emit `listed`, after a glance at which files are missing."""
        paths = self._paths()
        missing = self._presence.missing(paths)
        texts = texts_of(paths)
        self.listed.emit(
            tuple(
                RecentFile(path, text, path in missing)
                for path, text in zip(paths, texts, strict=True)
            )
        )

    def remember_open(self) -> None:
        """Keep in mind which file is open, for the next start; of several windows, the last counts.

        A file counts from which notes were imported, too.
        """
        self._settings.set(LAST_FILE, _packed([] if self._open is None else [self._open]))

    def _on_opened(self) -> None:
        self._open = self._document.path
        self.remember_open()

    def _paths(self) -> list[Path]:
        self._settings.save()  # and get what other windows have written
        return _unpacked(self._settings.get(RECENT_FILES))[:MOST_FILES]

    def _keep(self, paths: Sequence[Path]) -> None:
        self._settings.set(RECENT_FILES, _packed(paths))
        self._settings.save()


def _plain(path: Path) -> Path:
    """Return an absolute path without `..`, so that a file is not listed twice."""
    path = path.absolute()
    return path.parent.resolve() / path.name if ".." in path.parts else path


def _packed(paths: Sequence[Path]) -> str:
    """Return paths as JSON, which holds bytes that are no text as well."""
    return json.dumps([str(path) for path in paths])


def _unpacked(text: str) -> list[Path]:
    """Return the paths; those of a text that makes no sense are none."""
    try:
        return [Path(name) for name in json.loads(text or "[]")]
    except (ValueError, TypeError, RecursionError):
        return []


def texts_of(paths: Sequence[Path]) -> list[str]:
    """Return the name of each file, and with it the folder where two names are equal."""
    counts = Counter(path.name for path in paths)
    return [
        _shortened(path.name, LONGEST_NAME)
        if counts[path.name] == 1
        else f"{_shortened(path.name, LONGEST_NAME)} – {_shortened(_folder(path), LONGEST_FOLDER)}"
        for path in paths
    ]


def _folder(path: Path) -> str:
    """Return the folder of a file, with ~ for the user's own."""
    folder = path.parent
    try:
        return str("~" / folder.relative_to(Path.home()))
    except (ValueError, RuntimeError):
        return str(folder)


def _shortened(text: str, most: int) -> str:
    """Return a text on one line, without bytes that are no text, and with “…” if it is long."""
    shown = os.fsencode(text).decode(errors="replace")
    shown = "".join(sign if sign.isprintable() else " " for sign in shown)
    half = (most - 1) // 2
    return shown if len(shown) <= most else f"{shown[:half]}…{shown[-half:]}"
