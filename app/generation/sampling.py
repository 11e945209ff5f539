"""Draws classes for several melodies: temperature, then the nucleus of Holtzman et al. (2020)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.generation.network import Floats, Ints


class Offer(NamedTuple):
    """What one class may be drawn from.

    `logits` and `allowed` [classes]; `top_p` is the share of the nucleus, `point` a random number
    from 0 to below 1 that decides.
    """

    logits: Floats
    allowed: NDArray[np.bool_]
    temperature: float
    top_p: float
    point: float


def draw(offers: list[Offer]) -> Ints:
    """Return an allowed class for each offer.

    Of the allowed classes, in order of probability, the first that reach `top_p` together are
    drawn from; the likeliest is always among them.
    """
    logits = np.array([offer.logits for offer in offers], np.float64)  # [B, classes]
    allowed = np.array([offer.allowed for offer in offers])
    temperatures, tops, points = np.array([offer[2:] for offer in offers]).T[:, :, None]
    logits /= temperatures
    logits[~allowed] = -np.inf
    shares = np.exp(logits - logits.max(axis=1, keepdims=True))
    order = np.argsort(-shares, axis=1, kind="stable")
    rows = np.arange(len(offers))[:, None]
    sums = np.cumsum(shares[rows, order], axis=1)
    reached = (sums < tops * sums[:, -1:]).sum(axis=1, keepdims=True)
    places = (sums <= points * sums[rows, reached]).sum(axis=1, keepdims=True)
    drawn: Ints = order[rows, places][:, 0]
    return drawn
