from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from app.generation import columns as c
from app.generation import vocabulary as v
from app.training.dataset import Dataset, cached_dataset, make_dataset, split_tunes, tune_rows
from app.training.report import CorpusReport
from tests.training.conftest import SPLITS, TUNES, repeating_tune
from tests.training.tunes import made_up_tune


def column(features: np.ndarray, name: str) -> np.ndarray:
    place = c.INDEX[name]
    classes: np.ndarray = features[..., place] - c.OFFSETS[place]
    return classes


def test_a_row_for_every_note_and_one_for_the_end() -> None:
    tune = made_up_tune(3)
    features, targets, moments, frame = tune_rows(tune)

    assert features.shape == (len(tune.notes) + 1, c.FIRST_FUTURE)
    assert len(targets) == len(moments) == len(features)
    assert targets[-1, 0] == v.END
    assert (targets[:-1, 0] != v.END).all()
    assert targets[:, -1].all()
    assert frame == (96, 62)
    left = column(features, "countdown")
    assert left[-1] == 1
    assert (np.diff(left) <= 0).all()


def test_targets_and_moments_hold_the_next_note() -> None:
    tune = repeating_tune(2)
    _, targets, moments, (_, reference) = tune_rows(tune)

    for note, target, moment in zip(tune.notes, targets, moments, strict=False):
        assert moment[1:].tolist() == [note.onset, note.duration, note.pitch]
        gap, duration, height, position, _, chord, _ = target.tolist()
        assert gap == v.gap_class(note.onset - moment[0])
        assert duration == v.duration_class(note.duration)
        assert height == v.height_class(note.pitch - reference)
        assert position == note.onset % 96
        assert chord > 0
    assert targets[0, 4] == 0
    assert (targets[1:-1, 4] == targets[:-2, 2] + 1).all()


def test_rows_have_chords_plan_style_and_density() -> None:
    tune = repeating_tune(4)
    features = tune_rows(tune)[0]

    assert (column(features, "style") == v.STYLES.index("reel") + 1).all()
    assert column(features, "chord")[0] == v.chord_class(2, "", 2)
    assert len(np.unique(column(features, "density"))) == 1
    assert v.Relation.REPEAT in column(features, "plan relation")


def test_a_cut_tune_has_neither_an_end_nor_a_countdown() -> None:
    features, targets, _, _ = tune_rows(made_up_tune(3, complete=False))

    assert targets[-1, -1] == 0
    assert (column(features, "countdown") == 0).all()


def test_rows_of_all_tunes_stand_one_after_the_other(data: Dataset) -> None:
    assert data.starts[-1] == len(data.features) == len(data.targets) == len(data.moments)
    assert len(data.starts) == len(TUNES) + 1
    assert [data.tunes(split).tolist() for split in ("train", "valid", "test")] == [
        list(range(8)), [8, 9], [10, 11],
    ]  # fmt: skip
    for index in (0, 9):
        rows = slice(data.starts[index], data.starts[index + 1])
        assert np.array_equal(data.features[rows], tune_rows(TUNES[index])[0])


def test_several_processes_give_the_same_rows(data: Dataset) -> None:
    other = make_dataset(TUNES, SPLITS, processes=2)

    assert np.array_equal(other.features, data.features)


def test_rows_are_kept_for_the_next_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = cached_dataset(TUNES[:2], (0, 0), tmp_path, 1)
    monkeypatch.setattr("app.training.dataset.make_dataset", None)
    again = cached_dataset(TUNES[:2], (0, 0), tmp_path, 1)

    assert all(np.array_equal(vars(again)[name], vars(first)[name]) for name in vars(first))
    assert len(list(tmp_path.iterdir())) == 1


def test_copies_are_left_out_and_reported() -> None:
    report = CorpusReport()
    tune = repeating_tune(1)

    tunes, splits = split_tunes([tune, tune, made_up_tune(5)], report)

    assert tunes == [tune, made_up_tune(5)]
    assert len(splits) == 2
    assert "copy of another" in str(report)
