"""Tells music that was played from music that was written, by where its notes begin."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from math import ceil
from typing import Final

from app.constants import TICKS_PER_QUARTER

USUAL: Final = (1, 2, 3, 4, 6, 8)
RARE: Final = (5, 7, 9)
"""The parts into which written music divides an eighth: down to sixty-fourths, with tuplets."""

WRITTEN_SHARE: Final = 0.75
"""If fewer of the notes lie exactly on a division of their eighth, they were played."""


OF_FLOATS: Final = 1e-9
"""What floating-point numbers may be off by."""


def is_played(onsets: Sequence[float], rounding: float) -> bool:
    """Tell whether notes were played in free time and not written.

    The onsets are in quarters; they were rounded to ticks of twice `rounding`. In written music,
    all notes that begin in the same eighth lie on one division of it, however fine; that leaves
    room for tuplets of any kind, but hardly any for chance. On a usual division a note may be a
    tick off, as in many files; on a rare one it has to be where rounding, or cutting, puts it.
    """
    tolerance = max(rounding, 1 / TICKS_PER_QUARTER)
    eighths: dict[int, list[float]] = defaultdict(list)
    for onset in onsets:
        eighths[int(2 * (onset + tolerance))].append(2 * onset)
    written = sum(
        len(inside)
        for inside in eighths.values()
        if any(_lie_on(inside, division, 2 * tolerance) for division in USUAL)
        or any(
            _lie_on(inside, division, 2 * rounding) or _lie_below(inside, division, 4 * rounding)
            for division in RARE
        )
    )
    return written < WRITTEN_SHARE * len(onsets)


def _lie_on(onsets: list[float], division: int, tolerance: float) -> bool:
    room = tolerance * division + OF_FLOATS
    return all(abs(place - round(place)) <= room for place in (each * division for each in onsets))


def _lie_below(onsets: list[float], division: int, tolerance: float) -> bool:
    """Tell whether all onsets are less than a tick before a division: some programs cut ticks."""
    room = tolerance * division - OF_FLOATS
    places = [each * division for each in onsets]
    return all(ceil(place - OF_FLOATS) - place < room for place in places)
