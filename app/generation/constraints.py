"""Owns the hard rules of a request, as masks over the model's classes: none can be broken.

Masks never leave nothing to choose, so a take has no dead end.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.constants import HIGHEST_PITCH, LOWEST_PITCH
from app.domain import Key, Request
from app.errors import AppError
from app.generation import vocabulary as v

Mask = NDArray[np.bool_]
Steps = NDArray[np.int64]

BINARY_STEPS: Final = 3
TERNARY_STEPS: Final = 4
"""Thirty-seconds and triplet sixteenths: lengths that can be written are multiples of one."""


def pitch_mask(request: Request, key: Key) -> Mask:
    """Return which of the 128 MIDI pitches may be used; raises AppError if none may."""
    pitches = np.arange(LOWEST_PITCH, HIGHEST_PITCH + 1)
    lowest = LOWEST_PITCH if request.lowest is None else request.lowest
    highest = HIGHEST_PITCH if request.highest is None else request.highest
    allowed: Mask = (pitches >= lowest) & (pitches <= highest)
    if request.scale_lock:
        allowed &= np.isin(pitches % 12, key.scale)
    if not allowed.any():
        raise AppError(
            f"No note of {key} lies between the lowest and the highest pitch; widen the range or"
            " unlock the scale."
        )
    return allowed


@dataclass(frozen=True, slots=True)
class Span:
    """The steps that new notes fill: from the bar line `start` up to `end`, in bars of `bar`."""

    start: int
    end: int
    bar: int

    def may_end(self, now: int) -> bool:
        """Whether a melody that has reached `now` reaches into the last bar."""
        return now > max(self.start, self.end - self.bar)

    def onsets(self, now: int) -> Steps:
        """Return the step at which a note begins after each gap class from `now` on.

        The class that holds the bar line where the span starts means that very line.
        """
        onsets = now + _typical_gaps()
        if now < self.start:
            onsets[v.gap_class(self.start - now)] = self.start
        return onsets

    def gap_mask(self, now: int, onsets: Steps) -> Mask:
        """Return which gap classes may follow a note that ends at `now`, END among them.

        A new note begins inside the span, at a distance from its start that can be written.
        """
        allowed: Mask = (onsets >= self.start) & (onsets < self.end)
        away = onsets - self.start
        allowed &= (away % BINARY_STEPS == 0) | (away % TERNARY_STEPS == 0) | (onsets == now)
        allowed[v.END] = self.may_end(now)
        return allowed


def duration_mask() -> Mask:
    """Return which duration classes can be written."""
    return _writable_durations()


@lru_cache(maxsize=1)
def _typical_gaps() -> Steps:
    return np.array([0, *(v.typical_length(gap - 1) for gap in range(1, v.GAP_CLASSES))], np.int64)


@lru_cache(maxsize=1)
def _writable_durations() -> Mask:
    steps = np.array([v.typical_length(length + 1) for length in range(v.DURATION_CLASSES)])
    allowed: Mask = (steps % BINARY_STEPS == 0) | (steps % TERNARY_STEPS == 0)
    return allowed
