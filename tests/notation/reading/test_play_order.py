import pytest

from app.notation.reading.marks import Marks, told_of_signs
from app.notation.reading.play_order import play_order

ONE, TWO = frozenset({1}), frozenset({2})


def order(*marks: Marks) -> list[int]:
    return [index + 1 for index in play_order(marks).measures]


@pytest.mark.parametrize(
    ("marks", "played"),
    [
        ([Marks(), Marks(backward=True), Marks()], [1, 2, 1, 2, 3]),
        ([Marks(), Marks(forward=True), Marks(backward=True)], [1, 2, 3, 2, 3]),
        ([Marks(backward=True), Marks(backward=True), Marks()], [1, 1, 2, 2, 3]),
        ([Marks(backward=True, times=3), Marks()], [1, 1, 1, 2]),
        ([Marks(backward=True, times=1), Marks()], [1, 2]),
        (
            [Marks(), Marks(backward=True, ending=ONE), Marks(ending=TWO, ends=True), Marks()],
            [1, 2, 1, 3, 4],
        ),
        (
            [
                Marks(forward=True),
                Marks(backward=True, ending=frozenset({1, 2})),
                Marks(ending=frozenset({3})),
            ],
            [1, 2, 1, 2, 1, 3],
        ),
        ([Marks(), Marks(backward=True, ending=ONE), Marks(), Marks()], [1, 2, 1, 3, 4]),
        # The bracket is drawn over the first measure of an ending only.
        (
            [Marks(), Marks(ending=ONE, ends=True), Marks(backward=True), Marks(ending=TWO)],
            [1, 2, 3, 1, 4],
        ),
        # The first ending has a bracket that ends, but doesn't begin.
        ([Marks(), Marks(backward=True, ends=True), Marks(ending=TWO)], [1, 2, 1, 3]),
    ],
)
def test_repeats_and_endings(marks: list[Marks], played: list[int]) -> None:
    assert order(*marks) == played


def test_da_capo_ends_at_fine_and_leaves_repeats_out() -> None:
    minuet = [Marks(backward=True), Marks(backward=True, fine=True)]
    trio = [Marks(forward=True, backward=True), Marks(da_capo=True)]
    assert order(*minuet, *trio) == [1, 1, 2, 2, 3, 3, 4, 1, 2]


def test_after_a_jump_the_last_ending_is_played() -> None:
    marks = [Marks(), Marks(backward=True, ending=ONE), Marks(ending=TWO), Marks(da_capo=True)]
    assert order(*marks) == [1, 2, 1, 3, 4, 1, 3, 4]


def test_repeat_can_ask_to_be_played_after_a_jump() -> None:
    marks = [Marks(backward=True, again=True), Marks(fine=True), Marks(da_capo=True)]
    assert order(*marks) == [1, 1, 2, 3, 1, 1, 2]


def test_dal_segno_al_coda() -> None:
    marks = [Marks(), Marks(segno="a"), Marks(to_coda="b"), Marks(dal_segno="a"), Marks(coda="b")]
    assert order(*marks) == [1, 2, 3, 4, 2, 3, 5]


def test_of_several_signs_the_named_one_is_meant() -> None:
    marks = [Marks(segno="a"), Marks(segno="b"), Marks(fine=True), Marks(dal_segno="b")]
    assert order(*marks) == [1, 2, 3, 4, 2, 3]


def test_da_capo_without_fine_ends_at_the_final_bar_line() -> None:
    marks = [Marks(), Marks(is_end=True), Marks(), Marks(da_capo=True, is_end=True)]
    assert order(*marks) == [1, 2, 3, 4, 1, 2]


def test_movements_are_played_by_themselves() -> None:
    first = [Marks(fine=True), Marks(da_capo=True)]
    second = [Marks(is_start=True), Marks(fine=True), Marks(da_capo=True), Marks(is_start=True)]
    assert order(*first, *second) == [1, 2, 1, 3, 4, 5, 3, 4, 6]


def test_da_capo_goes_to_the_beginning_of_its_movement() -> None:
    """Nothing but final bar lines tells where the movements begin."""
    first, finale = [Marks(), Marks(is_end=True)], [Marks(), Marks(is_end=True)]
    trio = [Marks(), Marks(da_capo=True, is_end=True)]
    implied = [*first, Marks(), Marks(is_end=True), *trio, *finale]
    assert order(*implied) == [1, 2, 3, 4, 5, 6, 3, 4, 7, 8]
    marked = [*first, Marks(), Marks(fine=True), *trio, *finale]
    assert order(*marked) == [1, 2, 3, 4, 5, 6, 3, 4, 7, 8]
    both = [*first, Marks(), Marks(fine=True, is_end=True), *trio, *finale]
    assert order(*both) == [1, 2, 3, 4, 5, 6, 3, 4, 7, 8]


def test_repeats_without_end_are_not_played() -> None:
    found = play_order([Marks(backward=True, times=999_999)])
    assert (found.measures, found.is_whole) == ((0,), False)


@pytest.mark.parametrize(
    ("marks", "told"),
    [
        ([Marks(to_coda=""), Marks(coda="")], "Without a D.C. or D.S., To Coda changed nothing."),
        ([Marks(fine=True), Marks()], "Without a D.C. or D.S., Fine changed nothing."),
        ([Marks(to_coda=""), Marks(da_capo=True)], "passed over, because there is no coda"),
        ([Marks(), Marks(dal_segno="")], "There is no segno"),
        ([Marks(), Marks(da_capo=True, al_fine=True)], "There is no Fine"),
    ],
)
def test_signs_that_lead_nowhere_are_told(marks: list[Marks], told: str) -> None:
    (message,) = told_of_signs(marks)
    assert told in message


@pytest.mark.parametrize(
    "marks",
    [
        [Marks(segno=""), Marks(dal_segno="")],
        [Marks(fine=True), Marks(da_capo=True)],
        [Marks(fine=True), Marks(da_capo=True, al_fine=True)],
        [Marks(is_end=True), Marks(da_capo=True, al_fine=True)],
        [Marks(to_coda=""), Marks(da_capo=True), Marks(coda="")],
        [Marks(), Marks(fine=True)],
        [Marks(coda="")],
    ],
)
def test_signs_that_are_followed_are_not_told(marks: list[Marks]) -> None:
    assert told_of_signs(marks) == ()
