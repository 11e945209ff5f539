from __future__ import annotations

import pytest

from app.domain import Key
from app.generation import vocabulary as v
from app.generation.encoding import StepNote
from app.generation.plan import PlannedBar, bars_of, read_plan
from app.generation.vocabulary import Relation
from tests.generation.conftest import quarters

A, B, C = (60, 62, 64, 65), (67, 72, 60, 71), (76, 60, 74, 61)
REST: tuple[int, ...] = ()


def plan_of(*bars: tuple[int, ...], key: str = "C") -> list[tuple[Relation, int]]:
    return [tuple(bar) for bar in read_plan(quarters(*bars), 96, Key(key))]  # type: ignore[misc]


@pytest.mark.parametrize(
    ("bar", "relation"),
    [
        (A, Relation.REPEAT),
        ((67, 69, 71, 72), Relation.TRANSPOSED),
        ((62, 64, 65, 67), Relation.SEQUENCE),
        ((60, 62, 64, 69), Relation.VARIED),
        ((60, 62, 64), Relation.VARIED),
        ((72, 71, 69, 67), Relation.INVERTED),
        ((72, 60, 71, 61), Relation.RHYTHM),
        ((72, 74), Relation.NEW),
    ],
)
def test_a_bar_has_its_closest_relation(bar: tuple[int, ...], relation: Relation) -> None:
    lag = 0 if relation is Relation.NEW else 1

    assert plan_of(A, bar) == [(Relation.NEW, 0), (relation, lag)]


def test_the_key_says_what_a_sequence_is() -> None:
    bars = ((62, 64, 66, 67), (64, 66, 67, 69))

    assert plan_of(*bars, key="D")[1] == (Relation.SEQUENCE, 1)
    assert plan_of(*bars, key="Db")[1] != (Relation.SEQUENCE, 1)


def test_a_bar_in_which_nothing_begins_is_empty_and_no_source() -> None:
    assert plan_of(A, REST, REST, A)[1:] == [
        (Relation.EMPTY, 0),
        (Relation.EMPTY, 0),
        (Relation.REPEAT, 3),
    ]


def test_a_single_note_repeats_or_shares_its_rhythm() -> None:
    assert plan_of((60,), (60,), (62,))[1:] == [(Relation.REPEAT, 1), (Relation.RHYTHM, 1)]


def test_of_equal_sources_the_one_at_the_lag_before_counts() -> None:
    plan = plan_of(B, A, A, C, B, A, A, C)

    assert plan[4:] == [(Relation.REPEAT, 4)] * 4


def test_otherwise_the_nearest_source_counts() -> None:
    assert plan_of(A, B, A, C, A)[4] == (Relation.REPEAT, 2)


def test_a_varied_bar_keeps_the_lag_before_as_well() -> None:
    near, varied = (60, 62, 64, 69), (60, 62, 64, 71)

    assert plan_of(B, A, near, C, B, varied)[5] == (Relation.VARIED, 4)
    assert plan_of(B, A, near, C, varied)[4] == (Relation.VARIED, 2)


def test_sources_are_looked_for_no_farther_than_the_farthest() -> None:
    rests = [REST] * (v.FARTHEST_SOURCE - 1)

    assert plan_of(A, *rests, A)[-1] == (Relation.REPEAT, v.FARTHEST_SOURCE)
    assert plan_of(A, REST, *rests, A)[-1] == (Relation.NEW, 0)
    varied = (60, 62, 64, 69)
    assert plan_of(A, *rests, varied)[-1] == (Relation.VARIED, v.FARTHEST_SOURCE)
    assert plan_of(A, REST, *rests, varied)[-1] == (Relation.NEW, 0)


def test_a_pickup_belongs_to_no_bar() -> None:
    notes = [StepNote(-24, 24, 59), *quarters(A, A)]

    assert bars_of(notes, 96) == bars_of(notes[1:], 96)
    assert read_plan(notes, 96, Key()) == (
        PlannedBar(Relation.NEW),
        PlannedBar(Relation.REPEAT, 1),
    )


def test_no_notes_have_no_bars() -> None:
    assert bars_of([], 96) == []
    assert read_plan([], 96, Key()) == ()
    assert read_plan([StepNote(-24, 24, 59)], 96, Key()) == ()
