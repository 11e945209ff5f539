"""Owns which gaps and durations may be drawn, so that a take never comes to a dead end.

A take is written up to a limit: the next kept note, or the end of the passage. The probability of
everything that would pass the limit goes to the class that just reaches it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from app.constants import HIGHEST_PITCH
from app.domain.rules import SHORTEST_STEPS
from app.generation import vocabulary as v
from app.generation.network import Floats

Steps = NDArray[np.int64]
Mask = NDArray[np.bool_]

TERNARY_STEPS: Final = 4
"""A triplet sixteenth. Lengths that can be notated are multiples of it or of a thirty-second."""

DENSITY_PENALTY: Final = 1.0
"""Nats that a length loses when it is twice or half as long as the wished density asks for."""

BEFORE_ANY_MELODY: Final = -1_000_000
"""A step earlier than every note."""


@dataclass(frozen=True, slots=True)
class OpenSpan:
    """The steps in which the next note may begin: from `earliest` up to, not including, `limit`.

    `now` is where the melody has ended. If another note is written, at least `notes_needed` notes,
    that one among them, have to fit before the limit. `anchor` is a bar line, from which the places
    of onsets are counted. The next note has to end after `must_end_after`.
    """

    now: int
    earliest: int
    limit: int
    anchor: int
    notes_needed: int = 0
    must_end_after: int = BEFORE_ANY_MELODY

    @property
    def least_length(self) -> int:
        """How many steps are reserved for each needed note: a thirty-second, or what fits."""
        fitting = (self.limit - self.earliest) // max(1, self.notes_needed)
        return max(1, min(SHORTEST_STEPS, fitting))

    def gaps(self, logits: Floats, may_stop: bool) -> tuple[Floats, Mask, Steps]:
        """Return adjusted logits of the gap classes, which are allowed, and the onset of each.

        END means that no further note is written before the limit.
        """
        onsets = self.now + _typical_gaps()
        if self.now < self.earliest:
            onsets[v.gap_class(self.earliest - self.now)] = self.earliest
        places = onsets - self.anchor
        notatable = (places % SHORTEST_STEPS == 0) | (places % TERNARY_STEPS == 0)
        notatable |= (onsets == self.now) | (onsets == self.earliest)
        reserved = max(1, self.notes_needed) * self.least_length
        allowed = (onsets >= self.earliest) & (onsets + reserved <= self.limit) & notatable
        passing = onsets >= self.limit
        passing[v.END] = True
        adjusted = logits.copy()
        adjusted[v.END] = _logit_of_all(logits, passing)
        allowed[v.END] = may_stop
        return adjusted, allowed, onsets

    def durations(self, logits: Floats, onset: int) -> tuple[Floats, Mask, Steps]:
        """Return adjusted logits of the duration classes, which are allowed, and the steps of each.

        The note begins at `onset` and is one of the `notes_needed`.
        """
        room = self.limit - onset
        reserved = (max(1, self.notes_needed) - 1) * self.least_length
        steps = _typical_durations().copy()
        adjusted = logits.copy()
        whole_room = v.duration_class(room)
        passing = steps >= room
        passing[whole_room] = True
        adjusted[whole_room] = _logit_of_all(logits, passing)
        steps[whole_room] = room
        notatable = (steps % SHORTEST_STEPS == 0) | (steps % TERNARY_STEPS == 0)
        notatable |= (steps == room) | (steps == self.least_length)
        rest = room - steps
        allowed = notatable & (rest >= reserved) & ((rest == 0) | (rest >= self.least_length))
        return adjusted, allowed & (onset + steps > self.must_end_after), steps


def favour_length(logits: Floats, steps: NDArray[Any], wanted: float) -> Floats:
    """Return logits that favour lengths near `wanted`; `steps` is the length of each class."""
    octaves = np.log2(np.maximum(steps, 1) / wanted)
    favoured: Floats = (logits - DENSITY_PENALTY * octaves * octaves).astype(np.float32)
    return favoured


@lru_cache
def pitch_mask(pitches: frozenset[int]) -> Mask:
    """Return which MIDI pitches are among these, bool [128]."""
    return np.isin(np.arange(HIGHEST_PITCH + 1), sorted(pitches))


def _logit_of_all(logits: Floats, classes: Mask) -> float:
    """Return the logit that has the probability of all these classes together."""
    among = logits[classes].astype(np.float64)
    highest = float(among.max())
    return highest + float(np.log(np.exp(among - highest).sum()))


@lru_cache(maxsize=1)
def _typical_gaps() -> Steps:
    return np.array([0, *(v.typical_length(gap - 1) for gap in range(1, v.GAP_CLASSES))], np.int64)


@lru_cache(maxsize=1)
def _typical_durations() -> Steps:
    return np.array([v.typical_length(length + 1) for length in range(v.DURATION_CLASSES)])
