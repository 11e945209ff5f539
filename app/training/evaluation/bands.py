"""Computes bands: the ranges in which the figures of real music vary by chance.

They are bootstrap percentiles (Efron & Tibshirani 1993, An introduction to the bootstrap, ch. 13).
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
"""The lowest and the highest value."""


def mean_band(values: Sequence[float], size: int, random: np.random.Generator) -> Band:
    """Return the band of 95 % of the means of `size` values, drawn with replacement."""
    drawn = random.choice(np.asarray(values, np.float64), (DRAWS, size))
    low, high = np.percentile(drawn.mean(axis=1), PERCENTILES)
    return float(low), float(high)


def halves_band(
    histograms: Sequence[Counter[int]], random: np.random.Generator
) -> tuple[float, Band]:
    """Return the mean and the band of the overlap of two random halves of these histograms."""
    overlaps = []
    for _ in range(SPLITS_IN_HALVES):
        order = random.permutation(len(histograms))
        halves: tuple[Counter[int], Counter[int]] = (Counter(), Counter())
        for place, index in enumerate(order):
            halves[place % 2].update(histograms[index])
        overlaps.append(overlap(*halves))
    low, high = np.percentile(overlaps, PERCENTILES)
    return float(np.mean(overlaps)), (float(low), float(high))
