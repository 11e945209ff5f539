from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain import Key, Request
from app.errors import AppError
from app.generation import vocabulary as v
from app.generation.constraints import Span, duration_mask, pitch_mask


def test_range_and_scale_meet() -> None:
    mask = pitch_mask(Request(lowest=60, highest=66, scale_lock=True), Key("D"))

    assert np.flatnonzero(mask).tolist() == [61, 62, 64, 66]


def test_no_wish_allows_every_pitch() -> None:
    assert pitch_mask(Request(), Key()).all()


def test_an_empty_choice_is_refused() -> None:
    request = Request(lowest=60, highest=66, scale_lock=True)
    object.__setattr__(request, "lowest", 63)
    object.__setattr__(request, "highest", 63)

    with pytest.raises(AppError, match="widen the range"):
        pitch_mask(request, Key())


@given(now=st.integers(-400, 399), start=st.integers(0, 200), bars=st.integers(1, 3))
def test_there_is_always_a_way_on_inside_the_span(now: int, start: int, bars: int) -> None:
    span = Span(start, start + bars * 72, 72)
    onsets = span.onsets(now)
    allowed = span.gap_mask(now, onsets)
    allowed[v.END] = False

    if now < span.end:
        assert allowed.any()
    assert ((onsets[allowed] >= start) & (onsets[allowed] < span.end)).all()


def test_the_end_waits_for_the_last_bar() -> None:
    span = Span(96, 384, 96)

    assert not span.may_end(288)
    assert span.may_end(289)
    assert not Span(96, 192, 96).may_end(96)


def test_the_bar_line_itself_can_be_reached_from_anywhere() -> None:
    for now in range(-700, 96):
        span = Span(96, 384, 96)
        onsets = span.onsets(now)
        assert 96 in onsets[span.gap_mask(now, onsets)]


def test_only_lengths_that_can_be_written_are_drawn() -> None:
    lengths = [v.typical_length(int(i) + 1) for i in np.flatnonzero(duration_mask())]

    assert {3, 4, 6, 8, 12, 24, 96, 384} <= set(lengths)
    assert not {1, 2, 5, 7, 11, 25} & set(lengths)
