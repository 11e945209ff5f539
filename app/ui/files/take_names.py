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
LONGEST_BYTES: Final = 100
"""How many characters of a title or name are used, and how many bytes of UTF-8.

Systems allow 255 bytes for a file name, which may hold a title, a name and numbers.
"""

FORBIDDEN: Final = re.compile(
    r'[\\/:*?"<>|\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]+'
)
"""Characters that have another meaning on some file system, or show a name other than it is."""

RESERVED: Final = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])\s*(\.|$)", re.I)
"""Names that Windows takes for devices, whatever their ending."""


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
    """Return as much of a text as can be used as a file name; "" if that is nothing.

    It begins with no dot or dash: other programs hide such files, or take the name for an option.
    """
    name = re.sub(r"\s+", " ", FORBIDDEN.sub(" ", text))[:LONGEST].lstrip(" .-")
    name = name.encode()[:LONGEST_BYTES].decode(errors="ignore").rstrip(" .")
    return f"_{name}" if RESERVED.match(name) else name
