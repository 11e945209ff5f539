"""Measures a network on a split: what it pays for each note and end, key and meter told alone."""

from __future__ import annotations

import math

import numpy as np
import torch
from numpy.typing import NDArray

from app.generation import vocabulary as v
from app.training.batches import batches
from app.training.dataset import TARGETS, Dataset
from app.training.evaluation.bits import CONTINUATION_BARS, Measured, MelodyBits, measured
from app.training.network import MelodyNetwork

_ROWS_A_BATCH = 8192


def measure(
    network: MelodyNetwork, data: Dataset, split: str, device: torch.device, name: str = "network"
) -> Measured | None:
    """Return bits per note of a split; None if it has no tunes.

    The same as `evaluation.comparison.measure_model` for a network that the app can't run.
    """
    network.eval()
    sources, bits = [], []
    with torch.no_grad():
        for features, targets, firsts in batches(data, split, _ROWS_A_BATCH, None):
            nats = network(
                torch.from_numpy(features).to(device), torch.from_numpy(targets).to(device)
            )
            for first, paid in zip(firsts, nats.cpu().numpy().astype(np.float64), strict=True):
                tune = int(np.searchsorted(data.starts, first, side="right")) - 1
                sources.append(str(data.sources[tune]))
                bits.append(_melody_bits(data, tune, first, paid / math.log(2)))
    return measured(name, sources, bits) if bits else None


def _melody_bits(data: Dataset, tune: int, first: int, paid: NDArray[np.float64]) -> MelodyBits:
    """Return what a sequence of a tune costs: `paid` [rows and padding, parts], in bits."""
    rows = slice(first, min(first + len(paid), int(data.starts[tune + 1])))
    targets, onsets = data.targets[rows], data.moments[rows, 1]
    begins = targets[:, TARGETS.index("gap")] != v.END
    continues = ~begins | (onsets >= CONTINUATION_BARS * data.frames[tune, 0])
    weighed = targets[:, TARGETS.index("weighed")] > 0
    return MelodyBits(paid[: len(targets)][weighed], begins[weighed], continues[weighed])
