from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from app.generation import vocabulary as v  # noqa: E402
from app.generation.distribution import NextNote  # noqa: E402
from app.generation.encoding import (  # noqa: E402
    COUNTDOWN_FEATURE,
    FEATURE_OFFSETS,
    STYLE_FEATURE,
    Frame,
)
from app.generation.model import load_model  # noqa: E402
from app.training.dataset import Dataset, batches, make_dataset, tune_rows  # noqa: E402
from app.training.export import export_index, export_weights  # noqa: E402
from app.training.network import MelodyNetwork, Shape  # noqa: E402
from app.training.train import learning_rate, measure, train  # noqa: E402
from tests.training.tunes import made_up_tune  # noqa: E402

SMALL = Shape(width=16, layers=2, heads=2, hidden=32)


def small_data() -> Dataset:
    tunes = [made_up_tune(seed, 20 + seed) for seed in range(12)]
    return make_dataset(tunes, [0] * 8 + [1] * 2 + [2] * 2)


def test_a_row_for_every_note_and_one_for_the_end() -> None:
    tune = made_up_tune(3)
    features, targets = tune_rows(tune)

    assert len(features) == len(targets) == len(tune.notes) + 1
    assert targets[-1, 0] == v.END
    assert (targets[:-1, 0] != v.END).all()
    assert targets[:, 5].all()
    left = features[:, COUNTDOWN_FEATURE] - FEATURE_OFFSETS[COUNTDOWN_FEATURE]
    assert left[-1] == 1
    assert (np.diff(left) <= 0).all()


def test_a_cut_tune_tells_neither_its_end_nor_how_far_it_is() -> None:
    features, targets = tune_rows(made_up_tune(3, complete=False))

    assert targets[-1, 5] == 0
    assert (features[:, COUNTDOWN_FEATURE] == FEATURE_OFFSETS[COUNTDOWN_FEATURE]).all()


def test_batches_hold_every_row_once_and_never_tell_the_length() -> None:
    data = small_data()
    seen = 0
    for features, targets in batches(data, "train", 64, None):
        seen += int(targets[..., 5].sum())
        assert (features[..., COUNTDOWN_FEATURE] == FEATURE_OFFSETS[COUNTDOWN_FEATURE]).all()
    assert seen == data.starts[8]


def test_training_batches_sometimes_leave_style_and_length_untold() -> None:
    random = np.random.default_rng(1)
    kept = list(batches(small_data(), "train", 10**6, random))
    features = np.concatenate([part.reshape(-1, part.shape[-1]) for part, _ in kept])

    for feature in (STYLE_FEATURE, COUNTDOWN_FEATURE):
        told = features[:, feature] != FEATURE_OFFSETS[feature]
        assert 0 < told.sum() < len(told)


def test_the_rate_rises_then_falls() -> None:
    rates = [learning_rate(share / 100) for share in range(101)]
    peak = rates.index(max(rates))

    assert 0 < peak < 10
    assert rates[:peak] == sorted(rates[:peak])
    assert rates[peak:] == sorted(rates[peak:], reverse=True)
    assert rates[-1] > 0


def test_training_learns_resumes_and_exports_what_the_app_runs(tmp_path: Path) -> None:
    data = small_data()
    torch.manual_seed(1)
    before = measure(MelodyNetwork(SMALL), data, "train")["all"]
    lines: list[str] = []
    checkpoint = tmp_path / "checkpoint.pt"

    network = train(data, SMALL, 0.05, checkpoint, lines.append)
    bits = measure(network, data, "train")
    resumed = train(data, SMALL, 0.05, checkpoint, lines.append)

    assert bits["all"] < before - 1
    assert bits["all"] == pytest.approx(bits["gap"] + bits["duration"] + bits["pitch"], rel=1e-4)
    assert lines[0].startswith("epoch 1")
    assert measure(resumed, data, "train")["all"] == pytest.approx(bits["all"], abs=1e-6)

    tune = made_up_tune(2, 22)
    export_weights(network, tmp_path)
    export_index([tune], tmp_path)
    model = load_model(tmp_path)
    history, state = model.read(Frame(tune.key, tune.meter, 0, v.STYLES.index("reel") + 1), ())
    total = 0.0
    for note in tune.notes:
        next_note = NextNote(model.network, history, state.stream, 0)
        total += sum(next_note.step_bits(note.onset, note.duration, note.pitch))
        history.append(note)
        model.network.advance(state, history.row())
    total += NextNote(model.network, history, state.stream, 0).end_bits()
    alone = measure(network, data.only(2), "train")["all"]

    assert total / len(tune.notes) == pytest.approx(alone, abs=0.02)
    assert model.index.originality(tune.notes).longest_match_notes == len(tune.notes)
    assert math.isfinite(total)
