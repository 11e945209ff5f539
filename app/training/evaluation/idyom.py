"""Owns Idyom, a multiple-viewpoint model of gap, duration and pitch in the manner of IDyOM.

Conklin & Witten (1995), Multiple viewpoint systems for music prediction; Pearce (2005), The
construction and evaluation of statistical models of melodic structure in music perception and
composition. Each viewpoint describes the past in its own terms, and predicts twice: by what it has
learned from the corpus (long term) and by the tune so far (short term). The predictions of each
kind are combined over the viewpoints, and then the two kinds, by geometric means whose weights are
powers of relative entropy.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Final, Self

import numpy as np

from app.training.evaluation import ppm
from app.training.evaluation.events import PARTS, Events
from app.training.evaluation.ppm import Floats, Hashes, Ints, Rung
from app.training.evaluation.viewpoints import VIEWPOINTS, Viewpoint

LONG_DISCOUNT: Final = 0.9
SHORT_DISCOUNT: Final = 0.8
BIASES: Final = tuple(product((0.0, 0.5, 1.0, 2.0, 4.0), (0.0, 0.5, 1.0, 2.0, 3.0)))
"""The powers of relative entropy that are tried: over viewpoints, and over the two kinds."""

MOST_TUNES_TO_CHOOSE: Final = 120
"""Biases are chosen on so many tunes at most."""

_LEAST_SHARE: Final = 1e-12

Shares = Sequence[Floats]
"""Predicted probabilities [rows, classes], by viewpoint or by kind."""


@dataclass(frozen=True, slots=True)
class _ViewpointAtWork:
    """A viewpoint, what it has learned from the corpus, and how it sees the events to predict."""

    viewpoint: Viewpoint
    rungs: list[Rung]
    ladder: list[Hashes]
    symbols: Ints
    base: Ints

    def shares(self, rows: Ints) -> tuple[Floats, Floats]:
        """Return long- and short-term shares [rows, classes] of all the rows of one tune."""
        ladder = [contexts[rows] for contexts in self.ladder]
        kinds = self.viewpoint.kinds
        long = ppm.long_term(self.rungs, ladder, kinds, LONG_DISCOUNT)
        short = ppm.short_term(
            ladder, self.symbols[rows], ppm.even(len(rows), kinds), SHORT_DISCOUNT
        )
        of_classes = self.viewpoint.table[self.base[rows]]
        return _class_shares(long, of_classes), _class_shares(short, of_classes)


def _class_shares(shares: Floats, symbols: Ints) -> Floats:
    """Return the shares of classes, given those of the symbols that stand for them.

    `shares` is [rows, symbols]; `symbols`, [rows, classes], has the symbol of each class.
    """
    result: Floats = np.take_along_axis(shares, symbols, axis=1)
    result += _LEAST_SHARE
    result /= result.sum(axis=1, keepdims=True)
    return result


def combined(shares: Shares, bias: float) -> Floats:
    """Return the geometric mean of shares [rows, classes], where surer predictions weigh more.

    The weight is relative entropy to the power of minus `bias` (Pearce 2005, §6.2.4).
    """
    classes = shares[0].shape[1]
    logs = np.log(np.array(shares))
    entropies = -(np.array(shares) * logs).sum(axis=2) / np.log(classes)
    weights = np.maximum(entropies, 1e-3) ** -bias
    weights /= weights.sum(axis=0)
    raised = (logs * weights[:, :, None]).sum(axis=0)
    result: Floats = np.exp(raised - raised.max(axis=1, keepdims=True))
    result /= result.sum(axis=1, keepdims=True)
    return result


@dataclass(frozen=True, slots=True)
class Idyom:
    """A trained model: what each viewpoint has learned, and the two biases of each part."""

    rungs: tuple[list[Rung], ...]
    biases: tuple[tuple[float, float], ...]

    @classmethod
    def learn(cls, train: Events, valid: Events, weights: Floats) -> Self:
        """Learn from `train`, and choose the biases that do best on the first tunes of `valid`.

        `weights` [rows] are those of the rows of `valid`.
        """
        rungs = tuple(_learned(viewpoint, train) for viewpoint in VIEWPOINTS)
        biases = []
        for part in range(len(PARTS)):
            paid = np.zeros(len(BIASES))
            for rows, long, short in _predicted(rungs, valid, part, MOST_TUNES_TO_CHOOSE):
                happened = valid.parts[part][rows]
                for index, bias in enumerate(BIASES):
                    paid[index] += _bits(long, short, bias, happened) @ weights[rows]
            biases.append(BIASES[int(paid.argmin())])
        return cls(rungs, tuple(biases))

    def summary(self) -> str:
        """Return a line for people: what was chosen for each part."""
        return ", ".join(
            f"{name} biases {over_viewpoints} and {over_kinds}"
            for name, (over_viewpoints, over_kinds) in zip(PARTS, self.biases, strict=True)
        )

    def bits(self, events: Events) -> Floats:
        """Return the bits of gap, duration and pitch, [rows, 3]."""
        bits = np.zeros((len(events.row), len(PARTS)))
        for part, bias in enumerate(self.biases):
            for rows, long, short in _predicted(self.rungs, events, part):
                bits[rows, part] = _bits(long, short, bias, events.parts[part][rows])
        return bits


def _learned(viewpoint: Viewpoint, train: Events) -> list[Rung]:
    having = train.having(viewpoint.part)
    ladder = [contexts[having] for contexts in viewpoint.ladder(train)]
    return ppm.learn(ladder, viewpoint.symbols_of(train)[having])


def _predicted(
    rungs: Sequence[list[Rung]], events: Events, part: int, most_tunes: int | None = None
) -> Iterator[tuple[Ints, Shares, Shares]]:
    """Yield the rows of each tune that have a part, and their long- and short-term shares."""
    viewpoints = [
        _ViewpointAtWork(viewpoint, learned, viewpoint.ladder(events), viewpoint.symbols_of(events),
               viewpoint.base(events))
        for viewpoint, learned in zip(VIEWPOINTS, rungs, strict=True)
        if viewpoint.part == part
    ]  # fmt: skip
    for tune in range(events.tunes)[:most_tunes]:
        rows = events.rows_having(tune, part)
        shares = [one.shares(rows) for one in viewpoints]
        yield rows, [long for long, _ in shares], [short for _, short in shares]


def _bits(long: Shares, short: Shares, biases: tuple[float, float], happened: Ints) -> Floats:
    over_viewpoints, over_kinds = biases
    kinds = [combined(long, over_viewpoints), combined(short, over_viewpoints)]
    shares = combined(kinds, over_kinds)
    bits: Floats = -np.log2(shares[np.arange(len(happened)), happened])
    return bits
