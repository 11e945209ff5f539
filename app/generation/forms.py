"""Owns FormIndex: how tunes develop, bar by bar, and the plans that takes draw from it.

It holds no notes, only the plans of the tunes the model learned from: what each bar is to an
earlier one. A take's plan is that of a tune which begins as the sketch does.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.domain import Form
from app.generation.arrays import read_arrays
from app.generation.plan import UNPLANNED, Plan, PlannedBar
from app.generation.vocabulary import Relation

FEWEST_CHOICES: Final = 24
"""Tunes that a plan is drawn from at the least, so that takes differ."""

NARROWEST: Final = 0.3
"""Share of the tunes, in order of how literally they repeat, that the extremes draw from."""

OPEN_BARS: Final = 1
"""Bars at the end of a take that no plan binds."""

AS_LEARNED: Final = 0.5
"""Closeness at which plans come as often as in the tunes."""

Tunes = NDArray[np.int64]
"""Numbers of tunes in the index."""

KIN: Final = set(Relation) - {Relation.UNTOLD, Relation.NEW, Relation.EMPTY}


@dataclass(frozen=True)
class FormIndex:
    """The plans of the training tunes.

    `relations` and `lags` uint8 [bars], tune after tune; `starts` int64 [tunes + 1]; `meters` and
    `styles` uint8 [tunes], classes of the vocabulary.
    """

    relations: NDArray[np.uint8]
    lags: NDArray[np.uint8]
    starts: NDArray[np.int64]
    meters: NDArray[np.uint8]
    styles: NDArray[np.uint8]

    @classmethod
    def load(cls, path: Path) -> FormIndex:
        """Read the index; raises AppError if it is missing or broken."""
        return cls(**read_arrays(path, cls.__dataclass_fields__, "form index"))

    def save(self, path: Path) -> None:
        """Write the index."""
        arrays = {name: getattr(self, name) for name in self.__dataclass_fields__}
        np.savez_compressed(path, **arrays)

    def draw(
        self,
        tunes: Tunes,
        motif_bars: int,
        bars: int,
        closeness: float,
        random: np.random.Generator,
    ) -> Plan:
        """Return how one of these tunes goes on for `bars` bars, the last ones left open.

        At a closeness above AS_LEARNED tunes that repeat themselves are preferred, below it those
        that don't. Without tunes every bar is new.
        """
        if not len(tunes):
            return (PlannedBar(Relation.NEW),) * bars
        firsts = self.starts[tunes] + motif_bars
        literal = self._literal_until[firsts + bars] - self._literal_until[firsts]
        order = tunes[np.argsort(literal + 1e-6 * random.random(len(tunes)), kind="stable")]
        width = 1 - (1 - NARROWEST) * 2 * abs(closeness - AS_LEARNED)
        place = (1 - width) * closeness + width * random.random()
        tune = int(order[min(len(order) - 1, int(place * len(order)))])
        first = int(self.starts[tune]) + motif_bars
        # Where the tune goes on, the take has to close: the countdown leads it there.
        is_open = min(OPEN_BARS, bars // 2)
        return self._plan(first, first + bars - is_open) + (UNPLANNED,) * is_open

    def like(self, motif: Plan, bars: int, told: tuple[int, int]) -> Tunes:
        """Return the tunes whose beginnings are most like a motif's, `bars` bars longer at least.

        `told` are the classes of meter and style (0 for any).
        """
        meter, style = told
        long_enough = np.diff(self.starts) >= len(motif) + bars
        matching = long_enough & (self.meters == meter)
        if style and (matching & (self.styles == style)).sum() >= FEWEST_CHOICES:
            matching &= self.styles == style
        tunes: Tunes = np.flatnonzero(matching)
        if len(tunes) < FEWEST_CHOICES:
            tunes = np.flatnonzero(long_enough)
        places = self.starts[tunes][:, None] + np.arange(len(motif))
        # The first bar is new in every tune; the others tell what kind of melody it is.
        same = (self.relations[places] == [bar.relation for bar in motif]).astype(np.int64)
        same += self.lags[places] == [bar.lag for bar in motif]
        likeness = same.sum(axis=1)
        if len(tunes) <= FEWEST_CHOICES:
            return tunes
        least = np.sort(likeness)[-FEWEST_CHOICES]
        likest: Tunes = tunes[likeness >= least]
        return likest

    @cached_property
    def _literal_until(self) -> NDArray[np.float64]:
        """How literally the bars before each bar repeat, summed: a repeat counts 3, other kin 1."""
        kin = np.isin(self.relations, sorted(KIN)) + 2.0 * (self.relations == Relation.REPEAT)
        return np.concatenate(([0.0], np.cumsum(kin)))

    def _plan(self, first: int, last: int) -> Plan:
        return tuple(
            # A rest or a long note is the other tune's own affair.
            UNPLANNED if relation == Relation.EMPTY else PlannedBar(Relation(relation), lag)
            for relation, lag in zip(
                self.relations[first:last].tolist(), self.lags[first:last].tolist(), strict=True
            )
        )


def form_plan(form: Form, motif_bars: int, bars: int, random: np.random.Generator) -> Plan:
    """Return the plan of a wished form: a letter again repeats, a prime more varies.

    Raises InvalidValueError where the new bars can't be shared among the phrases.
    """
    length, first_is_motif = form.phrase_bars(motif_bars, bars)
    # The letter of the motif's own beginning; its phrase stands where the sketch does.
    heard = {form.phrases[0].letter: (-motif_bars, 0)} if motif_bars >= length else {}
    phrases = form.phrases[1:] if first_is_motif else form.phrases
    plan: list[PlannedBar] = []
    for number, phrase in enumerate(phrases):
        start = number * length
        source = heard.get(phrase.letter)
        if source is None:
            plan += [PlannedBar(Relation.NEW)] * length
            heard[phrase.letter] = (start, phrase.primes)
            continue
        place, primes = source
        varied = phrase.primes != primes
        plan += [
            PlannedBar(
                _of_varied(bar, length, random) if varied else Relation.REPEAT, start - place
            )
            for bar in range(length)
        ]
    return tuple(plan)


def _of_varied(bar: int, length: int, random: np.random.Generator) -> Relation:
    """Return what a bar of a varied phrase is to the first: the later, the freer."""
    if 2 * bar < length:
        return Relation.REPEAT if random.random() < 0.4 else Relation.VARIED
    return Relation.VARIED if random.random() < 0.5 else Relation.RHYTHM


def answer_plan(motif_bars: int, closeness: float, random: np.random.Generator) -> Plan:
    """Return the plan of an answer: it takes up the motif bar by bar, and is free to close."""
    near = (Relation.TRANSPOSED, Relation.SEQUENCE, Relation.VARIED)
    far = (Relation.RHYTHM, Relation.INVERTED, Relation.SEQUENCE)
    plan = []
    for bar in range(motif_bars):
        kin = near if random.random() < closeness else far
        relation = kin[int(random.integers(len(kin)))]
        closing = 2 * (bar + 1) > motif_bars and motif_bars > 1
        if closing and random.random() < 1 - closeness / 2:
            relation = Relation.RHYTHM if bar + 1 < motif_bars else Relation.NEW
        lag = 0 if relation is Relation.NEW else motif_bars
        plan.append(PlannedBar(relation, lag))
    return tuple(plan)


def with_other_pitches(plan: Plan) -> Plan:
    """Return a plan whose bars take up rhythms alone where they would repeat everything."""
    return tuple(
        bar._replace(relation=Relation.RHYTHM) if bar.relation is Relation.REPEAT else bar
        for bar in plan
    )
