"""Owns StreamClock: relates the own time of a stream to the clock of this machine."""

from __future__ import annotations

from collections import deque
from typing import Final

WINDOW_SECONDS: Final = 3.0
"""How long an observation is used: in that time, clocks drift apart by less than a millisecond."""

LONGEST_DELAY_SECONDS: Final = 0.5
"""An observation that is later than this means that the stream itself had stopped."""


class StreamClock:
    """Finds the moments (of `time.perf_counter`) at which things happened in a stream.

    A stream reports its own time exactly, but its reports arrive late, by an amount that depends on
    what else the machine is doing. As no report is ever early, the one with the least delay among
    the latest is closest to the truth.
    """

    def __init__(self) -> None:
        self._sightings: deque[tuple[float, float]] = deque()

    @property
    def is_set(self) -> bool:
        """Whether anything has been observed of the stream."""
        return bool(self._sightings)

    def observe(self, stream_seconds: float, seen_at: float) -> None:
        """Record that a time of the stream was reported at a moment."""
        offset = seen_at - stream_seconds
        if self.is_set and offset > self._sightings[0][1] + LONGEST_DELAY_SECONDS:
            self._sightings.clear()
        while self.is_set and self._sightings[-1][1] >= offset:
            self._sightings.pop()
        self._sightings.append((seen_at, offset))
        while self._sightings[0][0] < seen_at - WINDOW_SECONDS:
            self._sightings.popleft()

    def moment(self, stream_seconds: float) -> float:
        """Return the moment at which the stream had a given time."""
        return stream_seconds + self._sightings[0][1]

    def stream_seconds(self, moment: float) -> float:
        """Return the time of the stream at a moment."""
        return moment - self._sightings[0][1]
