"""What signatures mean that stand at moments of a file: the order of them, and a pickup."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, TypeVar

from app.domain import Meter

T = TypeVar("T")

USUAL_METER: Final = Meter(4, 4)
"""The meter of a file that names none (Standard MIDI Files 1.0, "Time Signature")."""


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
