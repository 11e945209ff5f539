"""Owns Pulse: where beats lie in time, also before the start of a sketch and after its end."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from math import floor

from app.domain.meter import Meter
from app.domain.sketch import Sketch


@dataclass(frozen=True, slots=True)
class Pulse:
    """An endless row of bars in a meter, with a bar line at `origin_ticks`."""

    origin_ticks: int = 0
    meter: Meter = field(default_factory=Meter)

    @classmethod
    def of(cls, sketch: Sketch) -> Pulse:
        """Return the pulse of a sketch; its first full bar begins after the pickup."""
        return cls(sketch.pickup_ticks, sketch.meter)

    def at_or_before(self, ticks: float) -> int:
        """Return the last beat at or before a tick."""
        bar_start = self._bar_start(ticks)
        starts = self.meter.beat_starts
        return bar_start + starts[bisect_right(starts, ticks - bar_start) - 1]

    def at_or_after(self, ticks: float) -> int:
        """Return the first beat at or after a tick."""
        bar_start = self._bar_start(ticks)
        starts = self.meter.beat_starts
        index = bisect_left(starts, ticks - bar_start)
        return bar_start + (starts[index] if index < len(starts) else self.meter.bar_ticks)

    def nearest(self, ticks: float) -> int:
        """Return the beat nearest to a tick; of two equally near, the later one."""
        before, after = self.at_or_before(ticks), self.at_or_after(ticks)
        return after if after - ticks <= ticks - before else before

    def between(self, start_ticks: float, end_ticks: float) -> Iterator[int]:
        """Yield the beats from `start_ticks` on, up to but not including `end_ticks`."""
        beat = self.at_or_after(start_ticks)
        while beat < end_ticks:
            yield beat
            beat = self.at_or_after(beat + 1)

    def is_accent(self, beat: int) -> bool:
        """Tell whether a bar, or one of the player's groups of beats, begins at this beat."""
        return beat - self._bar_start(beat) in self.meter.accents

    def _bar_start(self, ticks: float) -> int:
        bars = floor((ticks - self.origin_ticks) / self.meter.bar_ticks)
        return self.origin_ticks + bars * self.meter.bar_ticks
