"""Finds where bars begin in time; puts in rests where written bars don't add up to their meter."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import Final, NamedTuple

MOST_IRREGULAR: Final = 0.1
"""If a larger share of its bars doesn't fit the meter, a tune counts as damaged."""

_CLOSE: Final = 0.02
"""Quarters by which lengths may miss the bar line, as rounded tuplets do."""


class Bar(NamedTuple):
    """A bar as it is written.

    `length` is in quarters; `is_pickup` says that the file calls the bar incomplete.
    """

    length: float
    is_pickup: bool = False


class InsertedRests:
    """Rests put in so that what follows stands in its place in the bar again."""

    def __init__(self) -> None:
        self._places: list[float] = []
        self._lengths: list[float] = []

    @property
    def total(self) -> float:
        """The length of all rests so far, in quarters."""
        return self._lengths[-1] if self._lengths else 0.0

    def add(self, place: float, quarters: float) -> None:
        """Put a rest before everything that begins at a place or later; both are in quarters.

        Places have to come in order.
        """
        self._places.append(place - _CLOSE)
        self._lengths.append(self.total + quarters)

    def moved(self, place: float) -> float:
        """Return where a place comes to stand, in quarters, after the rests before it."""
        index = bisect_right(self._places, place)
        return place + (self._lengths[index - 1] if index else 0.0)


def is_on_line(quarters: float, bar: float) -> bool:
    """Whether a place in quarters is a bar line; it is counted from any other bar line."""
    return min(quarters % bar, -quarters % bar) <= _CLOSE


def bar_starts(bars: Sequence[Bar], whole: float) -> tuple[list[float], float]:
    """Return where each bar begins, in quarters, and what share of the bars doesn't fit the meter.

    `whole` is the length of a full bar in quarters. A short first bar is a pickup. Two short bars
    that make a whole one belong together. A bar within that the file calls incomplete ends at a bar
    line. After any other bar of a wrong length there is a rest up to the next bar line, so that all
    later bars keep their beats. One such bar alone is a fermata or a slip, and the share then is 0.
    """
    first = bars[0].length
    line = first if first < whole - _CLOSE else 0.0
    starts, now, irregular = [0.0], first, 0
    for index, bar in enumerate(bars[1:], 1):
        next_length = bars[index + 1].length if index + 1 < len(bars) else 0.0
        if is_on_line(now - line, whole):
            is_half = is_on_line(bar.length + next_length, whole)
            if bar.is_pickup and bar.length < whole - _CLOSE and not is_half:
                now += whole - bar.length
        elif not is_on_line(now + bar.length - line, whole):
            is_short = bar.is_pickup and bar.length < whole - _CLOSE
            now += (line - now - (bar.length if is_short else 0.0)) % whole
            irregular += not is_short
        starts.append(now)
        now += bar.length
    return starts, irregular / len(bars) if irregular > 1 else 0.0
