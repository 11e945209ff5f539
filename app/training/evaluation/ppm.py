"""Predicts symbols by partial matching (PPM), from coarse contexts to fine ones.

A ladder is a list of contexts, uint64 [rows] each; every rung knows more of the past than the one
below. The probabilities that a rung gives are blended with those of the rung below (interpolated
smoothing, Pearce & Wiggins 2004, Improved methods for statistical modelling of monophonic music):
after n occurrences of t different symbols the rung below gets the share d·t / n, where d is the
discount; a half makes it escape method D (Howard 1993). A rung counts only what was new to the rung
above (update exclusion, Moffat 1990). Probabilities are called shares.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Hashes = NDArray[np.uint64]
Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
_SHIFT = np.uint64(29)


def mixed(*columns: Ints) -> Hashes:
    """Return a 64-bit hash of each row of several columns, [rows] each."""
    result = np.full(len(columns[0]), 0x2545F4914F6CDD1D, np.uint64)
    for column in columns:
        result = (result ^ column.astype(np.uint64)) * _MULTIPLIER
        result ^= result >> _SHIFT
    return result


def earlier(column: Ints, back: int, row: Ints, nothing: int = -1) -> Ints:
    """Return what a column had `back` rows earlier in the same tune.

    `row` is the number of each row in its tune; rows without one so much earlier get `nothing`.
    """
    shifted = np.full_like(column, nothing)
    shifted[back:] = column[: max(0, len(column) - back)]
    shifted[row < back] = nothing
    return shifted


def first_times(contexts: Hashes, symbols: Ints) -> NDArray[np.bool_]:
    """Return which rows have a symbol for the first time after their context, bool [rows]."""
    _, firsts = np.unique(mixed(contexts.view(np.int64), symbols), return_index=True)
    result = np.zeros(len(contexts), bool)
    result[firsts] = True
    return result


@dataclass(frozen=True, slots=True)
class Rung:
    """How often each symbol came after each context.

    `contexts`, [C], are sorted. `symbols` and `counts`, [pairs], belong to pairs of a context and a
    symbol; context i has the pairs firsts[i] to firsts[i + 1]. `sums`, [pairs + 1], has the sum of
    all counts before each pair.
    """

    contexts: Hashes
    firsts: Ints
    symbols: Ints
    counts: Floats
    sums: Floats

    @classmethod
    def learn(cls, contexts: Hashes, symbols: Ints) -> Rung:
        """Count the symbols, [rows], after their contexts, [rows]."""
        order = np.lexsort((symbols, contexts))
        context, symbol = contexts[order], symbols[order]
        new_context = np.concatenate(([True], context[1:] != context[:-1]))
        pairs = np.flatnonzero(new_context | np.concatenate(([True], symbol[1:] != symbol[:-1])))
        counts = np.diff([*pairs, len(context)]).astype(np.float64)
        firsts = np.flatnonzero(new_context[pairs])
        return cls(
            contexts=context[pairs][firsts],
            firsts=np.array([*firsts, len(pairs)]),
            symbols=symbol[pairs],
            counts=counts,
            sums=np.concatenate(([0.0], np.cumsum(counts))),
        )

    def blend(self, shares: Floats, contexts: Hashes, discount: float) -> None:
        """Blend this rung's shares into those of the rung below, `shares`, [rows, symbols]."""
        place = np.searchsorted(self.contexts, contexts)
        place[place == len(self.contexts)] = 0
        rows = np.flatnonzero(self.contexts[place] == contexts)
        first, last = self.firsts[place[rows]], self.firsts[place[rows] + 1]
        kinds, seen = last - first, self.sums[last] - self.sums[first]
        shares[rows] *= (discount * kinds / seen)[:, None]
        within = np.arange(int(kinds.sum())) - np.repeat(np.cumsum(kinds) - kinds, kinds)
        pairs = np.repeat(first, kinds) + within
        shares[np.repeat(rows, kinds), self.symbols[pairs]] += (
            self.counts[pairs] - discount
        ) / np.repeat(seen, kinds)


def learn(ladder: Sequence[Hashes], symbols: Ints) -> list[Rung]:
    """Count the symbols, [rows], on every rung of a ladder."""
    rungs = []
    for contexts, above in zip(ladder, [*ladder[1:], None], strict=True):
        rows = slice(None) if above is None else first_times(above, symbols)
        rungs.append(Rung.learn(contexts[rows], symbols[rows]))
    return rungs


def long_term(
    rungs: Sequence[Rung], ladder: Sequence[Hashes], symbols: int, discount: float
) -> Floats:
    """Return the shares of the symbols after the contexts of a ladder, [rows, symbols]."""
    shares = even(len(ladder[0]), symbols)
    for rung, contexts in zip(rungs, ladder, strict=True):
        rung.blend(shares, contexts, discount)
    return shares


def even(rows: int, symbols: int) -> Floats:
    """Return equal shares for all symbols, [rows, symbols]."""
    return np.full((rows, symbols), 1.0 / symbols)


def short_term(ladder: Sequence[Hashes], happened: Ints, shares: Floats, discount: float) -> Floats:
    """Return the shares of the symbols in one tune, each row's learned from the rows before it.

    `ladder` and `happened`, the symbols that came, are those of the tune's rows. The result,
    [rows, symbols], is blended with `shares`, which stay as they are.
    """
    shares = shares.copy()
    rows = len(happened)
    one_hot = np.zeros(shares.shape, np.float32)
    one_hot[np.arange(rows), happened] = 1.0
    for contexts, above in zip(ladder, [*ladder[1:], None], strict=True):
        same = np.tril(contexts[:, None] == contexts, -1)
        if above is not None:
            same &= first_times(above, happened)
        counts = same.astype(np.float32) @ one_hot
        seen = counts.sum(axis=1, dtype=np.float64)
        found = np.flatnonzero(seen)
        here, total = counts[found], seen[found, None]
        kinds = (here > 0).sum(axis=1)[:, None]
        kept = np.maximum(here - discount, 0.0)
        shares[found] = (shares[found] * (discount * kinds) + kept) / total
    return shares
