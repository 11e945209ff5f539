"""Owns Measure: one number, what it may be at most, what it is compared with; and its rules."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Final

RISE: Final = 0.002
"""How much louder than twice the level before a note is, so that none is heard in silence."""

TELLS_MEMORY: Final = find_spec("resource") is not None
"""Whether Python can say how much memory a process has: on Windows it has no module for that."""


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
    import resource

    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    except OSError:
        return most_resident_mb()
    return pages * resource.getpagesize() / 1024**2


def most_resident_mb() -> float:
    """Return the most megabytes that this process has ever had in memory."""
    import resource

    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (1024**2 if sys.platform == "darwin" else 1024)


def median(samples: list[float]) -> float:
    """Return the middle of the samples: one slow run does not count."""
    return sorted(samples)[len(samples) // 2]
