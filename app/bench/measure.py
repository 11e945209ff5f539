"""Owns Measure: one number, what it may be at most, what it is compared with; and its rules."""

from __future__ import annotations

import resource
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

RISE: Final = 0.002
"""How much louder than twice the level before a note is, so that none is heard in silence."""


@dataclass(frozen=True, slots=True)
class Measure:
    """A number to reach: `values` gives it (the first), and what it is compared with (others).

    `at_most` is in `unit`; None where the number has no limit of its own.
    """

    name: str
    unit: str
    at_most: float | None
    values: Callable[[], Mapping[str, float]]


def note_level(level_before: float) -> float:
    """Return the level, 1 being full scale, above which a note has begun: twice that before it."""
    return 2 * level_before + RISE


def resident_mb() -> float:
    """Return the megabytes this process has in memory now; on other systems than Linux the most."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    return pages * resource.getpagesize() / 1024**2


def median(samples: list[float]) -> float:
    """Return the middle of the samples: one slow run does not count."""
    return sorted(samples)[len(samples) // 2]
