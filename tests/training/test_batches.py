from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from app.domain import Melody, Note, Request, RequestMode, Sketch
from app.domain.passage import passage_of
from app.domain.rules import rules_of
from app.domain.timebase import steps_to_ticks
from app.generation import columns as c
from app.generation import vocabulary as v
from app.generation.brief import make_brief
from app.generation.encoding import StepNote, sketch_frame
from app.generation.history import History, Row
from app.generation.take_writer import TakeWriter
from app.training.batches import QUARTET_SHARE, WINDOW, Batch, Conditioning, batches
from app.training.dataset import Dataset, make_dataset
from tests.training.conftest import barwise_tune
from tests.training.tunes import made_up_tune

EVERYTHING = Conditioning(0.0, 1.0, 1.0, 1.0, 1.0, 0, 1.0, 1.0, 1.0)
NOTHING = Conditioning(0.0, 0.0, 0.0, 0.0, 0.0, 0, 0.0, 0.0, 0.0)


def given(features: np.ndarray, name: str) -> np.ndarray:
    """Return whether a column of each row has a value, [B, T]."""
    place = c.INDEX[name]
    result: np.ndarray = features[..., place] != c.OFFSETS[place]
    return result


def anything_given(features: np.ndarray, first: int, last: int) -> np.ndarray:
    result: np.ndarray = (features[..., first:last] != c.OFFSETS[first:last]).any(axis=-1)
    return result


def training(data: Dataset, conditioning: Conditioning, seeds: int = 1) -> list[Batch]:
    return [
        batch
        for seed in range(seeds)
        for batch in batches(data, "train", 10**6, np.random.default_rng(seed), conditioning)
    ]


def test_batches_for_measuring_have_every_row_once_and_only_key_and_meter(data: Dataset) -> None:
    seen = 0
    for features, targets, _ in batches(data, "train", 64, None):
        seen += int(targets[..., -1].sum())
        for name in ("style", "chord", "countdown", "density"):
            assert not given(features, name).any()
        assert not anything_given(features, c.FIRST_PLAN, c.COUNT).any()
        assert not targets[..., 5].any()
    assert seen == data.starts[8]


def test_long_tunes_are_cut_into_windows() -> None:
    data = make_dataset([made_up_tune(1, 700)], [0])

    found = list(batches(data, "train", 1, None))

    assert sorted(features.shape[1] for features, _, _ in found) == [
        701 - 2 * WINDOW,
        WINDOW,
        WINDOW,
    ]


def test_padding_is_not_learned_from(data: Dataset) -> None:
    ((features, targets, firsts),) = list(batches(data, "valid", 10**6, None))
    lengths = dict(zip(data.starts[:-1], np.diff(data.starts), strict=True))
    for row, first in enumerate(firsts):
        length = lengths[first]
        assert targets[row, :length, -1].all()
        assert not targets[row, length:].any()
        assert (features[row, length:] == c.OFFSETS).all()


def test_where_everything_is_given_the_rows_are_whole(data: Dataset) -> None:
    ((features, targets, firsts),) = training(data, EVERYTHING)

    for row, first in enumerate(firsts):
        last = data.starts[np.searchsorted(data.starts, first) + 1]
        assert (features[row, : last - first, : c.FIRST_FUTURE] == data.features[first:last]).all()
        assert (targets[row, : last - first] == data.targets[first:last]).all()


def test_where_nothing_is_given_its_columns_are_empty(data: Dataset) -> None:
    ((features, targets, _),) = training(data, NOTHING)

    for name in ("style", "chord", "countdown", "density"):
        assert not given(features, name).any()
    assert not anything_given(features, c.FIRST_PLAN, c.COUNT).any()
    assert not targets[..., 5].any()


def test_unconditioned_sequences_have_only_style_and_chords(data: Dataset) -> None:
    ((features, _, _),) = training(data, replace(EVERYTHING, unconditioned=1.0))

    assert given(features, "style").any()
    assert given(features, "chord").any()
    assert not given(features, "countdown").any()
    assert not given(features, "density").any()
    assert not anything_given(features, c.FIRST_PLAN, c.COUNT).any()


def test_each_thing_is_sometimes_given_and_sometimes_not(data: Dataset) -> None:
    sequences = np.concatenate([f[:, 1] for f, _, _ in training(data, Conditioning(), seeds=40)])

    for name in ("style", "countdown", "density"):
        assert 0 < given(sequences, name).sum() < len(sequences)
    plain = ~(given(sequences, "countdown") | given(sequences, "density"))
    assert not anything_given(sequences[plain], c.FIRST_PLAN, c.FIRST_FUTURE).all()


