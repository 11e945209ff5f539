"""Climbs from the plain recipe to the model, one addition a rung; each rung is trained, measured.

The plain recipe is a small transformer over notes, with what was found some bars ago and after the
longest match among its inputs, learned by AdamW.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from app.generation import columns as c
from app.training.batches import Telling
from app.training.dataset import Dataset, cached_dataset, fingerprint
from app.training.engine import Engine
from app.training.evaluation.bits import Measured
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
"""What the plain recipe does not see: 16 bars back, how long the past agrees, matches by scale step
and by rhythm."""


@dataclass(frozen=True)
class Rung:
    """A network to train; `hidden` names the columns that it does not see."""

    name: str
    shape: Shape
    recipe: Recipe
    hidden: tuple[str, ...] = ()


def rungs(epochs: int, seed: int) -> tuple[Rung, ...]:
    """Return the ladder from the plain recipe up, all of one size, for so many epochs each."""
    small = Shape(width=112, layers=3, heads=4, hidden=448, dropout=0.15, copies=False)
    best = Recipe(
        epochs=epochs,
        last_rate_share=0.02,
        average=0.998,
        seed=seed,
        telling=Telling(plain=1.0),
    )
    plain = replace(best, rate=3e-3, muon=False, average=0.0)
    return (
        Rung("plain recipe", small, plain, ADDED_COLUMNS),
        Rung("+ Muon, averaged weights", small, best, ADDED_COLUMNS),
        Rung("+ agreement, scale steps, rhythm", small, best),
        Rung("+ copying", replace(small, copies=True), best),
    )


def measure_ladder(
    tunes: Sequence[Tune],
    splits: Sequence[int],
    split: str,
    ladder: Sequence[Rung],
    engine: Engine,
    cache: Path,
    report: Report,
) -> list[Measured]:
    """Train every rung on the train split and measure it; goes on from checkpoints in `cache`."""
    cache.mkdir(parents=True, exist_ok=True)
    data = cached_dataset(tunes, splits, cache, processes=1)
    results = []
    for rung in ladder:
        report(f"{rung.name}:")
        seen = without_columns(data, rung.hidden)
        checkpoint = cache / f"rung-{fingerprint(tunes, splits, rung)}.pt"
        network = train(seen, rung.shape, rung.recipe, checkpoint, report, engine)
        found = measure(network, seen, split, engine.device, rung.name)
        if found:
            results.append(found)
    return results


def without_columns(data: Dataset, names: Sequence[str]) -> Dataset:
    """Return the same rows with nothing in these columns."""
    features = data.features.copy()
    for name in names:
        features[:, c.INDEX[name]] = c.OFFSETS[c.INDEX[name]]
    return replace(data, features=features)
