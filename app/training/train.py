"""Trains the network for a fixed time, writing a checkpoint now and then, and measures it."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

import numpy as np
import torch
from numpy.typing import NDArray

from app.generation.encoding import BAR_FEATURE, FEATURE_OFFSETS
from app.training.dataset import Dataset, Ints, batches
from app.training.network import MelodyNetwork, Shape

PEAK_RATE: Final = 3e-3
WEIGHT_DECAY: Final = 0.05
WARM_UP_SHARE: Final = 0.03
ROWS_A_BATCH: Final = 4096
CHECKPOINT_SECONDS: Final = 60.0
CONTINUATION_BARS: Final = 2

Report = Callable[[str], None]


def learning_rate(share: float) -> float:
    """Return the rate after a share (0 to 1) of the time: a short rise, then half a cosine."""
    if share < WARM_UP_SHARE:
        return PEAK_RATE * max(share / WARM_UP_SHARE, 0.01)
    return PEAK_RATE * (0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * min(1.0, share))))


def train(
    data: Dataset, shape: Shape, minutes: float, checkpoint: Path, report: Report, seed: int = 1
) -> MelodyNetwork:
    """Train until `minutes` are over; resume from `checkpoint` where it exists.

    AdamW (Loshchilov & Hutter 2019) with betas 0.9 and 0.98; gradients clipped at norm 1.
    """
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    network = MelodyNetwork(shape)
    optimiser = torch.optim.AdamW(
        network.parameters(), lr=PEAK_RATE, betas=(0.9, 0.98), weight_decay=WEIGHT_DECAY
    )
    spent = 0.0
    if checkpoint.exists():
        saved = torch.load(checkpoint, weights_only=True)
        network.load_state_dict(saved["network"])
        optimiser.load_state_dict(saved["optimiser"])
        spent = float(saved["spent"])
    began = last_saved = time.monotonic()
    epoch = 0
    while spent < minutes * 60:
        losses, weights = 0.0, 0.0
        network.train()
        for features, targets in batches(data, "train", ROWS_A_BATCH, rng):
            if spent >= minutes * 60:
                break
            for group in optimiser.param_groups:
                group["lr"] = learning_rate(spent / (minutes * 60))
            nats = network(torch.from_numpy(features), torch.from_numpy(targets)).sum()
            rows = float(targets[..., 5].sum())
            optimiser.zero_grad()
            (nats / rows).backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimiser.step()
            losses, weights = losses + float(nats.detach()), weights + rows
            now = time.monotonic()
            spent, began = spent + now - began, now
            if now - last_saved > CHECKPOINT_SECONDS:
                _save(checkpoint, network, optimiser, spent)
                last_saved = now
        epoch += 1
        bits = measure(network, data, "valid")["all"]
        began = time.monotonic()
        report(
            f"epoch {epoch}, {spent / 60:.1f} min: learning"
            f" {losses / max(1.0, weights) / math.log(2):.3f}, valid {bits:.3f} bits per note"
        )
    _save(checkpoint, network, optimiser, spent)
    return network


def _save(
    path: Path, network: MelodyNetwork, optimiser: torch.optim.Optimizer, spent: float
) -> None:
    written = path.with_suffix(".part")
    torch.save(
        {
            "network": network.state_dict(),
            "optimiser": optimiser.state_dict(),
            "spent": spent,
        },
        written,
    )
    written.replace(path)


@torch.no_grad()
def measure(network: MelodyNetwork, data: Dataset, split: str) -> dict[str, float]:
    """Return bits per note on a split: all, continuation, each part, each source.

    Everything needed to place a note counts, END too; the length of a tune is never told.
    Continuation leaves out the notes that begin in the first two bars.
    """
    network.eval()
    sums: dict[str, float] = {}
    notes: dict[str, float] = {}

    def count(name: str, nats: float, rows: float) -> None:
        sums[name] = sums.get(name, 0.0) + nats
        notes[name] = notes.get(name, 0.0) + rows

    for tune in data.tunes(split):
        for features, targets in batches(data.only(int(tune)), split, ROWS_A_BATCH, None):
            nats = network(torch.from_numpy(features), torch.from_numpy(targets)).numpy()
            parts = nats.sum(axis=(0, 1))
            noted = targets[..., 5] * (targets[..., 0] != 0)
            count("all", float(parts.sum()), float(noted.sum()))
            count(str(data.sources[tune]), float(parts.sum()), float(noted.sum()))
            for name, part in zip(("gap", "duration", "pitch"), parts, strict=True):
                count(name, float(part), float(noted.sum()))
            later = _begins_later(features) * (targets[..., 5] > 0)
            count(
                "continuation",
                float((nats.sum(axis=-1) * later).sum()),
                float((noted * later).sum()),
            )
    return {name: sums[name] / max(1.0, notes[name]) / math.log(2) for name in sums}


def _begins_later(features: Ints) -> NDArray[np.bool_]:
    """Return [B, T]: whether the moment of a row lies after the first two bars."""
    bars = features[..., BAR_FEATURE] - FEATURE_OFFSETS[BAR_FEATURE]
    later: NDArray[np.bool_] = bars > CONTINUATION_BARS
    return later
