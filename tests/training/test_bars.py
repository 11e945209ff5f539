from __future__ import annotations

import pytest

from app.training.bars import Bar, InsertedRests, bar_starts, is_on_line


@pytest.mark.parametrize(
    ("lengths", "starts"),
    [
        ([4, 4, 4], [0, 4, 8]),
        ([1, 4, 4], [0, 1, 5]),
        ([4, 3, 1, 4], [0, 4, 7, 8]),
        ([4, 3, 4, 4], [0, 4, 8, 12]),
        ([4, 7, 4, 4], [0, 4, 12, 16]),
        ([1, 4, 2, 4], [0, 1, 5, 9]),
    ],
)
def test_bars_begin_on_the_grid_after_any_bar(lengths: list[int], starts: list[int]) -> None:
    assert bar_starts([Bar(float(length)) for length in lengths], 4.0) == (starts, 0.0)


def test_a_pickup_within_ends_at_a_bar_line() -> None:
    bars = [Bar(4.0), Bar(1.0, is_pickup=True), Bar(4.0)]

    assert bar_starts(bars, 4.0)[0] == [0.0, 7.0, 8.0]


def test_more_than_one_bar_off_the_meter_is_counted() -> None:
    bars = [Bar(4.0 if index % 4 else 3.5) for index in range(1, 13)]

    assert bar_starts(bars, 4.0)[1] == pytest.approx(2 / 12)


def test_bar_lines_are_known_within_rounding() -> None:
    assert is_on_line(7.995, 4.0)
    assert is_on_line(8.01, 4.0)
    assert not is_on_line(7.5, 4.0)


def test_inserted_rests_add_up() -> None:
    rests = InsertedRests()
    rests.add(4.0, 1.0)
    rests.add(8.0, 0.5)

    assert [rests.moved(place) for place in (0.0, 4.0, 7.0, 8.0)] == [0.0, 5.0, 8.0, 9.5]
    assert rests.total == 1.5
