from __future__ import annotations

import re
from pathlib import Path

import pytest

torch = pytest.importorskip("torch")

from app.training.dataset import Dataset  # noqa: E402
from app.training.engine import Engine  # noqa: E402
from app.training.measure import measure  # noqa: E402
from app.training.network import MelodyNetwork, Shape  # noqa: E402
from app.training.train import Recipe, learning_rate, train  # noqa: E402

SMALL = Shape(width=16, layers=2, heads=2, hidden=32)
HERE = Engine(torch.device("cpu"))


class PulledPlugError(Exception):
    """Stands for whatever ends a training before its time."""


def weights_of(network: MelodyNetwork) -> list[float]:
    return [
        number
        for parameter in network.parameters()
        for number in parameter.detach().flatten().tolist()
    ]


def test_the_rate_rises_then_falls() -> None:
    rates = [learning_rate(share / 100, 0.35) for share in range(101)]
    peak = rates.index(max(rates))

    assert 0 < peak < 10
    assert rates[:peak] == sorted(rates[:peak])
    assert rates[peak:] == sorted(rates[peak:], reverse=True)
    assert rates[-1] == pytest.approx(0.35)


def bits_of(network: MelodyNetwork, data: Dataset, split: str) -> float:
    measured = measure(network, data, split, HERE.device)
    assert measured is not None
    return measured.weighted.all


@pytest.mark.parametrize("muon", [True, False])
def test_training_learns(data: Dataset, tmp_path: Path, muon: bool) -> None:
    recipe = Recipe(epochs=12, rate=0.01, muon=muon, rows_a_batch=256)
    torch.manual_seed(recipe.seed)
    before = bits_of(MelodyNetwork(SMALL), data, "train")
    lines: list[str] = []

    network = train(data, SMALL, recipe, tmp_path / "checkpoint.pt", lines.append, HERE)

    assert bits_of(network, data, "train") < before - 2
    assert [line.split(",")[0] for line in lines] == [f"epoch {epoch}" for epoch in range(1, 13)]
    assert all("valid" in line for line in lines)


def test_an_interrupted_training_comes_to_the_same_end(data: Dataset, tmp_path: Path) -> None:
    recipe = Recipe(epochs=4, rate=0.01, rows_a_batch=256)
    whole = train(data, SMALL, recipe, tmp_path / "whole.pt", lambda _: None, HERE)

    def pull_the_plug(line: str) -> None:
        if line.startswith("epoch 2"):
            raise PulledPlugError

    checkpoint = tmp_path / "checkpoint.pt"
    with pytest.raises(PulledPlugError):
        train(data, SMALL, recipe, checkpoint, pull_the_plug, HERE)
    lines: list[str] = []
    resumed = train(data, SMALL, recipe, checkpoint, lines.append, HERE)

    assert len(lines) == 2
    assert weights_of(resumed) == weights_of(whole)


def test_the_weights_of_the_best_epoch_are_kept(data: Dataset, tmp_path: Path) -> None:
    lines: list[str] = []
    recipe = Recipe(epochs=5, rate=0.2, muon=False, weight_decay=0.05, average=0.0)

    kept = train(data, SMALL, recipe, tmp_path / "best.pt", lines.append, HERE)

    valid = [
        float(found[1]) for line in lines if (found := re.search(r"(\d+\.\d+) in validation", line))
    ]
    assert len(valid) == 5
    assert min(valid) < valid[-1], "a rate so high does not only improve"
    bits = bits_of(kept, data, "valid")
    assert bits == pytest.approx(min(valid), abs=1e-3)


def test_a_finished_training_is_not_done_again(data: Dataset, tmp_path: Path) -> None:
    recipe, checkpoint = Recipe(epochs=1, rows_a_batch=256), tmp_path / "checkpoint.pt"
    first = train(data, SMALL, recipe, checkpoint, lambda _: None, HERE)
    lines: list[str] = []
    again = train(data, SMALL, recipe, checkpoint, lines.append, HERE)

    assert lines == []
    assert weights_of(first) == weights_of(again)


def test_the_seed_decides_what_is_learned(data: Dataset, tmp_path: Path) -> None:
    def learned(seed: int, name: str) -> list[float]:
        recipe = Recipe(epochs=1, seed=seed, rows_a_batch=256)
        return weights_of(train(data, SMALL, recipe, tmp_path / name, lambda _: None, HERE))

    one = learned(1, "a.pt")

    assert one == learned(1, "b.pt")
    assert one != learned(2, "c.pt")
