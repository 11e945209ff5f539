from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.rules import SHORTEST_STEPS
from app.generation import vocabulary as v
from app.generation.choices import DENSITY_PENALTY, OpenSpan, favour_length
from app.generation.network import Floats


def logits(classes: int, seed: int = 1) -> Floats:
    return np.random.default_rng(seed).normal(0, 3, classes).astype(np.float32)


def shares(of: Floats) -> Floats:
    raised = np.exp(of.astype(np.float64))
    result: Floats = raised / raised.sum()
    return result


@st.composite
def spans(draw: st.DrawFn) -> OpenSpan:
    """Draw a span with room for the notes it needs."""
    now = draw(st.integers(-300, 600))
    earliest = draw(st.just(now) | st.integers(now, now + 900))
    needed = draw(st.integers(1, 12))
    least = draw(st.sampled_from([1, SHORTEST_STEPS])) * needed
    limit = earliest + least + draw(st.integers(0, 700))
    return OpenSpan(now, earliest, limit, draw(st.integers(-100, 100)), needed)


@settings(max_examples=120)
@given(span=spans(), may_stop=st.booleans())
def test_there_is_always_an_onset_and_a_duration(span: OpenSpan, may_stop: bool) -> None:
    _, allowed, onsets = span.gaps(logits(v.GAP_CLASSES), may_stop)

    assert allowed[v.END] == may_stop
    allowed[v.END] = False
    assert allowed.any()
    for gap in np.flatnonzero(allowed):
        onset = int(onsets[gap])
        assert span.earliest <= onset < span.limit
        _, fitting, steps = span.durations(logits(v.DURATION_CLASSES), onset)
        assert fitting.any()
        ends = onset + steps[fitting]
        assert (steps[fitting] >= 1).all()
        assert (ends <= span.limit).all()
        assert (span.limit - ends >= (span.notes_needed - 1) * span.least_length).all()


@settings(max_examples=60)
@given(span=spans(), seed=st.integers(0, 10**6))
def test_every_needed_note_finds_its_place(span: OpenSpan, seed: int) -> None:
    random = np.random.default_rng(seed)
    now, needed = span.now, span.notes_needed
    while needed:
        here = OpenSpan(now, max(span.earliest, now), span.limit, span.anchor, needed)
        _, allowed, onsets = here.gaps(logits(v.GAP_CLASSES), may_stop=False)
        onset = int(onsets[random.choice(np.flatnonzero(allowed))])
        _, fitting, steps = here.durations(logits(v.DURATION_CLASSES), onset)
        now = onset + int(steps[random.choice(np.flatnonzero(fitting))])
        needed -= 1
    assert now <= span.limit


def test_a_note_may_begin_at_once_and_at_the_earliest_step() -> None:
    for wait in range(700):
        span = OpenSpan(0, wait, wait + 96, wait)
        _, allowed, onsets = span.gaps(logits(v.GAP_CLASSES), may_stop=False)
        assert wait in onsets[allowed]


def test_only_places_and_lengths_that_can_be_notated_are_drawn() -> None:
    span = OpenSpan(0, 0, 96, 0)
    _, allowed, onsets = span.gaps(logits(v.GAP_CLASSES), may_stop=False)
    assert sorted(onsets[allowed]) == [
        step for step in range(94) if step % SHORTEST_STEPS == 0 or step % 4 == 0
    ]

    _, fitting, steps = span.durations(logits(v.DURATION_CLASSES), 0)
    assert {3, 4, 6, 8, 12, 24, 48, 96} <= set(steps[fitting])
    assert not {1, 2, 5, 7, 11, 25, 95} & set(steps[fitting])


def test_places_are_counted_from_the_bar_line_and_not_from_a_note_played_beside_the_grid() -> None:
    span = OpenSpan(1, 1, 96, 0)
    _, allowed, onsets = span.gaps(logits(v.GAP_CLASSES), may_stop=False)

    assert {1, 3, 4, 6, 24} <= set(onsets[allowed])
    assert not {2, 5, 7, 25} & set(onsets[allowed])


def test_no_rest_too_short_for_a_note_is_left_before_the_limit() -> None:
    _, fitting, steps = OpenSpan(0, 0, 26, 0).durations(logits(v.DURATION_CLASSES), 0)

    assert 26 in steps[fitting]
    assert 24 not in steps[fitting]


@pytest.mark.parametrize("limit", [24, 96, 130, 700])
def test_the_probability_of_what_would_pass_the_limit_goes_to_what_reaches_it(limit: int) -> None:
    span = OpenSpan(0, 0, limit, 0)
    gaps, lengths = logits(v.GAP_CLASSES, 2), logits(v.DURATION_CLASSES, 3)

    adjusted, _, onsets = span.gaps(gaps, may_stop=True)
    beyond = onsets >= limit
    beyond[v.END] = True
    # END has the probability of everything past the limit; the other classes keep theirs.
    ends = np.exp(adjusted[v.END] - adjusted[1])
    assert ends == pytest.approx(shares(gaps)[beyond].sum() / shares(gaps)[1], rel=1e-4)
    assert np.array_equal(np.delete(adjusted, v.END), np.delete(gaps, v.END))

    adjusted, fitting, steps = span.durations(lengths, 0)
    full = v.duration_class(limit)
    assert steps[full] == limit
    assert fitting[full]
    passing = np.arange(v.DURATION_CLASSES) >= full
    fills = np.exp(adjusted[full] - adjusted[0])
    assert fills == pytest.approx(shares(lengths)[passing].sum() / shares(lengths)[0], rel=1e-4)
    assert np.array_equal(np.delete(adjusted, full), np.delete(lengths, full))


def test_a_wished_density_favours_lengths_near_by() -> None:
    steps = np.array([3, 6, 12, 24, 48])

    favoured = favour_length(np.zeros(5, np.float32), steps, 12.0)

    assert favoured.argmax() == 2
    assert favoured[1] == favoured[3] == pytest.approx(-DENSITY_PENALTY)
    assert favoured[0] == favoured[4] == pytest.approx(-4 * DENSITY_PENALTY)
