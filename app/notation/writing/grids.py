"""The note types with their lengths, and the grids on which all but the rarer tuplets lie."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from app.constants import TICKS_PER_QUARTER

BINARY_GRID: Final = TICKS_PER_QUARTER // 16
TRIPLET_GRID: Final = TICKS_PER_QUARTER // 24
WHOLE: Final = TICKS_PER_QUARTER * 4

TYPES: Final = {
    WHOLE * 2: "breve",
    WHOLE: "whole",
    WHOLE // 2: "half",
    WHOLE // 4: "quarter",
    WHOLE // 8: "eighth",
    WHOLE // 16: "16th",
    WHOLE // 32: "32nd",
    WHOLE // 64: "64th",
    WHOLE // 128: "128th",
}
"""The note types, by music21's names, and their lengths in ticks."""


@lru_cache(maxsize=4096)
def written_grid(ticks: int) -> int:
    """Return the nearest place that can be written: on 64ths, or on triplets down to 32nds."""
    binary = round(ticks / BINARY_GRID) * BINARY_GRID
    triplet = round(ticks / TRIPLET_GRID) * TRIPLET_GRID
    return binary if abs(binary - ticks) <= abs(triplet - ticks) else triplet
