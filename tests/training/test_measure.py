from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from app.generation import columns as c  # noqa: E402
from app.training.batches import QUARTET_SHARE  # noqa: E402
from app.training.dataset import Dataset, make_dataset  # noqa: E402
from app.training.evaluation.bits import PredictorBits  # noqa: E402
from app.training.measure import measure  # noqa: E402
from app.training.network import MelodyNetwork, Shape  # noqa: E402
from tests.training.tunes import made_up_tune  # noqa: E402

SMALL = Shape(width=16, layers=2, heads=2, hidden=32)
CPU = torch.device("cpu")


@pytest.fixture
def network() -> MelodyNetwork:
    torch.manual_seed(4)
    return MelodyNetwork(SMALL)


def found(network: MelodyNetwork, data: Dataset, split: str = "train") -> PredictorBits:
    measured = measure(network, data, split, CPU)
    assert measured is not None
    return measured


def test_bits_are_the_sum_of_their_parts(network: MelodyNetwork, data: Dataset) -> None:
    bits = found(network, data)

    assert bits.weighted.all == pytest.approx(sum(bits.weighted.parts), rel=1e-4)
    assert bits.full == bits.weighted == bits.sources["Ryan"]
    assert bits.full.notes == sum(
        data.starts[tune + 1] - data.starts[tune] - 1 for tune in range(8)
    )
    assert 0 < bits.full.continuation < 40


def test_quartets_count_for_less(network: MelodyNetwork, data: Dataset) -> None:
    sources = data.sources.astype("U20")
    sources[:3] = "String quartets"
    bits = found(network, replace(data, sources=sources))
    weights = {"Ryan": 1.0, "String quartets": QUARTET_SHARE}

    notes = {name: bits.sources[name].notes * weights[name] for name in weights}
    expected = sum(bits.sources[name].all * notes[name] for name in notes) / sum(notes.values())

    assert bits.weighted.all == pytest.approx(expected, rel=1e-4)
    assert bits.full.all == pytest.approx(found(network, data).full.all, rel=1e-4)


def test_continuation_leaves_out_the_first_two_bars(network: MelodyNetwork, data: Dataset) -> None:
    bars = np.repeat(data.frames[:, 0], np.diff(data.starts))
    ends = data.targets[:, 0] == 0
    targets = data.targets.copy()
    targets[(data.moments[:, 1] < 2 * bars) & ~ends, -1] = 0
    later = replace(data, targets=targets)

    assert 0 < found(network, later).full.notes < found(network, data).full.notes
    assert found(network, data).full.continuation == pytest.approx(
        found(network, later).full.all, rel=1e-4
    )


def test_a_tune_of_several_windows_counts_every_note_once(network: MelodyNetwork) -> None:
    tune = made_up_tune(1, 700)
    bits = found(network, make_dataset([tune], [0]))

    assert bits.full.notes == 700
    later = sum(note.onset >= 2 * tune.meter.bar_ticks // 40 for note in tune.notes)
    assert bits.full.continuation * later < bits.full.all * 700


def test_style_and_length_are_not_given(network: MelodyNetwork, data: Dataset) -> None:
    features = data.features.copy()
    for name in ("style", "countdown", "density"):
        features[:, c.INDEX[name]] = c.OFFSETS[c.INDEX[name]]

    given, without = (
        found(network, each, "valid") for each in (data, replace(data, features=features))
    )

    assert given == without


def test_a_split_without_tunes_has_no_numbers(network: MelodyNetwork, data: Dataset) -> None:
    empty = replace(data, splits=np.zeros_like(data.splits))

    assert measure(network, empty, "valid", CPU) is None
