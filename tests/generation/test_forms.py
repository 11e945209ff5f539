from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from app.domain.form import Form
from app.errors import InvalidValueError
from app.generation import Model
from app.generation import vocabulary as v
from app.generation.forms import (
    FEWEST_CHOICES,
    OPEN_BARS,
    RELATED,
    FormIndex,
    answer_plan,
    form_plan,
)
from app.generation.plan import UNPLANNED, Plan, PlannedBar
from app.generation.vocabulary import Relation

NEW = PlannedBar(Relation.NEW)
VARIED = {Relation.REPEAT, Relation.VARIED, Relation.RHYTHM}
FORM = Form.parse("a a' b a")


def random(seed: int = 1) -> np.random.Generator:
    return np.random.default_rng(seed)


def phrases(plan: Plan, length: int) -> list[tuple[set[Relation], set[int]]]:
    """Return the relations and lags that each phrase has."""
    parts = [plan[first : first + length] for first in range(0, len(plan), length)]
    return [({bar.relation for bar in part}, {bar.lag for bar in part}) for part in parts]


def index_of(plans: list[Plan], meters: list[int], styles: list[int]) -> FormIndex:
    return FormIndex(
        np.array([bar.relation for plan in plans for bar in plan], np.uint8),
        np.array([bar.lag for plan in plans for bar in plan], np.uint8),
        np.cumsum([0, *(len(plan) for plan in plans)]),
        np.array(meters, np.uint8),
        np.array(styles, np.uint8),
    )


def tune(relation: Relation, bars: int = 8, lag: int = 2) -> Plan:
    """Return the plan of a tune with two new bars and one relation ever after."""
    later = PlannedBar(relation, lag if relation in RELATED else 0)
    return (NEW, NEW) + (later,) * (bars - 2)


def test_a_form_of_new_phrases_as_long_as_the_motif() -> None:
    first, second, third, last = phrases(form_plan(FORM, 4, 16, random()), 4)

    assert first == ({Relation.REPEAT}, {4})
    assert second[0] <= VARIED
    assert second[1] == {8}
    assert third == ({Relation.NEW}, {0})
    assert last == ({Relation.REPEAT}, {16})


def test_a_form_whose_first_phrase_is_the_motif() -> None:
    varied, new, last = phrases(form_plan(FORM, 4, 12, random()), 4)

    assert varied[0] <= VARIED
    assert varied[1] == {4}
    assert new == ({Relation.NEW}, {0})
    assert last == ({Relation.REPEAT}, {12})


def test_a_form_of_phrases_shorter_than_the_motif_takes_up_its_beginning() -> None:
    first, varied, new, last = phrases(form_plan(FORM, 4, 8, random()), 2)

    assert first == ({Relation.REPEAT}, {4})
    assert varied[0] <= VARIED
    assert varied[1] == {6}
    assert new == ({Relation.NEW}, {0})
    assert last == ({Relation.REPEAT}, {10})


def test_a_form_of_phrases_longer_than_the_motif_begins_anew() -> None:
    first, varied, new, last = phrases(form_plan(FORM, 1, 8, random()), 2)

    assert first == ({Relation.NEW}, {0})
    assert varied[0] <= VARIED
    assert varied[1] == {2}
    assert new == ({Relation.NEW}, {0})
    assert last == ({Relation.REPEAT}, {6})


def test_a_letter_that_first_comes_in_the_new_bars_is_taken_up_from_there() -> None:
    plan = form_plan(Form.parse("a b c b"), 2, 6, random())

    assert phrases(plan, 2)[0] == ({Relation.NEW}, {0})
    assert phrases(plan, 2)[2] == ({Relation.REPEAT}, {4})


def test_the_variation_of_a_phrase_differs_by_seed_and_is_freer_towards_its_end() -> None:
    plans = [form_plan(FORM, 8, 24, random(seed))[:8] for seed in range(60)]

    assert len(set(plans)) > 10
    begins = [bar.relation for plan in plans for bar in plan[:4]]
    closes = [bar.relation for plan in plans for bar in plan[4:]]
    assert Relation.RHYTHM not in begins
    assert Relation.RHYTHM in closes
    assert Relation.REPEAT not in closes


def test_a_form_whose_phrases_do_not_fit_the_bars_is_refused() -> None:
    with pytest.raises(InvalidValueError, match="can't be shared"):
        form_plan(FORM, 4, 7, random())


def test_an_answer_takes_the_motif_up_bar_by_bar() -> None:
    for seed in range(40):
        plan = answer_plan(4, 0.5, random(seed))
        assert len(plan) == 4
        assert all(bar.lag == (4 if bar.relation in RELATED else 0) for bar in plan)
        assert all(bar.relation in RELATED for bar in plan[:3])
        assert {bar.relation for bar in plan[:2]} <= RELATED - {Relation.REPEAT}


@pytest.mark.parametrize("bars", [0, 1, 2])
def test_a_short_motif_has_a_short_answer(bars: int) -> None:
    for seed in range(20):
        plan = answer_plan(bars, 0.2, random(seed))
        assert len(plan) == bars
        assert plan[:1] != (NEW,)


def test_a_close_answer_stays_nearer_to_the_motif() -> None:
    def near(closeness: float) -> int:
        relations = [
            bar.relation for seed in range(100) for bar in answer_plan(4, closeness, random(seed))
        ]
        return sum(relation in (Relation.TRANSPOSED, Relation.VARIED) for relation in relations)

    def free(closeness: float) -> int:
        bars = [bar for seed in range(100) for bar in answer_plan(4, closeness, random(seed))]
        return bars.count(NEW)

    assert near(1.0) > near(0.5) > near(0.0)
    assert free(1.0) < free(0.0)


