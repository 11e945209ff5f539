"""Decides in which ink each note and rest is drawn: that of the player or that of the model."""

from __future__ import annotations

from collections.abc import Mapping

from app.domain import Author, Sketch
from app.notation.drawing.score_drawing import Ink
from app.notation.writing.bars import Bar


def inks(sketch: Sketch, bars: tuple[Bar, ...], authors: Mapping[int, Author]) -> dict[str, Ink]:
    """Return the ink of each note and rest by its id.

    A rest has the ink of the note before it in its bar. One that opens its bar has the ink of the
    bar's author, which `authors` names; bars after the last note have no author.
    """
    found: dict[str, Ink] = {}
    for bar in bars:
        before = _ink_of(authors.get(bar.number))
        for written in bar.written:
            if written.note is not None:
                before = _ink_of(sketch.melody.notes[written.note].author)
            found[written.id] = before
    return found


def _ink_of(author: Author | None) -> Ink:
    return Ink.MODEL if author is Author.MODEL else Ink.PLAYER
