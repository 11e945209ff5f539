"""Owns Snap: the grid that drawn and moved notes snap to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from app.constants import TICKS_PER_QUARTER

WHOLE: Final = 4 * TICKS_PER_QUARTER


@dataclass(frozen=True, slots=True)
class Snap:
    """A grid with a line every `grid_ticks`, one of them at `origin_ticks`."""

    name: str
    grid_ticks: int
    origin_ticks: int = 0

    def nearest(self, ticks: float) -> int:
        """Return the nearest grid line, but none before tick 0."""
        return self._line(ticks, 0.5)

    def before(self, ticks: float) -> int:
        """Return the grid line at or before a time, but none before tick 0."""
        return self._line(ticks, 0.0)

    def _line(self, ticks: float, share: float) -> int:
        cells = int((ticks - self.origin_ticks) / self.grid_ticks + share + 1000) - 1000
        return max(0, self.origin_ticks + cells * self.grid_ticks)


SNAPS: Final = (
    *(Snap(f"1/{part}", WHOLE // part) for part in (1, 2, 4, 8, 16, 32)),
    *(Snap(f"1/{part} triplet", WHOLE * 2 // (3 * part)) for part in (2, 4, 8, 16)),
    *(Snap(f"1/{part} dotted", WHOLE * 3 // (2 * part)) for part in (2, 4, 8, 16)),
    Snap("off", 1),
)
"""What the snap box offers."""

DEFAULT_SNAP: Final = next(snap for snap in SNAPS if snap.name == "1/16")
