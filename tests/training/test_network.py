from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from app.generation import columns as c  # noqa: E402
from app.generation import vocabulary as v  # noqa: E402
from app.generation.distribution import bits_of  # noqa: E402
from app.generation.model import WEIGHTS_NAME  # noqa: E402
from app.generation.network import Floats, Network  # noqa: E402
from app.training.batches import Batch, Conditioning, batches  # noqa: E402
from app.training.dataset import Dataset  # noqa: E402
from app.training.export import export_weights  # noqa: E402
from app.training.network import MelodyNetwork, Shape, interval_table  # noqa: E402

SMALL = Shape(width=16, layers=2, heads=2, hidden=32)
EVERYTHING = Conditioning(0.0, 1.0, 1.0, 1.0, 1.0, 0, 1.0, 1.0, 1.0)


def full_batch(data: Dataset) -> Batch:
    """Return a batch in which plan, future, chords and everything else are given."""
    (batch,) = batches(data, "train", 10**6, np.random.default_rng(3), EVERYTHING)
    return batch


def torch_bits(network: MelodyNetwork, batch: Batch) -> np.ndarray:
    """Return bits [B, T, 3]."""
    features, targets, _ = batch
    with torch.no_grad():
        nats = network.eval()(torch.from_numpy(features), torch.from_numpy(targets))
    bits: np.ndarray = nats.numpy() / math.log(2)
    return bits


def test_both_networks_give_the_same_bits(data: Dataset, tmp_path: Path) -> None:
    torch.manual_seed(2)
    shape = replace(SMALL, width=24, heads=3)
    trained = MelodyNetwork(shape)
    # Weights are written as float16; PyTorch takes the same.
    trained = trained.half().float()
    export_weights(trained, tmp_path)
    running, _ = Network.load(tmp_path / WEIGHTS_NAME)
    features, targets, firsts = full_batch(data)
    for first, last in ((c.FIRST_PLAN, c.FIRST_FUTURE), (c.FIRST_FUTURE, c.COUNT)):
        assert (features[..., first:last] != c.OFFSETS[first:last]).any()
    expected = torch_bits(trained, (features, targets, firsts))

    for row, first in enumerate(firsts):
        reference = int(data.frames[np.searchsorted(data.starts, first), 1])
        state = running.initial_state()
        for time in range(features.shape[1]):
            if not targets[row, time, -1]:
                continue
            running.advance(state, features[row, time][None])
            gap, duration, height, position, before, chord, _ = targets[row, time]
            found = [bits_of(running.gap_logits(state)[0], gap), 0.0, 0.0]
            if gap != v.END:
                durations = running.duration_logits(state, np.array([gap]), np.array([position]))
                found[1] = bits_of(durations[0], duration)
                pitches = running.pitch_logits(
                    state,
                    np.array([[gap, position, duration, chord]]),
                    np.array([reference]),
                    np.array([reference + v.LOWEST_HEIGHT + before - 1 if before else -1]),
                )
                found[2] = bits_of(_of_heights(pitches[0], reference), height)
            assert found == pytest.approx(expected[row, time].tolist(), abs=1e-3)


def _of_heights(pitches: Floats, reference: int) -> Floats:
    """Return the logits of the pitches that have a height class of their own."""
    lowest = reference + v.LOWEST_HEIGHT
    of_heights: Floats = pitches[lowest : lowest + v.HEIGHT_CLASSES]
    return of_heights


def test_what_comes_later_is_not_seen(data: Dataset) -> None:
    features, targets, firsts = full_batch(data)
    network = MelodyNetwork(SMALL)
    changed = features.copy()
    changed[:, 30:] = features[:, :1]

    before = torch_bits(network, (features, targets, firsts))
    after = torch_bits(network, (changed, targets, firsts))

    assert np.allclose(before[:, :30], after[:, :30], atol=1e-5)
    assert not np.allclose(before[:, 30:], after[:, 30:], atol=1e-3)


def test_only_rows_with_a_weight_cost_bits_and_the_end_has_neither_duration_nor_pitch(
    data: Dataset,
) -> None:
    batch = full_batch(data)
    bits, targets = torch_bits(MelodyNetwork(SMALL), batch), batch[1]
    counts, ends = targets[..., -1] > 0, targets[..., 0] == v.END

    assert not bits[~counts].any()
    assert (bits[counts][:, 0] > 0).all()
    assert not bits[ends][:, 1:].any()
    assert (bits[counts & ~ends] > 0).all()


def test_the_columns_that_are_given_change_the_bits(data: Dataset) -> None:
    features, targets, firsts = full_batch(data)
    network = MelodyNetwork(SMALL)
    given = torch_bits(network, (features, targets, firsts))

    for first, last in ((c.FIRST_PLAN, c.FIRST_FUTURE), (c.FIRST_FUTURE, c.COUNT)):
        without = features.copy()
        without[..., first:last] = c.OFFSETS[first:last]
        assert not np.allclose(given, torch_bits(network, (without, targets, firsts)))
    other_chords = targets.copy()
    other_chords[..., 5] = 0
    assert not np.allclose(given, torch_bits(network, (features, other_chords, firsts)))


def test_a_network_can_do_without_copying(data: Dataset) -> None:
    batch = full_batch(data)

    bits = torch_bits(MelodyNetwork(replace(SMALL, copies=False)), batch)

    assert np.isfinite(bits).all()


def test_intervals_are_looked_up_by_heights() -> None:
    table = interval_table()

    assert not table[0].any()
    assert table[1 + 30, 35] == v.interval_class(5)
    assert table[1 + 40, 10] == v.interval_class(-v.WIDEST_INTERVAL)
