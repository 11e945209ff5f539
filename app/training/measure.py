"""Measures how well a network in PyTorch predicts a split, given only key and meter."""

from __future__ import annotations

import math

import numpy as np
import torch
from numpy.typing import NDArray

from app.generation import vocabulary as v
from app.training.batches import batches
from app.training.dataset import TARGETS, Dataset
from app.training.evaluation.bits import CONTINUATION_BARS, MelodyBits, PredictorBits, summed_up
from app.training.network import MelodyNetwork

_ROWS_A_BATCH = 8192


def measure(
    network: MelodyNetwork, data: Dataset, split: str, device: torch.device, name: str = "network"
) -> PredictorBits | None:
    """Return the bits per note of a split; None if it has no tunes.

    `name` is what the network is called in tables. The figures are those of
    `evaluation.comparison.measure_model`, which measures exported weights.
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
    return summed_up(name, sources, bits) if bits else None


def _melody_bits(data: Dataset, tune: int, first: int, paid: NDArray[np.float64]) -> MelodyBits:
    """Return the bits of one sequence, which begins at the row `first`.

    `paid`, [rows and padding, parts], is what the network paid for it in bits.
    """
    rows = slice(first, min(first + len(paid), int(data.starts[tune + 1])))
    targets, onsets = data.targets[rows], data.moments[rows, 1]
    begins = targets[:, TARGETS.index("gap")] != v.END
    continues = ~begins | (onsets >= CONTINUATION_BARS * data.frames[tune, 0])
    counts = targets[:, TARGETS.index("weight")] > 0
    return MelodyBits(paid[: len(targets)][counts], begins[counts], continues[counts])
