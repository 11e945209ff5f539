"""Decides whether a bar of a sketch counts as the player's or the model's."""

from __future__ import annotations

from app.domain.note import Author
from app.domain.sketch import Sketch


def authors_of_bars(sketch: Sketch) -> dict[int, Author]:
    """Return the author of each bar by its number; the pickup is bar 0.

    A bar belongs to whoever wrote most of the notes that begin in it, and to the player if both
    wrote equally many. A bar in which no note begins belongs to the author of the note that is
    held into it, or otherwise to the author of the bar before.
    """
    balance: dict[int, int] = {}
    held: dict[int, Author] = {}
    for note in sketch.melody:
        first, last = sketch.bar_at(note.onset_ticks), sketch.bar_at(note.end_ticks - 1)
        balance[first] = balance.get(first, 0) + (1 if note.author is Author.MODEL else -1)
        for bar in range(first + 1, last + 1):
            held[bar] = note.author
    authors: dict[int, Author] = {}
    author = Author.PLAYER
    for bar in range(0 if sketch.pickup_ticks else 1, max(sketch.bars, 1) + 1):
        if bar in balance:
            author = Author.MODEL if balance[bar] > 0 else Author.PLAYER
        else:
            author = held.get(bar, author)
        authors[bar] = author
    return authors
