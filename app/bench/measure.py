"""Owns Measure, one number that the bench measures, and what several measures are computed with."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Final

NOTE_RISE: Final = 0.002
"""How much louder a note has to be than twice the level before, so that silence has no notes."""

CAN_MEASURE_MEMORY: Final = find_spec("resource") is not None
"""Whether Python can say how much memory a process uses; on Windows it has no module for that."""


@dataclass(frozen=True, slots=True)
class Measure:
    """A number that the bench measures.

    `values` measures it: the first value is the number, the others are what it is compared with, by
    their names. `at_most` is its limit in `unit`, None if it has none.
    """

    name: str
    unit: str
    at_most: float | None
    values: Callable[[], Mapping[str, float]]


def note_level(level_before: float) -> float:
    """Return the level above which a note has begun; 1 is full scale."""
    return 2 * level_before + NOTE_RISE


def resident_mb() -> float:
    """Return how many megabytes this process has in memory now.

    Systems other than Linux don't say that; there the most so far is returned.
    """
    import resource

    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    except OSError:
        return most_resident_mb()
    return pages * resource.getpagesize() / 1024**2


def most_resident_mb() -> float:
    """Return the most megabytes that this process has had in memory so far."""
    import resource

    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (1024**2 if sys.platform == "darwin" else 1024)


def median(samples: list[float]) -> float:
    """Return the middle one of the samples, so that one slow run doesn't count."""
    return sorted(samples)[len(samples) // 2]
