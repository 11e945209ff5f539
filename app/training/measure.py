"""Measures bits per note on a split: everything needed to place each note, ends included."""

from __future__ import annotations

import math
from collections import defaultdict

import numpy as np
import torch
from numpy.typing import NDArray

from app.generation import columns as c
from app.training.batches import QUARTET_SHARE, Ints, batches
from app.training.dataset import Dataset
from app.training.network import MelodyNetwork

CONTINUATION_BARS = 2


@torch.no_grad()
def measure(
    network: MelodyNetwork, data: Dataset, split: str, device: torch.device
) -> dict[str, float]:
    """Return bits per note: all, continuation, each part, each source.

    The quartets count at a quarter weight in "all", "continuation" and the parts, as in training;
    in "full" and "full continuation" they count fully. Key and meter are told, nothing else.
    Continuation leaves out the notes that begin in the first two bars. A split without tunes has
    no numbers.
    """
    network.eval()
    nats: defaultdict[str, float] = defaultdict(float)
    notes: defaultdict[str, float] = defaultdict(float)
    for features, targets, tunes in batches(data, split, 8192, None):
        found = network(torch.from_numpy(features).to(device), torch.from_numpy(targets).to(device))
        parts = found.cpu().numpy().astype(np.float64)  # [B, T, 3]
        noted = targets[..., -1] * (targets[..., 0] != 0)
        later = _begins_later(features) * (targets[..., -1] > 0)
        for row, tune in enumerate(tunes):
            source = str(data.sources[tune])
            weight = QUARTET_SHARE if source == "String quartets" else 1.0
            of_parts, count = parts[row].sum(axis=0), float(noted[row].sum())
            of_later = float((parts[row].sum(axis=-1) * later[row]).sum())
            count_later = float((noted[row] * later[row]).sum())
            for name, amount, rows in (
                ("all", weight * of_parts.sum(), weight * count),
                ("continuation", weight * of_later, weight * count_later),
                ("full", of_parts.sum(), count),
                ("full continuation", of_later, count_later),
                ("gap", weight * of_parts[0], weight * count),
                ("duration", weight * of_parts[1], weight * count),
                ("pitch", weight * of_parts[2], weight * count),
                (source, of_parts.sum(), count),
            ):
                nats[name] += float(amount)
                notes[name] += rows
    return {name: nats[name] / max(1.0, notes[name]) / math.log(2) for name in nats}


def _begins_later(features: Ints) -> NDArray[np.bool_]:
    """Return [B, T]: whether the moment of a row lies after the first two bars."""
    place = c.PLACES["bar"]
    later: NDArray[np.bool_] = features[..., place] - c.OFFSETS[place] > CONTINUATION_BARS
    return later