def test_the_last_bars_of_a_plan_are_left_open_now_and_then(data: Dataset) -> None:
    conditioning = replace(EVERYTHING, open_bars=3)
    open_bars = set()
    for features, targets, _ in training(data, conditioning, seeds=8):
        left = features[..., c.INDEX["countdown"]] - c.OFFSETS[c.INDEX["countdown"]]
        relation = given(features, "plan relation")
        for row in range(len(features)):
            real = (targets[row, :, -1] > 0) & (left[row] > 0) & (targets[row, :, 0] > 0)
            open_bars |= set(left[row, real & ~relation[row]].tolist())
    assert open_bars == {1, 2, 3}


def test_a_bar_of_a_plan_is_given_as_a_whole_or_not_at_all(data: Dataset) -> None:
    some = 0
    for features, targets, _ in training(data, replace(EVERYTHING, planned_bar=0.5), seeds=4):
        bars = features[..., c.INDEX["bar"]]
        relation = given(features, "plan relation")
        for row in range(len(features)):
            real = targets[row, :, -1] > 0
            shares = [
                relation[row, real & (bars[row] == bar)].mean() for bar in set(bars[row, real])
            ]
            # The last row may lie in a bar that the plan does not reach.
            assert set(shares) <= {0.0, 1.0}
            some += 0.0 in shares and 1.0 in shares
    assert some


def test_training_uses_a_share_of_the_quartets_and_measuring_all() -> None:
    tunes = [made_up_tune(seed, 20, "String quartets") for seed in range(40)]
    data = make_dataset(tunes, [0] * 40)
    kept = sum(len(firsts) for _, _, firsts in training(data, NOTHING, seeds=20))

    assert kept / 800 == pytest.approx(QUARTET_SHARE, abs=0.06)
    assert sum(len(firsts) for _, _, firsts in batches(data, "train", 10**6, None)) == 40


def test_the_same_state_makes_the_same_batches(data: Dataset) -> None:
    first, again = training(data, Conditioning()), training(data, Conditioning())

    for one, other in zip(first, again, strict=True):
        assert np.array_equal(one[0], other[0])
        assert np.array_equal(one[1], other[1])


FUTURE = replace(NOTHING, future=1.0)


def test_the_future_is_given_inside_passages_and_not_between_them(data: Dataset) -> None:
    features = np.concatenate([f for f, _, _ in training(data, FUTURE, seeds=10)])
    inside = anything_given(features, c.FIRST_FUTURE, c.COUNT)

    assert 0.1 < inside.mean() < 0.95
    # Where any future is given, the next fixed note is.
    assert (given(features, "next distance") == inside).all()


def test_training_is_given_the_same_future_as_a_take_that_is_written() -> None:
    tune = barwise_tune(6)
    notes = (Note(steps_to_ticks(n.onset), steps_to_ticks(n.duration), n.pitch) for n in tune.notes)
    sketch = Sketch("", Melody(tuple(notes)), tune.key, tune.meter)
    data = make_dataset([tune], [0])
    compared = 0
    for (features,), _, _ in training(data, FUTURE, seeds=12):
        for index in np.flatnonzero(given(features, "next distance")):
            following = _following(data, features, int(index))
            if following is not None:
                row = _row_while_filling(sketch, int(index), following)
                assert row.tolist() == features[index].tolist()
                compared += 1
    assert compared > 100


def _following(data: Dataset, features: np.ndarray, index: int) -> int | None:
    """Return the next fixed note of a row, None if it is too far away to be sure."""
    place = c.INDEX["next distance"]
    away = int(features[index, place] - c.OFFSETS[place]) - 1
    if away >= v.FINE_STEPS:
        return None
    onset = int(data.moments[index, 0]) + away
    return int(np.flatnonzero(data.moments[:-1, 1] == onset)[0])


def _row_while_filling(sketch: Sketch, index: int, following: int) -> Row:
    """Return the row before note `index`, while the bars up to note `following` are filled."""
    first = min(index, following - 1)
    request = Request(mode=RequestMode.FILL, first_bar=first + 1, last_bar=following)
    passage = passage_of(sketch, request)
    brief = make_brief(passage, request, rules_of(passage, request), lambda _: (), 1)
    history = History(sketch_frame(sketch), (), sketch.melody.notes[0].pitch)
    for note in passage.before:
        history.append(_step(note))
    writer = TakeWriter(brief, request, history, 1)
    for note in sketch.melody.notes[first:index]:
        step = _step(note)
        writer.onset, writer.duration, writer.pitch = step.onset, step.duration, step.pitch
        writer.advance()
    return writer.row()


def _step(note: Note) -> StepNote:
    return StepNote(note.onset_ticks // 20, note.duration_ticks // 20, note.pitch)
