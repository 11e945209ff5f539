"""Tells music that was played from music that was written, by where its notes begin."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Final

DIVISIONS: Final = (*range(1, 10), 12, 16)
"""The parts into which written music divides a quarter: down to sixty-fourths, with tuplets."""

WRITTEN_SHARE: Final = 0.75
"""If fewer of the notes lie exactly on a division of their quarter, they were played."""


ROUNDING: Final = 1e-9
"""What floating-point numbers may be off by."""


def is_played(onsets: Sequence[float], tolerance: float) -> bool:
    """Tell whether notes were played in free time and not written.

    The onsets are in quarters. In written music, all notes that begin in the same quarter lie on
    one division of it, however fine; that leaves room for tuplets of any kind, but hardly any for
    chance. `tolerance` (in quarters) allows for the rounding to ticks.
    """
    quarters: dict[int, list[float]] = defaultdict(list)
    for onset in onsets:
        quarters[int(onset + tolerance)].append(onset)
    written = sum(
        len(inside)
        for inside in quarters.values()
        if any(_lie_on(inside, division, tolerance) for division in DIVISIONS)
    )
    return written < WRITTEN_SHARE * len(onsets)


def _lie_on(onsets: list[float], division: int, tolerance: float) -> bool:
    room = tolerance * division + ROUNDING
    return all(abs(place - round(place)) <= room for place in (each * division for each in onsets))
