"""Owns which gaps and durations may be drawn between here and a limit, so that no dead end arises.

What would pass the limit is not lost: its probability goes to the class that just reaches it.
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
"""A triplet sixteenth: lengths that can be written are multiples of it or of a thirty-second."""


DENSITY_PULL: Final = 1.0
"""Nats that a length costs which is twice or half what the wished density leaves room for."""


ANYWHERE: Final = -1_000_000
"""A step before every melody."""


@dataclass(frozen=True, slots=True)
class Room:
    """The steps from `ready` up to `limit`, in which at least `needed` notes still have to come.

    `now` is where the melody has ended; `anchor` a bar line from which onsets are counted. The
    note that begins next has to end behind `beyond`.
    """

    now: int
    ready: int
    limit: int
    anchor: int
    needed: int = 0
    beyond: int = ANYWHERE

    @property
    def unit(self) -> int:
        """The least length in steps that is left for each needed note."""
        return max(1, min(SHORTEST_STEPS, (self.limit - self.ready) // max(1, self.needed)))

    def gaps(self, logits: Floats, may_stop: bool) -> tuple[Floats, Mask, Steps]:
        """Return logits, which gap classes may be drawn, and the onset that each means.

        END stands for going on to the limit without another note.
        """
        onsets = self.now + _typical_gaps()
        if self.now < self.ready:
            onsets[v.gap_class(self.ready - self.now)] = self.ready
        away = onsets - self.anchor
        written = (away % SHORTEST_STEPS == 0) | (away % TERNARY_STEPS == 0)
        written |= (onsets == self.now) | (onsets == self.ready)
        least = max(1, self.needed) * self.unit
        allowed = (onsets >= self.ready) & (onsets + least <= self.limit) & written
        passing = onsets >= self.limit
        passing[v.END] = True
        gathered = logits.copy()
        gathered[v.END] = _gathered(logits, passing)
        allowed[v.END] = may_stop
        return gathered, allowed, onsets

    def durations(self, logits: Floats, onset: int) -> tuple[Floats, Mask, Steps]:
        """Return logits, which duration classes may be drawn after an onset, and their steps.

        `needed` counts the note that begins at the onset.
        """
        room = self.limit - onset
        left = (max(1, self.needed) - 1) * self.unit
        steps = _typical_durations().copy()
        gathered = logits.copy()
        full = v.duration_class(room)
        passing = steps >= room
        passing[full] = True
        gathered[full] = _gathered(logits, passing)
        steps[full] = room
        written = (steps % SHORTEST_STEPS == 0) | (steps % TERNARY_STEPS == 0)
        written |= (steps == room) | (steps == self.unit)
        rest = room - steps
        allowed = written & (rest >= left) & ((rest == 0) | (rest >= self.unit))
        return gathered, allowed & (onset + steps > self.beyond), steps


def pulled(logits: Floats, steps: NDArray[Any], wanted: float) -> Floats:
    """Return logits that lean towards lengths near the wanted one, in steps."""
    octaves = np.log2(np.maximum(steps, 1) / wanted)
    leaning: Floats = (logits - DENSITY_PULL * octaves * octaves).astype(np.float32)
    return leaning


@lru_cache
def pitch_mask(pitches: frozenset[int]) -> Mask:
    """Return bool [128] over MIDI pitches."""
    return np.isin(np.arange(HIGHEST_PITCH + 1), sorted(pitches))


def _gathered(logits: Floats, classes: Mask) -> float:
    """Return the logit of several classes together."""
    among = logits[classes].astype(np.float64)
    highest = float(among.max())
    return highest + float(np.log(np.exp(among - highest).sum()))


@lru_cache(maxsize=1)
def _typical_gaps() -> Steps:
    return np.array([0, *(v.typical_length(gap - 1) for gap in range(1, v.GAP_CLASSES))], np.int64)


@lru_cache(maxsize=1)
def _typical_durations() -> Steps:
    return np.array([v.typical_length(length + 1) for length in range(v.DURATION_CLASSES)])