HALF_AND_HALF = index_of(
    [tune(Relation.REPEAT)] * 60 + [tune(Relation.RHYTHM)] * 60 + [tune(Relation.NEW)] * 60,
    [0] * 180,
    [1] * 180,
)


def draw(
    index: FormIndex,
    motif: Plan,
    bars: int,
    meter_and_style: tuple[int, int],
    closeness: float,
    random: np.random.Generator,
) -> Plan:
    return index.draw_plan(
        index.similar_tunes(motif, bars, *meter_and_style), len(motif), bars, closeness, random
    )


def drawn(
    index: FormIndex,
    closeness: float = 0.5,
    meter_and_style: tuple[int, int] = (0, 0),
    bars: int = 6,
) -> list[Plan]:
    return [
        draw(index, (NEW, NEW), bars, meter_and_style, closeness, random(seed))
        for seed in range(60)
    ]


def test_a_close_plan_repeats_and_a_free_one_does_not() -> None:
    literal, free = drawn(HALF_AND_HALF, 1.0), drawn(HALF_AND_HALF, 0.0)

    assert {bar.relation for plan in literal for bar in plan[:-OPEN_BARS]} == {Relation.REPEAT}
    assert {bar.relation for plan in free for bar in plan[:-OPEN_BARS]} == {Relation.NEW}


def test_halfway_plans_come_as_often_as_in_the_tunes() -> None:
    plans = drawn(HALF_AND_HALF, 0.5)

    assert {plan[0].relation for plan in plans} == {Relation.REPEAT, Relation.RHYTHM, Relation.NEW}


def test_a_plan_follows_from_the_state_of_the_draw() -> None:
    assert drawn(HALF_AND_HALF, 0.7) == drawn(HALF_AND_HALF, 0.7)


def test_a_plan_goes_on_from_the_motifs_bars() -> None:
    plan = draw(HALF_AND_HALF, (NEW,), 5, (0, 0), 1.0, random())

    assert plan[:3] == (NEW, PlannedBar(Relation.REPEAT, 2), PlannedBar(Relation.REPEAT, 2))


@pytest.mark.parametrize(("bars", "is_open"), [(1, 0), (2, 1), (3, 1), (6, 1)])
def test_the_last_bars_are_left_to_close(bars: int, is_open: int) -> None:
    plan = draw(HALF_AND_HALF, (NEW,), bars, (0, 0), 1.0, random())

    assert len(plan) == bars
    assert plan[bars - is_open :] == (UNPLANNED,) * is_open
    assert UNPLANNED not in plan[: bars - is_open]


def test_tunes_that_begin_like_the_motif_are_drawn_from() -> None:
    repeating = tuple(PlannedBar(Relation.REPEAT, 1) for _ in range(7))
    index = index_of(
        [tune(Relation.NEW)] * 100 + [(NEW, *repeating)] * FEWEST_CHOICES,
        [0] * (100 + FEWEST_CHOICES),
        [1] * (100 + FEWEST_CHOICES),
    )

    plans = [
        draw(index, (NEW, PlannedBar(Relation.REPEAT, 1)), 6, (0, 0), 0.0, random(seed))
        for seed in range(30)
    ]

    assert {plan[:-OPEN_BARS] for plan in plans} == {repeating[1:-OPEN_BARS]}


def test_tunes_of_the_meter_and_style_are_drawn_from_where_there_are_enough() -> None:
    kinds = [Relation.REPEAT, Relation.SEQUENCE, Relation.RHYTHM]
    plans = [tune(kind) for kind in kinds for _ in range(FEWEST_CHOICES)]
    of_kind = np.repeat([0, 1, 2], FEWEST_CHOICES)
    by_meter = index_of(plans, [int(kind) for kind in of_kind], [1] * len(plans))
    by_style = index_of(plans, [0] * len(plans), [1 + int(kind) for kind in of_kind])

    assert {plan[0].relation for plan in drawn(by_meter, meter_and_style=(1, 0))} == {
        Relation.SEQUENCE
    }
    assert {plan[0].relation for plan in drawn(by_style, meter_and_style=(0, 3))} == {
        Relation.RHYTHM
    }
    # No tune has this meter, or this style.
    assert len({plan[0].relation for plan in drawn(by_meter, meter_and_style=(9, 0))}) == 3
    assert len({plan[0].relation for plan in drawn(by_style, meter_and_style=(0, 9))}) == 3


def test_a_tune_that_is_too_short_gives_no_plan() -> None:
    index = index_of(
        [tune(Relation.REPEAT, 7)] * 40 + [tune(Relation.RHYTHM, 9)] * 2, [0] * 42, [1] * 42
    )

    assert {plan[0].relation for plan in drawn(index, bars=6)} == {Relation.RHYTHM}
    assert all(len(plan) == 6 for plan in drawn(index, bars=6))
    assert set(drawn(index, bars=20)) == {(NEW,) * 20}


def test_a_motif_without_a_bar_has_a_plan_too(model: Model) -> None:
    assert len(draw(model.forms, (), 8, (0, 0), 0.5, random())) == 8


def test_what_is_saved_is_read_again(tmp_path: Path) -> None:
    HALF_AND_HALF.save(tmp_path / "forms.npz")

    assert drawn(FormIndex.load(tmp_path / "forms.npz")) == drawn(HALF_AND_HALF)


def test_the_shipped_plans_point_at_bars_that_are_there(model: Model) -> None:
    forms = model.forms
    place = np.arange(len(forms.lags)) - np.repeat(forms.starts[:-1], np.diff(forms.starts))

    assert (forms.lags <= place).all()
    assert forms.lags.max() <= v.FARTHEST_SOURCE
    assert ((forms.lags > 0) == np.isin(forms.relations, sorted(RELATED))).all()
    assert len(forms.meters) == len(forms.styles) == len(forms.starts) - 1
