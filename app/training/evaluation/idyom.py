"""A multiple-viewpoint model in the manner of IDyOM, over gap, duration and pitch of a note.

Conklin & Witten (1995), Multiple viewpoint systems for music prediction; Pearce (2005), The
construction and evaluation of statistical models of melodic structure in music perception and
composition. Each viewpoint hears the past in its own terms, once with what it learned from the
corpus (long term) and once with the tune so far (short term). Shares of each kind are combined
over viewpoints, and then the two kinds, by geometric means weighted by relative entropy to a
power.
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
"""Powers of relative entropy that are tried, over viewpoints and over the two kinds."""

MOST_TUNES_TO_CHOOSE: Final = 120
_LEAST_SHARE: Final = 1e-12

Shares = Sequence[Floats]


@dataclass(frozen=True, slots=True)
class _Heard:
    """A viewpoint with what it learned from the corpus, and the events that it is to predict."""

    viewpoint: Viewpoint
    rungs: list[Rung]
    ladder: list[Hashes]
    happened: Ints
    base: Ints

    def shares(self, rows: Ints) -> tuple[Floats, Floats]:
        """Return long- and short-term shares [rows, classes]; `rows` are all those of one tune."""
        ladder = [contexts[rows] for contexts in self.ladder]
        kinds = self.viewpoint.kinds
        long = ppm.long_term(self.rungs, ladder, kinds, LONG_DISCOUNT)
        short = ppm.short_term(
            ladder, self.happened[rows], ppm.even(len(rows), kinds), SHORT_DISCOUNT
        )
        symbols = self.viewpoint.table[self.base[rows]]
        return _of_classes(long, symbols), _of_classes(short, symbols)


def _of_classes(shares: Floats, symbols: Ints) -> Floats:
    """Divide the shares of symbols evenly among the classes [rows, classes] that are them."""
    result: Floats = np.take_along_axis(shares, symbols, axis=1)
    result += _LEAST_SHARE
    result /= result.sum(axis=1, keepdims=True)
    return result


def combined(shares: Shares, bias: float) -> Floats:
    """Return the geometric mean of shares [rows, classes], the surer ones weighing more.

    A weight is relative entropy, to the power of minus `bias` (Pearce 2005, §6.2.4).
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
    """A trained model: what each viewpoint learned, and the two biases of each part."""

    rungs: tuple[list[Rung], ...]
    biases: tuple[tuple[float, float], ...]

    @classmethod
    def learn(cls, train: Events, valid: Events, weights: Floats) -> Self:
        """Learn from `train`; biases are the best on the first tunes of `valid`.

        `weights` [rows] are those of `valid`.
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

    def told(self) -> str:
        """Return what was chosen for each part, for people."""
        return ", ".join(
            f"{name} biases {over_viewpoints} and {over_kinds}"
            for name, (over_viewpoints, over_kinds) in zip(PARTS, self.biases, strict=True)
        )

    def bits(self, events: Events) -> Floats:
        """Return the bits of gap, duration and pitch [rows, 3]."""
        bits = np.zeros((len(events.row), len(PARTS)))
        for part, bias in enumerate(self.biases):
            for rows, long, short in _predicted(self.rungs, events, part):
                bits[rows, part] = _bits(long, short, bias, events.parts[part][rows])
        return bits


def _learned(viewpoint: Viewpoint, train: Events) -> list[Rung]:
    having = train.having(viewpoint.part)
    ladder = [contexts[having] for contexts in viewpoint.ladder(train)]
    return ppm.learn(ladder, viewpoint.happened(train)[having])


def _predicted(
    rungs: Sequence[list[Rung]], events: Events, part: int, most_tunes: int | None = None
) -> Iterator[tuple[Ints, Shares, Shares]]:
    """Yield rows of each tune that have a part, with long- and short-term shares by viewpoint."""
    heard = [
        _Heard(viewpoint, learned, viewpoint.ladder(events), viewpoint.happened(events),
               viewpoint.base(events))
        for viewpoint, learned in zip(VIEWPOINTS, rungs, strict=True)
        if viewpoint.part == part
    ]  # fmt: skip
    for tune in range(events.tunes)[:most_tunes]:
        rows = events.rows_having(tune, part)
        shares = [one.shares(rows) for one in heard]
        yield rows, [long for long, _ in shares], [short for _, short in shares]


def _bits(long: Shares, short: Shares, biases: tuple[float, float], happened: Ints) -> Floats:
    over_viewpoints, over_kinds = biases
    kinds = [combined(long, over_viewpoints), combined(short, over_viewpoints)]
    shares = combined(kinds, over_kinds)
    bits: Floats = -np.log2(shares[np.arange(len(happened)), happened])
    return bits
