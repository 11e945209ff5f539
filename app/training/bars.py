"""Owns where bars stand in time: mends bars that do not add up, and tells how many there were."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import Final, NamedTuple

MOST_CROOKED: Final = 0.1
"""Share of bars off the meter beyond which a tune counts as damaged."""

_CLOSE: Final = 0.02
"""Quarters by which written lengths may miss the bar line: rounded tuplets do."""


class Bar(NamedTuple):
    """A bar as written: its length in quarters; `is_pickup` where the file calls it incomplete."""

    length: float
    is_pickup: bool = False


class Waits:
    """Silences put in so that what follows stands on the grid again."""

    def __init__(self) -> None:
        self._places: list[float] = []
        self._lengths: list[float] = []

    @property
    def total(self) -> float:
        """Quarters of silence so far."""
        return self._lengths[-1] if self._lengths else 0.0

    def add(self, place: float, quarters: float) -> None:
        """Put a silence before what begins at a place or later; places come in order."""
        self._places.append(place - _CLOSE)
        self._lengths.append(self.total + quarters)

    def moved(self, place: float) -> float:
        """Return where a place stands with the silences before it."""
        index = bisect_right(self._places, place)
        return place + (self._lengths[index - 1] if index else 0.0)


def is_on_line(quarters: float, bar: float) -> bool:
    """Whether a place, counted from any bar line, is a bar line."""
    return min(quarters % bar, -quarters % bar) <= _CLOSE


def bar_starts(bars: Sequence[Bar], whole: float) -> tuple[list[float], float]:
    """Return where each bar begins, in quarters, and the share of bars off the meter.

    `whole` is the length of a full bar. A short first bar is a pickup; two short ones that make a
    whole belong together; an incomplete bar within ends at a bar line. After any other bar off the
    meter silence lasts until the next bar line, so that all later bars keep their beats. A single
    such bar is a fermata or a slip, and no damage.
    """
    first = bars[0].length
    line = first if first < whole - _CLOSE else 0.0
    starts, now, off = [0.0], first, 0
    for index, bar in enumerate(bars[1:], 1):
        following = bars[index + 1].length if index + 1 < len(bars) else 0.0
        if is_on_line(now - line, whole):
            is_half = is_on_line(bar.length + following, whole)
            if bar.is_pickup and bar.length < whole - _CLOSE and not is_half:
                now += whole - bar.length
        elif not is_on_line(now + bar.length - line, whole):
            is_short = bar.is_pickup and bar.length < whole - _CLOSE
            now += (line - now - (bar.length if is_short else 0.0)) % whole
            off += not is_short
        starts.append(now)
        now += bar.length
    return starts, off / len(bars) if off > 1 else 0.0
