"""Owns the bands beside which a figure is put: how far real music's own figure wanders by chance.

Bootstrap percentiles (Efron & Tibshirani 1993, An introduction to the bootstrap, ch. 13).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

import numpy as np

from app.training.evaluation.continuations import overlap

DRAWS: Final = 2000
SPLITS_IN_HALVES: Final = 400
PERCENTILES: Final = (2.5, 97.5)

Band = tuple[float, float]


def mean_band(values: Sequence[float], size: int, random: np.random.Generator) -> Band:
    """Return between what 95 % of the means of `size` pieces lie, drawn with replacement."""
    drawn = random.choice(np.asarray(values, np.float64), (DRAWS, size))
    low, high = np.percentile(drawn.mean(axis=1), PERCENTILES)
    return float(low), float(high)


def halves_band(
    histograms: Sequence[Counter[int]], random: np.random.Generator
) -> tuple[float, Band]:
    """Return mean and band of the overlap of the two halves of real pieces, divided by chance."""
    overlaps = []
    for _ in range(SPLITS_IN_HALVES):
        order = random.permutation(len(histograms))
        halves: tuple[Counter[int], Counter[int]] = (Counter(), Counter())
        for place, index in enumerate(order):
            halves[place % 2].update(histograms[index])
        overlaps.append(overlap(*halves))
    low, high = np.percentile(overlaps, PERCENTILES)
    return float(np.mean(overlaps)), (float(low), float(high))
