"""Draws classes from logits: temperature, then the nucleus of Holtzman et al. (2020)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from app.generation.network import Floats


def draw(
    logits: Floats,
    allowed: NDArray[np.bool_],
    temperature: float,
    top_p: float,
    random: np.random.Generator,
) -> int:
    """Return an allowed class.

    Of the allowed classes, in order of probability, the first that reach `top_p` together are
    drawn from; the likeliest is always among them.
    """
    classes = np.flatnonzero(allowed)
    kept = logits[classes].astype(np.float64) / temperature
    shares = np.exp(kept - kept.max())
    order = np.argsort(-shares, kind="stable")
    sums = np.cumsum(shares[order])
    nucleus = int(np.searchsorted(sums, top_p * sums[-1])) + 1
    point = random.random() * sums[min(nucleus, len(sums)) - 1]
    return int(classes[order[int(np.searchsorted(sums, point, side="right"))]])
