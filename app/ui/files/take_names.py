"""Names the files of takes: readable, valid on every file system, and all different."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import QCoreApplication

from app.domain import Take
from app.domain.file_formats import MIDI

SUFFIX: Final = MIDI.suffix
"""The format in which takes leave Motivo, which every DAW reads."""

LONGEST: Final = 80
"""How many characters of a title or name are used; systems allow 255 bytes for a file name."""

FORBIDDEN: Final = r'[\\/:*?"<>|\x00-\x1f\x7f]+'
"""Characters that have another meaning on some file system."""


def file_stem(take: Take) -> str:
    """Return the file name of a take without its ending, such as "Air - take 3 - Up the hill"."""
    tr = QCoreApplication.translate
    title = cleaned_name(take.sketch.title) or tr("Takes", "Sketch")
    number = tr("Takes", "take {0}").format(take.number)
    return " - ".join(filter(None, (title, number, cleaned_name(take.name))))


def file_names(takes: Iterable[Take]) -> list[str]:
    """Return a file name for each take; no two are equal, even if case is ignored."""
    used: set[str] = set()
    names = []
    for take in takes:
        stem = name = file_stem(take)
        count = 1
        while name.casefold() in used:
            count += 1
            name = f"{stem} ({count})"
        used.add(name.casefold())
        names.append(name + SUFFIX)
    return names


def cleaned_name(text: str) -> str:
    """Return as much of a text as can be used as a file name."""
    return re.sub(r"\s+", " ", re.sub(FORBIDDEN, " ", text))[:LONGEST].strip(" .")
