"""Puts notes of MIDI files exactly on the places of quintuplets, septuplets and the like.

A file counts in ticks, on which the parts of such a tuplet are rounded: of five notes in a quarter
of 96 ticks, the second begins at 19 instead of 19.2. A tuplet is recognised only where every note
of a stretch begins on the very tick to which its places are rounded, and most places have a note.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from fractions import Fraction
from math import floor
from typing import Final

from app.formats.magenta import Timed

STRETCHES: Final = tuple(Fraction(eighths, 2) for eighths in (8, 6, 4, 3, 2, 1))
"""The lengths of stretches that are divided, in quarters.

The longest come first: three of five notes in a quarter could also be some of five in an eighth.
"""

RARE: Final = (5, 7, 9, 10, 11, 13, 14, 15)
"""The numbers of parts that don't lie on the grid of sixty-fourths and triplets."""

USUAL: Final = (1, 2, 3, 4, 6, 8)
"""The parts of an eighth on which other notes begin."""

FILLED_SHARE: Final = Fraction(3, 5)
"""The share of the places that must have a note."""

NEAR: Final = Fraction(3, 10)
"""An end that is not farther from a place than this share of a part is meant to be there."""


def with_exact_tuplets(notes: Sequence[Timed], quarter_ticks: Fraction) -> list[Timed]:
    """Return the notes in order; those of tuplets begin and end exactly where their parts do.

    Times are in quarters, of `quarter_ticks` of the file.
    """
    ordered = sorted(notes)
    onsets = [start for start, *_ in ordered]
    moved: dict[int, Timed] = {}
    for length in STRETCHES:
        step = min(length, Fraction(1))
        begins = sorted({floor(onset / step) * step for onset in onsets})
        for begin in begins:
            first, last = bisect_left(onsets, begin), bisect_left(onsets, begin + length)
            inside = range(first, last)
            if inside[0] in moved or onsets[first] != begin or _are_usual(onsets[first:last]):
                continue
            parts = _parts(onsets[first:last], begin, length, quarter_ticks)
            if parts:
                for index in inside:
                    moved.setdefault(index, _exact(ordered[index], begin, length / parts))
    return [moved.get(index, note) for index, note in enumerate(ordered)]


def _are_usual(onsets: Sequence[Fraction]) -> bool:
    return any(all((2 * onset * parts).denominator == 1 for onset in onsets) for parts in USUAL)


def _parts(
    onsets: Sequence[Fraction], begin: Fraction, length: Fraction, quarter_ticks: Fraction
) -> int:
    """Return into how many parts a stretch is divided; 0 if that can't be told."""
    ticks = {round((onset - begin) * quarter_ticks) for onset in onsets}
    for parts in RARE:
        exact = [length * quarter_ticks * part / parts for part in range(parts)]
        for rounded in ({round(place) for place in exact}, {floor(place) for place in exact}):
            if ticks <= rounded and len(ticks) >= FILLED_SHARE * parts:
                return parts
    return 0


def _exact(note: Timed, begin: Fraction, part: Fraction) -> Timed:
    start, end, pitch, velocity = note
    place = begin + round((start - begin) / part) * part
    parts = max(1, round((end - place) / part))
    is_near = abs(end - place - parts * part) <= NEAR * part
    return place, place + parts * part if is_near else end, pitch, velocity
