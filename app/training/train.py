"""Trains the network for a number of epochs, with checkpoints, in one process or several.

Hidden matrices are trained by Muon (Jordan et al. 2024), everything else by AdamW (Loshchilov &
Hutter 2019). The weights that are kept are an exponential moving average (Polyak & Juditsky 1992).
"""

from __future__ import annotations

import copy
import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import numpy as np
import torch
from torch import Tensor, nn

from app.training.batches import Conditioning, batches
from app.training.checkpoint import save_checkpoint
from app.training.dataset import Dataset
from app.training.engine import Engine
from app.training.measure import measure
from app.training.network import MelodyNetwork, Shape

WARM_UP_SHARE: Final = 0.02
"""Share of the steps in which the learning rate rises."""

Report = Callable[[str], None]


@dataclass(frozen=True)
class Recipe:
    """How to train.

    `rate` is the highest learning rate. It falls only to `last_rate_share` of that: if it fell to
    nothing, the network would learn the training tunes by heart. `average` is the moving average's
    decay in a step; averaging evens out the steps that the remaining rate still makes. `muon` is
    whether hidden matrices are trained by Muon.
    """

    epochs: int = 15
    rate: float = 5e-3
    last_rate_share: float = 0.35
    muon: bool = True
    weight_decay: float = 0.05
    rows_a_batch: int = 4096
    average: float = 0.999
    seed: int = 1
    conditioning: Conditioning = field(default_factory=Conditioning)


def learning_rate(share: float, last: float) -> float:
    """Return the factor of the learning rate after a share, 0 to 1, of the steps.

    It rises for WARM_UP_SHARE of them, then falls to `last` along half a cosine.
    """
    if share < WARM_UP_SHARE:
        return max(share / WARM_UP_SHARE, 0.01)
    cosine = 0.5 * (1 + math.cos(math.pi * min(1.0, share)))
    return last + (1 - last) * cosine


def train(
    data: Dataset, shape: Shape, recipe: Recipe, checkpoint: Path, report: Report, engine: Engine
) -> MelodyNetwork:
    """Train a network; return the averaged weights that predicted the validation split best.

    Training goes on from `checkpoint` if the file exists, and writes it after every epoch.
    """
    torch.manual_seed(recipe.seed)
    run = _Run(MelodyNetwork(shape).to(engine.device), recipe)
    run.resume(checkpoint)
    wrapped = engine.wrap(run.network)
    while run.epoch < recipe.epochs:
        began = time.monotonic()
        torch.manual_seed(1000 * recipe.seed + run.epoch)
        rng = np.random.default_rng((recipe.seed, run.epoch))
        groups = list(batches(data, "train", recipe.rows_a_batch, rng, recipe.conditioning))
        mine = engine.share(groups)
        nats_sum, rows_sum = 0.0, 0.0
        wrapped.train()
        for place, (features, targets, _) in enumerate(mine):
            nats = wrapped(engine.tensor(features), engine.tensor(targets)).sum()
            rows = float(targets[..., -1].sum())
            run.step(nats / rows, (run.epoch + place / len(mine)) / recipe.epochs)
            nats_sum, rows_sum = nats_sum + float(nats.detach()), rows_sum + rows
        run.epoch += 1
        if engine.is_first:
            found = measure(run.average, data, "valid", engine.device)
            bits = found and found.weighted
            run.keep_if_best(bits.all if bits else 0.0)
            run.save(checkpoint)
            in_training = nats_sum / max(1.0, rows_sum) / math.log(2)
            in_validation = (
                f", {bits.all:.3f} in validation ({bits.continuation:.3f} after two bars)"
                if bits
                else ""
            )
            report(
                f"epoch {run.epoch}, {time.monotonic() - began:.0f} s: {in_training:.3f} bits per"
                f" note in training{in_validation}"
            )
    return run.best


class _Run:
    """A training under way: the weights, their averages, the optimisers, the epochs done."""

    def __init__(self, network: MelodyNetwork, recipe: Recipe) -> None:
        self.network, self.recipe = network, recipe
        self.average = copy.deepcopy(network)
        self.best = copy.deepcopy(network)
        self.best_bits = math.inf
        self.epoch = 0
        self.steps = 0
        matrices, others = _divided(network) if recipe.muon else ([], list(network.parameters()))
        self.optimisers: list[torch.optim.Optimizer] = [
            torch.optim.AdamW(
                others, lr=recipe.rate, betas=(0.9, 0.98), weight_decay=recipe.weight_decay
            )
        ]
        if matrices:
            self.optimisers.append(
                torch.optim.Muon(
                    matrices, lr=recipe.rate, weight_decay=recipe.weight_decay,
                    adjust_lr_fn="match_rms_adamw",
                )
            )  # fmt: skip

    def step(self, loss: Tensor, share: float) -> None:
        """Take one step that lowers a loss; `share` is the share of all steps that is done."""
        for optimiser in self.optimisers:
            optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        for optimiser in self.optimisers:
            for group in optimiser.param_groups:
                group["lr"] = self.recipe.rate * learning_rate(share, self.recipe.last_rate_share)
            optimiser.step()
        self.steps += 1
        # The average soon forgets the first steps, which are far off.
        kept = min(self.recipe.average, (1 + self.steps) / (10 + self.steps))
        with torch.no_grad():
            for mean, now in zip(self.average.parameters(), self.network.parameters(), strict=True):
                mean.lerp_(now, 1 - kept)

    def keep_if_best(self, bits: float) -> None:
        """Keep the average as the best if it predicts no worse than the best before.

        `bits` are the bits per note of the validation split, 0 if that is empty; then the last
        average is kept.
        """
        if bits <= self.best_bits:
            self.best_bits = bits
            self.best.load_state_dict(self.average.state_dict())

    def save(self, path: Path) -> None:
        """Write a checkpoint; raises AppError if it can't be written."""
        state = {
            "network": self.network.state_dict(),
            "average": self.average.state_dict(),
            "best": self.best.state_dict(),
            "best_bits": self.best_bits,
            "optimisers": [optimiser.state_dict() for optimiser in self.optimisers],
            "epoch": self.epoch,
            "steps": self.steps,
        }
        save_checkpoint(path, state)

    def resume(self, path: Path) -> None:
        """Take up the state of a checkpoint, if there is one."""
        if not path.exists():
            return
        state = torch.load(path, weights_only=True)
        self.network.load_state_dict(state["network"])
        self.average.load_state_dict(state["average"])
        self.best.load_state_dict(state["best"])
        self.best_bits = float(state["best_bits"])
        for optimiser, saved in zip(self.optimisers, state["optimisers"], strict=True):
            optimiser.load_state_dict(saved)
        self.epoch, self.steps = state["epoch"], state["steps"]


def _divided(network: MelodyNetwork) -> tuple[list[Tensor], list[Tensor]]:
    """Return the hidden matrices, and all other parameters."""
    matrices: list[Tensor] = []
    others: list[Tensor] = []
    for name, parameter in network.named_parameters():
        hidden = parameter.ndim == 2 and (name.startswith("blocks") or "into" in name)
        (matrices if hidden else others).append(parameter)
    return matrices, others
