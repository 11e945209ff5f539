"""What the counting baselines share: they are proper codes that look at the past alone."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from app.generation import vocabulary as v
from app.generation.encoding import StepNote
from app.training.evaluation import ppm
from app.training.evaluation.comparison import measure_counting_models, thinned
from app.training.evaluation.events import CLASSES, Events, make_events
from app.training.evaluation.idyom import Idyom, combined
from app.training.evaluation.ngram import NGram
from app.training.evaluation.viewpoints import VIEWPOINTS
from app.training.tune import Tune
from tests.training.tunes import made_up_tune


def regular_tune(seed: int) -> Tune:
    """Return a tune that goes up and down the scale, from a place of its own."""
    scale = [62, 64, 66, 67, 69, 71, 73, 74]
    notes = tuple(StepNote(12 * i, 12, scale[abs((i + seed) % 14 - 7)]) for i in range(64))
    return replace(made_up_tune(seed), notes=notes)


Predictor = NGram | Idyom
TRAIN = [regular_tune(seed) for seed in range(12)]
VALID = [regular_tune(3), regular_tune(8), made_up_tune(2)]


@pytest.fixture(scope="module")
def predictors() -> tuple[Predictor, ...]:
    train, valid = make_events(TRAIN), make_events(VALID)
    weights = np.ones(len(valid.row))
    ngram = NGram.learn(train, valid, weights)
    return ngram, ngram.adaptive(valid, weights), Idyom.learn(train, valid, weights)


def share_of_last_rows(predictor: Predictor, part: int, lasts: list[StepNote]) -> float:
    """Return what share of a part all these last notes have together, after the same beginning."""
    beginning = VALID[2].notes[:6]
    tunes = [replace(VALID[2], notes=(*beginning, last), complete=False) for last in lasts]
    events = make_events(tunes)
    rows = events.starts[1:] - 1
    return float((2.0 ** -predictor.bits(events)[rows, part]).sum())


def test_probabilities_add_up_to_one(predictors: tuple[Predictor, ...]) -> None:
    end, tonic = VALID[2].notes[5].end, 60 + VALID[2].key.tonic_pitch_class
    heights = range(v.LOWEST_HEIGHT, v.HIGHEST_HEIGHT + 1)
    lengths = [v.typical_length(length) for length in range(1, v.DURATION_CLASSES + 1)]
    ended = make_events([replace(VALID[2], notes=VALID[2].notes[:6])])
    durations = [StepNote(end, length, 62) for length in lengths]
    assert share_of_last_rows(predictors[1], 1, durations) == pytest.approx(1)
    for predictor in predictors:
        pitches = [StepNote(end, 12, tonic + height) for height in heights]
        assert share_of_last_rows(predictor, 2, pitches) == pytest.approx(1)
        onsets = [StepNote(end + rest, 12, 62) for rest in (0, *lengths)]
        the_end = 2.0 ** -float(predictor.bits(ended)[-1, 0])
        assert share_of_last_rows(predictor, 0, onsets) + the_end == pytest.approx(1)


def test_nothing_is_read_ahead(predictors: tuple[Predictor, ...]) -> None:
    one, other = VALID[0], replace(VALID[0], notes=(*VALID[0].notes[:30], *shifted(30)))
    for predictor in predictors:
        ours, theirs = (predictor.bits(make_events([tune])) for tune in (one, other))

        assert ours[:30] == pytest.approx(theirs[:30])
        assert ours[31:] != pytest.approx(theirs[31:])


def shifted(first: int) -> list[StepNote]:
    return [replace(note, pitch=note.pitch + 5) for note in VALID[0].notes[first:]]


def test_they_learn_from_the_corpus_and_from_the_tune_so_far(
    predictors: tuple[Predictor, ...],
) -> None:
    known, strange = make_events([regular_tune(5)]), make_events([made_up_tune(9)])
    around = replace(made_up_tune(9), notes=tuple(
        replace(note, onset=note.onset + turn * 96 * 16)
        for turn in range(3) for note in made_up_tune(9).notes
    ))  # fmt: skip

    for predictor in predictors:
        assert predictor.bits(known).sum(axis=1).mean() < 1
        assert predictor.bits(strange).sum(axis=1).mean() > 2
    for predictor in predictors[1:]:
        bits = predictor.bits(make_events([around])).sum(axis=1)
        assert bits[85:120].mean() < 0.5 * bits[:35].mean()


def test_a_rung_shares_between_what_came_and_the_rung_below() -> None:
    contexts = np.array([7, 7, 7, 7, 9], np.uint64)
    rung = ppm.Rung.learn(contexts, np.array([0, 0, 0, 1, 2]))
    shares = ppm.even(3, 4)

    rung.blend(shares, np.array([7, 9, 8], np.uint64), 0.5)

    below = 0.25 * 0.5 * 2 / 4
    assert shares[0] == pytest.approx([2.5 / 4 + below, 0.5 / 4 + below, below, below])
    assert shares[1] == pytest.approx([0.125, 0.125, 0.625, 0.125])
    assert shares[2] == pytest.approx([0.25] * 4)


def test_short_term_counts_like_long_term_what_has_been() -> None:
    happened = np.array([0, 1, 0, 1, 1])
    ladder = [ppm.mixed(np.zeros(5, np.int64)), ppm.mixed(np.array([9, 0, 1, 0, 1]))]

    shares = ppm.short_term(ladder, happened, ppm.even(5, 2), 0.5)

    rungs = ppm.learn([rung[:4] for rung in ladder], happened[:4])
    assert shares[0] == pytest.approx([0.5, 0.5])
    assert shares[4] == pytest.approx(
        ppm.long_term(rungs, [rung[4:] for rung in ladder], 2, 0.5)[0]
    )


def test_surer_shares_weigh_more() -> None:
    sure, unsure = np.array([[0.98, 0.01, 0.01]]), np.array([[0.3, 0.3, 0.4]])

    plain, weighted = combined([sure, unsure], 0.0), combined([sure, unsure], 2.0)

    assert plain.sum() == pytest.approx(1)
    assert weighted[0, 0] > plain[0, 0]


def test_events_hold_where_notes_begin_and_what_came_before() -> None:
    notes = (StepNote(-12, 12, 69), StepNote(0, 24, 74), StepNote(48, 48, 62), StepNote(96, 96, 62))
    tune = replace(made_up_tune(1), start=-12, notes=notes)
    events = make_events([tune, tune])

    one = events.rows(0)
    assert events.tunes == 2
    assert events.parts[0, one].tolist() == [1, 1, 25, 1, v.END]
    assert events.parts[1, one].tolist()[:4] == [11, 23, 47, 95]
    heights = [height - v.LOWEST_HEIGHT for height in (7, 12, 0, 0)]
    assert events.parts[2, one].tolist()[:4] == heights
    assert events.end[one].tolist() == [84, 0, 24, 0, 0]
    assert events.place[one].tolist()[:4] == [84, 0, 48, 0]
    assert events.before[one].tolist() == [-1, *heights]
    assert events.downbeat[one].tolist()[:4] == [-1, -1, heights[1], -1]
    assert events.continues[one].tolist() == [False, False, False, False, True]
    assert events.rows_having(1, 2).tolist() == [5, 6, 7, 8]


def test_low_melodies_are_seen_in_a_nearer_octave() -> None:
    tune = made_up_tune(1)
    high = replace(tune, notes=(replace(tune.notes[0], pitch=62), *tune.notes[1:]))
    low = replace(high, notes=tuple(replace(n, pitch=n.pitch - 24) for n in high.notes))

    both = make_events([high, low])

    assert both.parts[2, both.rows(0)][1:].tolist() == both.parts[2, both.rows(1)][1:].tolist()


def test_every_class_has_a_symbol_in_every_viewpoint() -> None:
    events: Events = make_events(VALID)
    for viewpoint in VIEWPOINTS:
        assert viewpoint.table.shape[1] == CLASSES[viewpoint.part], viewpoint.name
        assert viewpoint.base(events).max() < len(viewpoint.table), viewpoint.name
        assert viewpoint.symbols_of(events).max() < viewpoint.kinds, viewpoint.name


def test_the_same_seed_keeps_the_same_quartets() -> None:
    quartets = [made_up_tune(seed, source="String quartets") for seed in range(200)]

    kept = thinned([*TRAIN, *quartets], 1)

    assert kept[: len(TRAIN)] == TRAIN
    assert 30 < len(kept) - len(TRAIN) < 70
    assert kept == thinned([*TRAIN, *quartets], 1)


def test_all_baselines_are_measured_on_the_split() -> None:
    said: list[str] = []
    splits = [0] * len(TRAIN) + [1] * len(VALID) + [2]
    test = made_up_tune(7, source="String quartets")

    results = measure_counting_models([*TRAIN, *VALID, test], splits, "test", 1, said.append)

    assert [result.name for result in results] == ["n-gram", "n-gram, adaptive", "IDyOM-style"]
    for result in results:
        assert result.full.notes == len(test.notes)
        assert result.weighted.notes == len(test.notes) / 4
        assert result.weighted.all == pytest.approx(result.full.all)
        assert list(result.sources) == ["String quartets"]
        assert sum(result.full.parts) == pytest.approx(result.full.all)
    assert any("discount" in line for line in said)
