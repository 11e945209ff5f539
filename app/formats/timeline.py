"""What files say by moments of time: signatures in order, a pickup, and how long music can be."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Final, TypeVar

from app.constants import MOST_QUARTERS
from app.domain import Meter
from app.errors import AppError

T = TypeVar("T")

USUAL_TEMPO_BPM: Final = 120.0
USUAL_METER: Final = Meter(4, 4)
"""What a file means that names none (Standard MIDI Files 1.0; music.proto has the same tempo)."""


def check_length(quarters: Fraction) -> None:
    """Raise AppError if a file has a note so late that it is no music."""
    if quarters > MOST_QUARTERS:
        raise AppError(f"it is longer than {MOST_QUARTERS:,} quarters, which no tune is")


def told_of_empty(notes: int) -> str:
    """Return the sentence about notes that end where they begin, which no melody can have."""
    what = "1 note of no length was" if notes == 1 else f"{notes:,} notes of no length were"
    return f"{what} left out."


def in_order(by_ticks: Mapping[int, T]) -> tuple[T, ...]:
    """Return values in the order of their moments."""
    return tuple(value for _, value in sorted(by_ticks.items(), key=lambda item: item[0]))


def with_pickup(by_ticks: Mapping[int, Meter]) -> tuple[tuple[Meter, ...], int]:
    """Return the meters, and the pickup in ticks.

    A pickup is a first bar that has a shorter meter of its own, which is then left out.
    """
    meters = in_order(by_ticks) or (USUAL_METER,)
    if len(meters) > 1:
        change = sorted(by_ticks)[1]
        if change == meters[0].bar_ticks < meters[1].bar_ticks:
            return meters[1:], change
    return meters, 0
