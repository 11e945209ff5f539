"""Puts what macros (`m:`) stand for in their places (ABC 2.1, section 9)."""

from __future__ import annotations

import re
from functools import partial
from typing import Final

from app.errors import AppError

LETTERS: Final = "CDEFGABcdefgab"
MOST_CHARACTERS: Final = 200_000
"""As many a line may have when its macros are in place."""

TOO_MUCH: Final = "its macros (m:) make more music than Motivo reads; remove some"


class Macros:
    """The macros of a tune, in the order in which they were defined."""

    def __init__(self) -> None:
        self._static: dict[str, str] = {}
        self._transposing: dict[str, str] = {}

    def define(self, text: str) -> None:
        """Take the definition in a field `m:`; one with an `n` is meant for every note."""
        name, equals, meaning = text.partition("=")
        name, meaning = name.strip(), meaning.strip()
        if not equals or not name:
            return
        kinds = self._transposing if "n" in name else self._static
        kinds.pop(name, None)
        kinds[name] = meaning

    def expanded(self, line: str) -> str:
        """Return a line of music with every macro replaced.

        Raises AppError if the line grows beyond all music.
        """
        for name, meaning in self._static.items():
            count = line.count(name)
            if len(line) + count * len(meaning) > MOST_CHARACTERS:
                raise AppError(TOO_MUCH)
            line = line.replace(name, meaning)
        for name, meaning in self._transposing.items():
            before, _, after = name.partition("n")
            pattern = rf"{re.escape(before)}([A-Ga-g])([,']*){re.escape(after)}(?![\d/,'])"
            line = re.sub(pattern, partial(_meaning, meaning), line)
            if len(line) > MOST_CHARACTERS:
                raise AppError(TOO_MUCH)
        return line


def _meaning(text: str, of_note: re.Match[str]) -> str:
    """Return what a transposing macro means for a note: `n` is the note, `o` the one above it."""

    def note(found: re.Match[str]) -> str:
        letter, octave = of_note[1], of_note[2]
        octaves, step = divmod(LETTERS.index(letter) + ord(found[0]) - ord("n"), 7)
        marks = octave.count("'") - octave.count(",") + octaves
        name, marks = (LETTERS[step + 7], marks - 1) if marks > 0 else (LETTERS[step], marks)
        return name + ("'" * marks if marks > 0 else "," * -marks)

    return re.sub(r"[h-z]", note, text)
