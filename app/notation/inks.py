"""Tells whose each bar and each written value is, which decides the colour it is drawn in."""

from __future__ import annotations

from app.domain import Author, Sketch
from app.notation.bars import Bar, Written
from app.notation.drawing import Ink


def model_bars(sketch: Sketch, bars: tuple[Bar, ...]) -> frozenset[int]:
    """Return the bars most of whose notes are the model's; an empty bar is as the one before.

    Bars after the last note are nobody's.
    """
    found: set[int] = set()
    for bar in bars:
        authors = [
            sketch.melody.notes[w.note].author
            for w in bar.written
            if w.note is not None and w.tie in (None, "start")
        ] or [sketch.melody.notes[w.note].author for w in bar.written if w.note is not None]
        model = sum(author is Author.MODEL for author in authors)
        is_between = not authors and bar.number <= sketch.bars
        if 2 * model > len(authors) or (is_between and bar.number - 1 in found):
            found.add(bar.number)
    return frozenset(found)


def inks(sketch: Sketch, bars: tuple[Bar, ...]) -> dict[str, Ink]:
    """Return the ink of each note and rest by its id; a rest is as the bar or note before it."""
    of_model = model_bars(sketch, bars)
    found: dict[str, Ink] = {}
    for bar in bars:
        before = Ink.MODEL if bar.number in of_model else Ink.PLAYER
        for written in bar.written:
            before = found[written.id] = _ink_of(sketch, written, before)
    return found


def _ink_of(sketch: Sketch, written: Written, before: Ink) -> Ink:
    if written.note is None:
        return before
    is_model = sketch.melody.notes[written.note].author is Author.MODEL
    return Ink.MODEL if is_model else Ink.PLAYER
