"""Splits an ABC file into its tunes, and knows the text fields of each (ABC 2.1, section 2.2)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from app.notation.reading.abc_text import music_lines, plain

FIELD: Final = re.compile(r"([A-Za-z+]):(?![|:])\s*(.*)")
"""A line that is a field; `|:` and `::` may stand after a note at the beginning of a line."""

MUSIC: Final = re.compile(r"(?=.*\|)[][A-Ga-gxyzZ\d,'/^_=|:(){}<>~. -]+")
"""A line that is music and no text: it has a bar line, and no letter that is not a note."""

FILE_FIELDS: Final = "ABCDFGHILMmNORrSUZ"
"""The fields that may stand before the first tune and hold for all tunes of the file."""


@dataclass(frozen=True, slots=True)
class Tune:
    """One tune of a book: its title, the lines up to its key, and the lines of its music.

    The head includes what the file says for all of its tunes. `cut` is the first line of music that
    stands after the empty line at which the tune ends.
    """

    title: str
    head: tuple[str, ...]
    body: tuple[str, ...]
    cut: str = ""

    def texts(self, field: str) -> tuple[str, ...]:
        """Return the contents of a text field, such as `C` for the composers."""
        lines = (line[2:] for line in self.head if line.startswith(f"{field}:"))
        return tuple(text for text in map(plain, lines) if text)


def tunes(text: str) -> tuple[Tune, ...]:
    """Return the tunes of a file in order.

    A tune begins with its number (`X:`) and ends with an empty line or the next number; what
    stands between tunes is text. A file without any number is a single tune.
    """
    blocks: list[list[str]] = [[]]
    for line in music_lines(text):
        if re.match(r"\s*X:", line):
            blocks.append([line.strip()])
        else:
            blocks[-1].append(line)
    if len(blocks) == 1:
        found = _tune(blocks[0], [], 1)
        return (found,) if found else ()
    file_lines = [line for line in blocks[0] if _is_for_file(line)]
    read = (_tune(block, file_lines, number) for number, block in enumerate(blocks[1:], 1))
    return tuple(tune for tune in read if tune is not None)


def _is_for_file(line: str) -> bool:
    field = FIELD.match(line)
    return line.startswith("%%") or (field is not None and field[1] in FILE_FIELDS)


def _tune(block: list[str], file_lines: list[str], number: int) -> Tune | None:
    """Return the tune in a block of lines; None where it has no key."""
    keys = (place for place, line in enumerate(block) if re.match(r"\s*K:", line))
    key = next(keys, None)
    if key is None:
        return None
    head = [*file_lines, *(line.strip() for line in block[: key + 1] if line.strip())]
    lines = [line.strip() for line in block[key + 1 :]]
    while lines and not lines[0]:
        lines.pop(0)
    end = lines.index("") if "" in lines else len(lines)
    cut = next((line for line in lines[end:] if MUSIC.fullmatch(line)), "")
    own = [line[2:] for line in block[:key] if line.startswith("T:")]
    title = next((name for name in map(plain, own) if name), f"Tune {number}")
    return Tune(title, tuple(head), tuple(lines[:end]), cut)
