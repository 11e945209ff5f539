"""Owns StreamClock: where a stream's own time lies on the clock of this machine."""

from __future__ import annotations

from collections import deque
from typing import Final

WINDOW_SECONDS: Final = 3.0
"""How long a sighting counts: clocks drift apart by less than a millisecond in that time."""

LONGEST_DELAY_SECONDS: Final = 0.5
"""News later than this means that the stream stood still, not that the news was held up."""


class StreamClock:
    """Finds the moments (`time.perf_counter`) at which things happened in a stream.

    A stream tells its own time exactly, but the news arrives late by an amount that varies with
    what else the machine does, and never early: the earliest of the latest sightings is nearest
    the truth.
    """

    def __init__(self) -> None:
        self._sightings: deque[tuple[float, float]] = deque()

    @property
    def is_set(self) -> bool:
        """Whether something was seen of the stream."""
        return bool(self._sightings)

    def observe(self, stream_seconds: float, seen_at: float) -> None:
        """Note that the stream's time was seen at a moment."""
        offset = seen_at - stream_seconds
        if self.is_set and offset > self._sightings[0][1] + LONGEST_DELAY_SECONDS:
            self._sightings.clear()
        while self.is_set and self._sightings[-1][1] >= offset:
            self._sightings.pop()
        self._sightings.append((seen_at, offset))
        while self._sightings[0][0] < seen_at - WINDOW_SECONDS:
            self._sightings.popleft()

    def moment(self, stream_seconds: float) -> float:
        """Return the moment at which the stream's time was this."""
        return stream_seconds + self._sightings[0][1]

    def stream_seconds(self, moment: float) -> float:
        """Return the stream's time at a moment."""
        return moment - self._sightings[0][1]
