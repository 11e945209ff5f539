"""Owns Pulse: where the beats of a sketch lie, before its start and after its end, too."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor

from app.domain import Meter, Sketch


@dataclass(frozen=True, slots=True)
class Pulse:
    """Bars of `bar_ticks`, a bar line at `origin_ticks`, and in each a beat every `beat_ticks`."""

    origin_ticks: int = 0
    bar_ticks: int = Meter().bar_ticks
    beat_ticks: int = Meter().beat_ticks

    @classmethod
    def of(cls, sketch: Sketch) -> Pulse:
        """Return the pulse of a sketch's meter, its first full bar after the pickup."""
        return cls(sketch.pickup_ticks, sketch.meter.bar_ticks, sketch.meter.beat_ticks)

    def at_or_after(self, ticks: float) -> int:
        """Return the first beat that is not before a tick."""
        bar_start = self._bar_start(ticks)
        into_bar = ceil((ticks - bar_start) / self.beat_ticks) * self.beat_ticks
        return bar_start + min(into_bar, self.bar_ticks)

    def is_accent(self, beat: int) -> bool:
        """Tell whether a bar begins at this beat."""
        return self._bar_start(beat) == beat

    def _bar_start(self, ticks: float) -> int:
        bars = floor((ticks - self.origin_ticks) / self.bar_ticks)
        return self.origin_ticks + bars * self.bar_ticks
