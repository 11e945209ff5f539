from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from app.generation import columns as c  # noqa: E402
from app.training.batches import QUARTET_SHARE  # noqa: E402
from app.training.dataset import Dataset  # noqa: E402
from app.training.measure import measure  # noqa: E402
from app.training.network import MelodyNetwork, Shape  # noqa: E402

SMALL = Shape(width=16, layers=2, heads=2, hidden=32)
CPU = torch.device("cpu")


@pytest.fixture
def network() -> MelodyNetwork:
    torch.manual_seed(4)
    return MelodyNetwork(SMALL)


def test_bits_are_the_sum_of_their_parts(network: MelodyNetwork, data: Dataset) -> None:
    bits = measure(network, data, "train", CPU)

    assert bits["all"] == pytest.approx(bits["gap"] + bits["duration"] + bits["pitch"], rel=1e-4)
    assert bits["all"] == pytest.approx(bits["full"], rel=1e-6)
    assert bits["Ryan"] == pytest.approx(bits["all"], rel=1e-6)
    assert 0 < bits["continuation"] < 40


def test_quartets_count_for_less(network: MelodyNetwork, data: Dataset) -> None:
    sources = data.sources.astype("U20")
    sources[:3] = "String quartets"
    mixed = replace(data, sources=sources)
    bits = measure(network, mixed, "train", CPU)
    notes = {
        name: sum(
            int(data.starts[tune + 1] - data.starts[tune]) - 1
            for tune in range(8)
            if sources[tune] == name
        )
        for name in ("Ryan", "String quartets")
    }
    weights = {"Ryan": 1.0, "String quartets": QUARTET_SHARE}

    expected = sum(bits[name] * notes[name] * weights[name] for name in notes)
    expected /= sum(notes[name] * weights[name] for name in notes)

    assert bits["all"] == pytest.approx(expected, rel=1e-4)
    assert bits["full"] == pytest.approx(measure(network, data, "train", CPU)["all"], rel=1e-4)


def test_continuation_leaves_out_the_first_two_bars(network: MelodyNetwork, data: Dataset) -> None:
    place = c.PLACES["bar"]
    bars = data.features[:, place] - c.OFFSETS[place]
    targets = data.targets.copy()
    targets[bars <= 2, -1] = 0
    noted = (targets[:, -1] > 0) & (targets[:, 0] != 0)
    later = replace(data, targets=targets)

    assert 0 < noted.sum() < len(noted)
    assert measure(network, data, "train", CPU)["continuation"] == pytest.approx(
        measure(network, later, "train", CPU)["all"], rel=1e-4
    )


def test_style_and_length_are_not_told(network: MelodyNetwork, data: Dataset) -> None:
    features = data.features.copy()
    for name in ("style", "countdown", "density"):
        features[:, c.PLACES[name]] = c.OFFSETS[c.PLACES[name]]

    told, untold = (
        measure(network, each, "valid", CPU) for each in (data, replace(data, features=features))
    )

    assert told == untold


def test_a_split_without_tunes_has_no_numbers(network: MelodyNetwork, data: Dataset) -> None:
    empty = replace(data, splits=np.zeros_like(data.splits))

    assert measure(network, empty, "valid", CPU) == {}
