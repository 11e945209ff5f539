"""Owns NGram, which predicts gap or end, duration and pitch from the last notes and the meter.

A context of order k holds the last k notes, the place in the bar, and what is already known of the
next note. Contexts of several orders are blended as in `ppm`. An adaptive model also blends in what
it has learned from the tune so far, above what it has learned from the corpus.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product
from typing import Final, Self

import numpy as np

from app.training.evaluation import ppm
from app.training.evaluation.events import CLASSES, PARTS, Events
from app.training.evaluation.ppm import Floats, Hashes, Ints, Rung

ORDERS: Final = (1, 2, 3, 4, 5)
DISCOUNTS: Final = (0.5, 0.7, 0.8, 0.9, 0.95)
ADAPTIVE_ORDER: Final = 8
FIRST_ADAPTIVE_RUNGS: Final = (1, 2, 3)
_TUNES_AT_ONCE: Final = 100


@dataclass(frozen=True, slots=True)
class _Counter:
    """The model of one part of a note.

    `adapts` is the lowest rung that also learns from the tune, None if the model isn't adaptive.
    """

    part: int
    order: int
    discount: float
    rungs: list[Rung]
    adapts: int | None = None
    adaptive_discount: float = 0.0

    def bits(self, events: Events) -> Floats:
        """Return the bits of this part, [rows], 0 in rows without it."""
        happened = events.parts[self.part]
        bits = np.zeros(len(happened))
        for rows, shares in self._shares(events):
            bits[rows] = -np.log2(shares[np.arange(len(rows)), happened[rows]])
        return bits

    def _shares(self, events: Events) -> Iterator[tuple[Ints, Floats]]:
        """Yield rows that have the part, and the probabilities of its classes in them."""
        ladder = _ladder(events, self.part, self.order)
        adaptive = _ladder(events, self.part, ADAPTIVE_ORDER)[self.adapts :]
        for first in range(0, events.tunes, _TUNES_AT_ONCE):
            several = range(first, min(first + _TUNES_AT_ONCE, events.tunes))
            rows_of_each = [events.rows_having(tune, self.part) for tune in several]
            rows = np.concatenate(rows_of_each)
            shares = ppm.long_term(
                self.rungs, [rung[rows] for rung in ladder], CLASSES[self.part], self.discount
            )
            if self.adapts is None:
                yield rows, shares
                continue
            begins = np.cumsum([len(those) for those in rows_of_each])[:-1]
            for those, known in zip(rows_of_each, np.split(shares, begins), strict=True):
                contexts = [rung[those] for rung in adaptive]
                happened = events.parts[self.part][those]
                yield those, ppm.short_term(contexts, happened, known, self.adaptive_discount)


@dataclass(frozen=True, slots=True)
class NGram:
    """A trained model of gap, duration and pitch."""

    counters: tuple[_Counter, ...]

    @classmethod
    def learn(cls, train: Events, valid: Events, weights: Floats) -> Self:
        """Learn from `train`, each part with the order and discount that do best on `valid`.

        `weights` [rows] are those of the rows of `valid`.
        """
        return cls(tuple(_best(train, valid, weights, part) for part in range(len(PARTS))))

    def adaptive(self, valid: Events, weights: Floats) -> Self:
        """Return the model that also learns from the tune, in the way that does best on `valid`."""
        counters = []
        for counter in self.counters:
            tries = [
                replace(counter, adapts=first, adaptive_discount=discount)
                for first, discount in product(FIRST_ADAPTIVE_RUNGS, DISCOUNTS)
            ]
            counters.append(min(tries, key=lambda one: float(one.bits(valid) @ weights)))
        return replace(self, counters=tuple(counters))

    def summary(self) -> str:
        """Return a line for people: what was chosen for each part."""
        return "; ".join(
            f"{PARTS[one.part]}: order {one.order}, discount {one.discount}"
            + (f", tune from rung {one.adapts}, {one.adaptive_discount}" if one.adapts else "")
            for one in self.counters
        )

    def bits(self, events: Events) -> Floats:
        """Return the bits of gap, duration and pitch, [rows, 3]."""
        return np.array([counter.bits(events) for counter in self.counters]).T


def _best(train: Events, valid: Events, weights: Floats, part: int) -> _Counter:
    """Return the model of a part with the order and discount that do best on `valid`."""
    having = train.having(part)
    tried = []
    for order in ORDERS:
        ladder = [contexts[having] for contexts in _ladder(train, part, order)]
        rungs = ppm.learn(ladder, train.parts[part][having])
        for discount in DISCOUNTS:
            counter = _Counter(part, order, discount, rungs)
            tried.append((float(counter.bits(valid) @ weights), counter))
    return min(tried, key=lambda one: one[0])[1]


def _ladder(events: Events, part: int, order: int) -> list[Hashes]:
    """Return the contexts for a part, from those without a note to those of the order."""
    gap, duration, height = events.parts
    row, meter, place = events.row, events.meter, events.place
    past = [[meter, events.end], [meter, place, gap], [events.mode]][part]
    ladder = [ppm.mixed(*past)]
    for back in range(1, order + 1):
        if PARTS[part] == "pitch":
            past.append(ppm.earlier(height, back, row))
            ladder += [ppm.mixed(*past), ppm.mixed(*past, place, meter)]
        else:
            past += [ppm.earlier(duration, back, row), ppm.earlier(gap, back, row)]
            ladder.append(ppm.mixed(*past))
    return ladder
