"""Draws classes for several takes at once, by temperature and nucleus (Holtzman et al. 2020)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.generation.network import Floats, Ints


class Candidates(NamedTuple):
    """The classes from which one is to be drawn.

    `logits` and `allowed` have the shape [classes]. `top_p` is the share of probability that the
    nucleus holds; `point`, a random number from 0 to below 1, decides which class is drawn.
    """

    logits: Floats
    allowed: NDArray[np.bool_]
    temperature: float
    top_p: float
    point: float


def draw(candidates: list[Candidates]) -> Ints:
    """Return one allowed class for each of the candidates.

    It is drawn from the nucleus: the likeliest of the allowed classes, as few as have the share
    `top_p` of their probability together, and at least one.
    """
    logits = np.array([each.logits for each in candidates], np.float64)  # [takes, classes]
    allowed = np.array([each.allowed for each in candidates])
    temperatures, tops, points = np.array([each[2:] for each in candidates]).T[:, :, None]
    logits /= temperatures
    logits[~allowed] = -np.inf
    shares = np.exp(logits - logits.max(axis=1, keepdims=True))
    order = np.argsort(-shares, axis=1, kind="stable")
    rows = np.arange(len(candidates))[:, None]
    sums = np.cumsum(shares[rows, order], axis=1)
    nucleus_end = (sums < tops * sums[:, -1:]).sum(axis=1, keepdims=True)
    places = (sums <= points * sums[rows, nucleus_end]).sum(axis=1, keepdims=True)
    drawn: Ints = order[rows, places][:, 0]
    return drawn
