"""Splits an ABC file into its tunes, and a tune into its voices.

It follows the ABC standard 2.1 (sections 2.2 and 7). music21 reads a single voice of a single tune
well, but merges several voices or tunes into one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

NOT_MUSIC: Final = re.compile(r"^%%begin(\w+).*?^%%end\1[^\n]*\n?|^%[^\n]*\n?", re.M | re.S)
"""Blocks of text or PostScript, and lines that are comments: music21 stumbles over some of them."""

VOICE: Final = re.compile(r"^V:[ \t]*(\S+)[^\n]*\n?|\[V:[ \t]*([^]\s]+)[^]]*\]", re.M)
"""The mark at which a voice begins: a line of its own, or in brackets before the music."""

INLINE_TEMPO: Final = re.compile(r"\[(Q:[^]]*)\]")


@dataclass(frozen=True, slots=True)
class Tune:
    """One tune of a book: its title, and its text, which includes the fields of the whole file."""

    title: str
    text: str

    def texts(self, field: str) -> tuple[str, ...]:
        """Return the contents of a text field, such as `C` for the composers."""
        return _texts(self.text, field)

    @property
    def meters(self) -> frozenset[str]:
        """The meters named in the tune, such as `6/8`."""
        named = re.findall(r"(?:^|\[)M:[ \t]*(C\||C|\d+/\d+)", self.text, re.M)
        return frozenset({"C": "4/4", "C|": "2/2"}.get(name, name) for name in named)

    def voices(self) -> tuple[tuple[str, str], ...]:
        """Return the name (may be empty) and the text of each voice; every text is a whole tune."""
        key = re.search(r"^K:[^\n]*\n?", self.text, re.M)
        end = key.end() if key else 0
        head, body = self.text[:end], self.text[end:]
        names = dict(re.findall(r'^V:[ \t]*(\S+)[^\n]*?\b(?:name|nm)="([^"]*)"', head, re.M))
        head, body = _with_tempo(re.sub(r"^V:[^\n]*\n?", "", head, flags=re.M), body)
        before, *marked = VOICE.split(body)
        parts: dict[str, str] = {}
        for by_line, by_bracket, music in zip(*[iter(marked)] * 3, strict=True):
            name = by_line or by_bracket
            parts[name] = parts.get(name, before) + music
        if not parts:
            return (("", head + body),)
        return tuple((names.get(name, name), head + music) for name, music in parts.items())


def tunes(text: str) -> tuple[Tune, ...]:
    """Return the tunes of a file in order; a file without tune numbers (`X:`) is a single tune."""
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
    return next(iter(_texts(body, "T")), f"Tune {number}")


def _texts(text: str, field: str) -> tuple[str, ...]:
    """Return the lines of a field without comments; `%` after a backslash begins no comment."""
    lines = re.findall(rf"^{field}:((?:\\%|[^%\n])*)", text, re.M)
    return tuple(line.replace("\\%", "%").strip() for line in lines if line.strip())


def _joined(fields: str, body: str) -> str:
    """Insert the fields of the file after the tune's number, which has to be the first line."""
    number, newline, rest = body.partition("\n")
    return f"{number}{newline}{fields}{rest}" if number.startswith("X:") else body


def _with_tempo(head: str, body: str) -> tuple[str, str]:
    """Move the first tempo within the music to the header, where music21 looks for it."""
    found = INLINE_TEMPO.search(body)
    if found and not re.search(r"^Q:", head, re.M):
        head = re.sub(r"^(?=K:)", f"{found[1]}\n", head, count=1, flags=re.M)
    return head, INLINE_TEMPO.sub("", body)
