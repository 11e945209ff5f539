"""Trains and measures networks from a plain recipe up to the model's, each with one thing more.

The plain recipe is a small transformer over notes, trained by AdamW. Among its inputs are what
sounded some bars ago and what followed the longest match.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from app.generation import columns as c
from app.training.batches import Conditioning
from app.training.dataset import Dataset, cached_dataset, fingerprint
from app.training.engine import Engine
from app.training.evaluation.bits import PredictorBits
from app.training.measure import measure
from app.training.network import Shape
from app.training.train import Recipe, train
from app.training.tune import Tune

Report = Callable[[str], None]

ADDED_COLUMNS: Final = tuple(
    name
    for name in c.NAMES
    if name.startswith(("lag 5", "stepped", "rhythm")) or name.endswith(" run")
)
"""The columns that the plain recipe doesn't see: what sounded 16 bars ago, for how long the melody
has repeated its past, and matches by scale step and by rhythm."""


@dataclass(frozen=True)
class Variant:
    """A network to train; `hidden` names the columns that it doesn't see."""

    name: str
    shape: Shape
    recipe: Recipe
    hidden: tuple[str, ...] = ()


def variants(epochs: int, seed: int) -> tuple[Variant, ...]:
    """Return the variants from the plain recipe up, of one size, each for so many epochs."""
    small = Shape(width=112, layers=3, heads=4, hidden=448, dropout=0.15, copies=False)
    best = Recipe(
        epochs=epochs,
        last_rate_share=0.02,
        average=0.998,
        seed=seed,
        conditioning=Conditioning(unconditioned=1.0),
    )
    plain = replace(best, rate=3e-3, muon=False, average=0.0)
    return (
        Variant("plain recipe", small, plain, ADDED_COLUMNS),
        Variant("+ Muon, averaged weights", small, best, ADDED_COLUMNS),
        Variant("+ agreement, scale steps, rhythm", small, best),
        Variant("+ copying", replace(small, copies=True), best),
    )


def measure_ablation(
    tunes: Sequence[Tune],
    splits: Sequence[int],
    split: str,
    variants: Sequence[Variant],
    engine: Engine,
    cache: Path,
    report: Report,
) -> list[PredictorBits]:
    """Train every variant on the train split, and measure it on `split`.

    Training goes on from checkpoints in `cache`.
    """
    cache.mkdir(parents=True, exist_ok=True)
    data = cached_dataset(tunes, splits, cache, processes=1)
    results = []
    for variant in variants:
        report(f"{variant.name}:")
        seen = without_columns(data, variant.hidden)
        checkpoint = cache / f"variant-{fingerprint(tunes, splits, variant)}.pt"
        network = train(seen, variant.shape, variant.recipe, checkpoint, report, engine)
        found = measure(network, seen, split, engine.device, variant.name)
        if found:
            results.append(found)
    return results


def without_columns(data: Dataset, names: Sequence[str]) -> Dataset:
    """Return the dataset with these columns empty."""
    features = data.features.copy()
    for name in names:
        features[:, c.INDEX[name]] = c.OFFSETS[c.INDEX[name]]
    return replace(data, features=features)
