"""Measures the model and the baselines on one split; all have learned from the train split."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import numpy as np

from app.generation import Model
from app.training.dataset import SPLITS, fingerprint
from app.training.evaluation.bits import (
    QUARTET_WEIGHT,
    QUARTETS,
    PredictorBits,
    source_weight,
    summed_up,
    tune_bits,
)
from app.training.evaluation.events import make_events
from app.training.evaluation.idyom import Idyom
from app.training.evaluation.ngram import NGram
from app.training.tune import Tune

MODEL: Final = "Motivo"
Report = Callable[[str], None]


def tunes_of_split(tunes: Sequence[Tune], splits: Sequence[int], split: str) -> list[Tune]:
    """Return the tunes of a split, by its name."""
    number = SPLITS.index(split)
    return [tune for tune, other in zip(tunes, splits, strict=True) if other == number]


def sources(tunes: Sequence[Tune]) -> list[str]:
    """Return the source of each tune."""
    return [tune.source for tune in tunes]


def measure_model(model: Model, tunes: Sequence[Tune]) -> PredictorBits:
    """Measure the model on tunes, given only their key and meter."""
    return summed_up(MODEL, sources(tunes), [tune_bits(model, tune) for tune in tunes])


def measure_counting_models(
    tunes: Sequence[Tune], splits: Sequence[int], split: str, seed: int, report: Report
) -> list[PredictorBits]:
    """Train and measure the two n-gram models and the IDyOM-style model."""
    test = tunes_of_split(tunes, splits, split)
    valid_tunes = tunes_of_split(tunes, splits, "valid")
    train = make_events(thinned(tunes_of_split(tunes, splits, "train"), seed))
    valid, events = make_events(valid_tunes), make_events(test)
    weights = np.repeat([source_weight(tune.source) for tune in valid_tunes], np.diff(valid.starts))
    results = []

    def measure(name: str, predictor: NGram | Idyom) -> None:
        report(f"{name}: {predictor.summary()}")
        bits = predictor.bits(events)
        paid = [events.melody_bits(tune, bits) for tune in range(len(test))]
        results.append(summed_up(name, sources(test), paid))

    report(f"The n-gram and IDyOM-style models learn from {len(train.row)} events.")
    ngram = NGram.learn(train, valid, weights)
    measure("n-gram", ngram)
    measure("n-gram, adaptive", ngram.adaptive(valid, weights))
    measure("IDyOM-style", Idyom.learn(train, valid, weights))
    return results


def measure_rnn(
    tunes: Sequence[Tune],
    splits: Sequence[int],
    split: str,
    seed: int,
    epochs: int,
    cache: Path,
    report: Report,
) -> list[PredictorBits]:
    """Train and measure the Melody RNN, which needs PyTorch.

    Training goes on from a checkpoint in `cache`. The first result has all tunes of the split,
    quantised; the second only those that lie on the Melody RNN's grid.
    """
    from app.training.evaluation.melody_rnn import MelodyRnn, is_on_grid

    network = MelodyRnn(seed)
    checkpoint = cache / f"melody-rnn-{fingerprint(tunes, splits, seed, epochs)}.pt"
    network.train(thinned(tunes_of_split(tunes, splits, "train"), seed), epochs, checkpoint, report)
    test = tunes_of_split(tunes, splits, split)
    exact = [tune for tune in test if is_on_grid(tune)]
    return [
        summed_up(name, sources(some), [network.bits(tune) for tune in some])
        for name, some in (("Melody RNN, quantised", test), ("Melody RNN, on its grid", exact))
    ]


def thinned(tunes: Sequence[Tune], seed: int) -> list[Tune]:
    """Return the tunes with only the share of the quartets that one epoch of training has."""
    random = np.random.default_rng(seed)
    return [tune for tune in tunes if tune.source != QUARTETS or random.random() < QUARTET_WEIGHT]
