"""Owns Measure: one number, what it may be at most, what it is compared with; and its rules."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
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


def median(samples: list[float]) -> float:
    """Return the middle of the samples: one slow run does not count."""
    return sorted(samples)[len(samples) // 2]
