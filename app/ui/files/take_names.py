"""Names the files of takes: sensible to read, fit for every file system, no two alike."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import QCoreApplication

from app.domain import Take
from app.domain.file_formats import MIDI

SUFFIX: Final = MIDI.suffix
"""What takes leave Motivo as: every DAW reads it."""

LONGEST: Final = 80
"""Characters of a title or name that go into a file's; systems allow 255 bytes in all."""

FORBIDDEN: Final = r'[\\/:*?"<>|\x00-\x1f\x7f]+'
"""What some file system takes for something else."""


def file_stem(take: Take) -> str:
    """Return a take's file name without its ending, such as "Air - take 3 - Up the hill"."""
    tr = QCoreApplication.translate
    title = cleaned_name(take.sketch.title) or tr("Takes", "Sketch")
    number = tr("Takes", "take {0}").format(take.number)
    return " - ".join(filter(None, (title, number, cleaned_name(take.name))))


def file_names(takes: Iterable[Take]) -> list[str]:
    """Return a name for each take's file, none of them twice, whatever the case of letters."""
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
    """Return a text as a file may be called, as much of it as there is room for."""
    return re.sub(r"\s+", " ", re.sub(FORBIDDEN, " ", text))[:LONGEST].strip(" .")
