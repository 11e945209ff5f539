"""Prediction by partial matching over ladders of contexts, from coarse to fine.

A ladder is a list of context columns uint64 [rows], each rung telling more of the past. Shares of
a rung are blended with those of the rung below (interpolated smoothing, Pearce & Wiggins 2004,
Improved methods for statistical modelling of monophonic music): with n occurrences of t different
symbols, the rungs below get d·t / n, where d is the discount; a half makes it escape method D
(Howard 1993). A rung counts what was new to the rung above (update exclusion, Moffat 1990).
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
    """Return one 64-bit context for each row of several columns."""
    result = np.full(len(columns[0]), 0x2545F4914F6CDD1D, np.uint64)
    for column in columns:
        result = (result ^ column.astype(np.uint64)) * _MULTIPLIER
        result ^= result >> _SHIFT
    return result


def earlier(column: Ints, back: int, row: Ints, nothing: int = -1) -> Ints:
    """Return what a column held `back` rows before in the same tune; `row` counts its rows."""
    shifted = np.full_like(column, nothing)
    shifted[back:] = column[: max(0, len(column) - back)]
    shifted[row < back] = nothing
    return shifted


def first_times(contexts: Hashes, symbols: Ints) -> NDArray[np.bool_]:
    """Return which rows [rows] hold a symbol for the first time after their context."""
    _, firsts = np.unique(mixed(contexts.view(np.int64), symbols), return_index=True)
    result = np.zeros(len(contexts), bool)
    result[firsts] = True
    return result


@dataclass(frozen=True, slots=True)
class Rung:
    """What came after each context: contexts [C], sorted; symbols and counts [pairs].

    Context i has the pairs firsts[i] to firsts[i + 1]; `sums` [pairs + 1] are the counts before.
    """

    contexts: Hashes
    firsts: Ints
    symbols: Ints
    counts: Floats
    sums: Floats

    @classmethod
    def learn(cls, contexts: Hashes, symbols: Ints) -> Rung:
        """Count symbols [rows] after contexts [rows]."""
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
        """Blend this rung's shares into `shares` [rows, symbols], those of the rung below."""
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
    """Count symbols [rows] on every rung of a ladder."""
    rungs = []
    for contexts, above in zip(ladder, [*ladder[1:], None], strict=True):
        rows = slice(None) if above is None else first_times(above, symbols)
        rungs.append(Rung.learn(contexts[rows], symbols[rows]))
    return rungs


def long_term(
    rungs: Sequence[Rung], ladder: Sequence[Hashes], symbols: int, discount: float
) -> Floats:
    """Return shares [rows, symbols] after the contexts of a ladder."""
    shares = even(len(ladder[0]), symbols)
    for rung, contexts in zip(rungs, ladder, strict=True):
        rung.blend(shares, contexts, discount)
    return shares


def even(rows: int, symbols: int) -> Floats:
    """Return the shares [rows, symbols] of one who knows nothing."""
    return np.full((rows, symbols), 1.0 / symbols)


def short_term(ladder: Sequence[Hashes], happened: Ints, shares: Floats, discount: float) -> Floats:
    """Return shares [rows, symbols] of one tune's rows, learned from the rows before each.

    They are blended into those given, which stay as they are.
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
