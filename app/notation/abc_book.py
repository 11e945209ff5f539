"""Splits an ABC file into its tunes, as the ABC standard 2.1 lays them out (section 2.2)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

NOT_MUSIC: Final = re.compile(r"^%%begin(\w+).*?^%%end\1[^\n]*\n?|^%[^\n]*\n?", re.M | re.S)
"""Blocks of text or PostScript, and whole lines of comment: music21 stumbles over some."""


@dataclass(frozen=True, slots=True)
class Tune:
    """One tune of a book: its title, and its text with the file's own header before it."""

    title: str
    text: str

    @property
    def meters(self) -> frozenset[str]:
        """The meters that the tune names, such as `6/8`."""
        named = re.findall(r"(?:^|\[)M:[ \t]*(C\||C|\d+/\d+)", self.text, re.M)
        return frozenset({"C": "4/4", "C|": "2/2"}.get(name, name) for name in named)


def tunes(text: str) -> tuple[Tune, ...]:
    """Return the tunes of a file, in its order; a file without numbers (`X:`) is one tune."""
    music = NOT_MUSIC.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    header, *bodies = re.split(r"^(?=X:)", music, flags=re.M)
    if not bodies:
        header, bodies = "", [header]
    fields = "".join(line for line in header.splitlines(keepends=True) if line[1:2] == ":")
    return tuple(
        Tune(_title(body, number), _joined(fields, body))
        for number, body in enumerate(bodies, 1)
        if re.search(r"^K:", body, re.M)
    )


def _title(body: str, number: int) -> str:
    found = re.search(r"^T:[ \t]*(\S[^\n]*)", body, re.M)
    return found[1].strip() if found else f"Tune {number}"


def _joined(fields: str, body: str) -> str:
    """Put the file's fields behind the tune's number, which has to be the first line."""
    number, newline, rest = body.partition("\n")
    return f"{number}{newline}{fields}{rest}" if number.startswith("X:") else body
