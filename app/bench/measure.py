"""Owns Measure: one number, what it may be at most, and what it is compared with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Measure:
    """A number to reach: `values` gives it (the first), and what it is compared with (others).

    `at_most` is in `unit`; None where the number has no limit of its own.
    """

    name: str
    unit: str
    at_most: float | None
    values: Callable[[], Mapping[str, float]]


def median(samples: list[float]) -> float:
    """Return the middle of the samples: one slow run does not count."""
    return sorted(samples)[len(samples) // 2]
