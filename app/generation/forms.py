"""Makes the plans of takes: from tunes that begin like the sketch, for a form, or for an answer.

Owns FormIndex, the plans of the tunes that the model learned from. It says how each of their bars
relates to an earlier one, and holds no notes.
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
"""A plan is drawn from at least so many tunes, if the index has them, so that takes differ."""

NARROWEST_SHARE: Final = 0.3
"""Share of the tunes, in order of how literally they repeat, that the extremes of closeness draw
from."""

OPEN_BARS: Final = 1
"""Bars at the end of a take that the plan leaves open."""

NEUTRAL_CLOSENESS: Final = 0.5
"""At this closeness every tune is as likely to be drawn as any other."""

Tunes = NDArray[np.int64]
"""Indices of tunes in a FormIndex."""

RELATED: Final = set(Relation) - {Relation.UNPLANNED, Relation.NEW, Relation.EMPTY}
"""The relations that a bar can have to an earlier one."""


@dataclass(frozen=True)
class FormIndex:
    """The plans of the training tunes.

    `relations` and `lags`, uint8 [bars], follow one another tune by tune: tune i has the bars
    starts[i] to starts[i + 1], `starts` being int64 [tunes + 1]. `meters` and `styles`,
    uint8 [tunes], are meter classes and style numbers as the model's features have them.
    """

    relations: NDArray[np.uint8]
    lags: NDArray[np.uint8]
    starts: NDArray[np.int64]
    meters: NDArray[np.uint8]
    styles: NDArray[np.uint8]

    @classmethod
    def load(cls, path: Path) -> FormIndex:
        """Read an index; raises AppError if the file is missing or broken."""
        return cls(**read_arrays(path, cls.__dataclass_fields__, "form index"))

    def save(self, path: Path) -> None:
        """Write the index to an .npz file."""
        arrays = {name: getattr(self, name) for name in self.__dataclass_fields__}
        np.savez_compressed(path, **arrays)

    def draw_plan(
        self,
        tunes: Tunes,
        motif_bars: int,
        bars: int,
        closeness: float,
        random: np.random.Generator,
    ) -> Plan:
        """Draw one of these tunes, and return the plan of `bars` of its bars after the motif's.

        The last OPEN_BARS are left unplanned. At a closeness above NEUTRAL_CLOSENESS, tunes that
        repeat themselves are preferred, below it those that don't. Without tunes, every bar is new.
        """
        if not len(tunes):
            return (PlannedBar(Relation.NEW),) * bars
        firsts = self.starts[tunes] + motif_bars
        literalness = self._literalness_before[firsts + bars] - self._literalness_before[firsts]
        order = tunes[np.argsort(literalness + 1e-6 * random.random(len(tunes)), kind="stable")]
        width = 1 - (1 - NARROWEST_SHARE) * 2 * abs(closeness - NEUTRAL_CLOSENESS)
        place = (1 - width) * closeness + width * random.random()
        tune = int(order[min(len(order) - 1, int(place * len(order)))])
        first = int(self.starts[tune]) + motif_bars
        # The tune may go on where the take has to close; the countdown leads the take to that.
        open_bars = min(OPEN_BARS, bars // 2)
        return self._plan(first, first + bars - open_bars) + (UNPLANNED,) * open_bars

    def similar_tunes(self, motif: Plan, bars: int, meter: int, style: int) -> Tunes:
        """Return the tunes that begin most like a motif and are at least `bars` bars longer.

        `meter` is the meter's class, `style` the style's number, 0 for any. Where too few tunes
        have the style or the meter, others are taken as well.
        """
        long_enough = np.diff(self.starts) >= len(motif) + bars
        matching = long_enough & (self.meters == meter)
        if style and (matching & (self.styles == style)).sum() >= FEWEST_CHOICES:
            matching &= self.styles == style
        tunes: Tunes = np.flatnonzero(matching)
        if len(tunes) < FEWEST_CHOICES:
            tunes = np.flatnonzero(long_enough)
        places = self.starts[tunes][:, None] + np.arange(len(motif))
        # The first bar is new in every tune, so it is the others that tell tunes apart.
        same = (self.relations[places] == [bar.relation for bar in motif]).astype(np.int64)
        same += self.lags[places] == [bar.lag for bar in motif]
        similarity = same.sum(axis=1)
        if len(tunes) <= FEWEST_CHOICES:
            return tunes
        threshold = np.sort(similarity)[-FEWEST_CHOICES]
        most_similar: Tunes = tunes[similarity >= threshold]
        return most_similar

    @cached_property
    def _literalness_before(self) -> NDArray[np.float64]:
        """The sum of points before each bar [bars + 1]: 3 for a repeat, 1 for another relation."""
        points = np.isin(self.relations, sorted(RELATED)) + 2.0 * (
            self.relations == Relation.REPEAT
        )
        return np.concatenate(([0.0], np.cumsum(points)))

    def _plan(self, first: int, last: int) -> Plan:
        return tuple(
            # That no note begins in one bar of the tune says nothing about the take.
            UNPLANNED if relation == Relation.EMPTY else PlannedBar(Relation(relation), lag)
            for relation, lag in zip(
                self.relations[first:last].tolist(), self.lags[first:last].tolist(), strict=True
            )
        )


def form_plan(form: Form, motif_bars: int, bars: int, random: np.random.Generator) -> Plan:
    """Return the plan of `bars` new bars in a wished form.

    A letter that comes again repeats its phrase, and varies it where the number of primes differs.
    Raises InvalidValueError if the new bars can't be divided among the phrases.
    """
    length, first_is_motif = form.phrase_bars(motif_bars, bars)
    # The first letter names the motif, which begins `motif_bars` before the new bars. A phrase that
    # is longer than the motif can't take it up.
    sources = {form.phrases[0].letter: (-motif_bars, 0)} if motif_bars >= length else {}
    phrases = form.phrases[1:] if first_is_motif else form.phrases
    plan: list[PlannedBar] = []
    for number, phrase in enumerate(phrases):
        start = number * length
        source = sources.get(phrase.letter)
        if source is None:
            plan += [PlannedBar(Relation.NEW)] * length
            sources[phrase.letter] = (start, phrase.primes)
            continue
        place, primes = source
        varied = phrase.primes != primes
        plan += [
            PlannedBar(
                _varied_relation(bar, length, random) if varied else Relation.REPEAT, start - place
            )
            for bar in range(length)
        ]
    return tuple(plan)


def _varied_relation(bar: int, length: int, random: np.random.Generator) -> Relation:
    """Return how a bar of a varied phrase relates to the original; the second half is freer."""
    if 2 * bar < length:
        return Relation.REPEAT if random.random() < 0.4 else Relation.VARIED
    return Relation.VARIED if random.random() < 0.5 else Relation.RHYTHM


def answer_plan(motif_bars: int, closeness: float, random: np.random.Generator) -> Plan:
    """Return the plan of an answer, which takes up the motif bar by bar.

    Its second half may leave the motif's pitches, and its last bar the motif, to close. A
    `closeness` near 1 makes closer relations likelier, and leaving less likely.
    """
    near = (Relation.TRANSPOSED, Relation.SEQUENCE, Relation.VARIED)
    far = (Relation.RHYTHM, Relation.INVERTED, Relation.SEQUENCE)
    plan = []
    for bar in range(motif_bars):
        relations = near if random.random() < closeness else far
        relation = relations[int(random.integers(len(relations)))]
        is_closing = 2 * (bar + 1) > motif_bars and motif_bars > 1
        if is_closing and random.random() < 1 - closeness / 2:
            relation = Relation.RHYTHM if bar + 1 < motif_bars else Relation.NEW
        lag = 0 if relation is Relation.NEW else motif_bars
        plan.append(PlannedBar(relation, lag))
    return tuple(plan)


def with_other_pitches(plan: Plan) -> Plan:
    """Return the plan with every repeat turned into a bar that takes up the rhythm alone."""
    return tuple(
        bar._replace(relation=Relation.RHYTHM) if bar.relation is Relation.REPEAT else bar
        for bar in plan
    )
