from __future__ import annotations

import numpy as np

from app.generation import columns as c
from app.generation import vocabulary as v
from app.generation.ahead import FixedNotes, Moments, ahead_columns

BAR = 96
FIXED = FixedNotes(np.array([96, 192, 264]), np.array([24, 48, 24]), np.array([64, 67, 72]))
"""A kept note, and behind the passage a half, a rest of a quarter and a quarter."""


def told(
    now: int, pitch: int = 62, following: int = 0, visible: int = 1, fixed: FixedNotes = FIXED
) -> dict[str, int]:
    moments = Moments(*(np.array([number]) for number in (now, pitch, following, visible)))
    columns = ahead_columns(moments, fixed, 60, BAR)[0]
    return dict(zip(c.NAMES[c.FIRST_AHEAD :], (int(value) for value in columns), strict=True))


def height(pitch: int) -> int:
    return v.height_class(pitch - 60) + 1


def length(steps: int) -> int:
    return v.duration_class(steps) + 1


def test_the_next_fixed_note_is_told_and_how_far_it_is() -> None:
    row = told(24)

    assert row["next distance"] == v.gap_class(72)
    assert row["next pitch"] == height(64)
    assert row["next interval"] == v.interval_class(2)
    assert row["next length"] == length(24)
    assert row["second interval"] == v.interval_class(3)


def test_a_next_note_that_is_due_is_no_step_away() -> None:
    assert told(96)["next distance"] == v.gap_class(0)
    assert told(97)["next distance"] == v.gap_class(0)


def test_without_a_note_before_there_is_no_interval() -> None:
    assert told(0, pitch=-1)["next interval"] == 0


def test_the_second_note_is_told_only_where_it_follows_the_passage() -> None:
    assert told(0, visible=2)["second interval"] == 0
    assert told(0, following=1, visible=2)["second interval"] == v.interval_class(5)
    assert told(200, following=2, visible=2)["second interval"] == 0


def test_bars_ahead_show_what_begins_sounds_or_rests_there() -> None:
    begins, held, silent = told(0), told(24), told(48)

    assert (begins["ahead 1 pitch"], begins["ahead 1 length"]) == (height(67), length(48))
    assert (held["ahead 1 pitch"], held["ahead 1 length"]) == (height(67), c.HELD)
    assert (silent["ahead 1 pitch"], silent["ahead 1 length"]) == (c.REST, length(24))


def test_nothing_is_shown_before_the_passage_ends_nor_behind_the_last_note() -> None:
    row = told(0)

    assert (row["ahead 0 pitch"], row["ahead 0 length"]) == (0, 0)
    assert (row["ahead 2 pitch"], row["ahead 2 length"]) == (0, 0)
    assert told(0, visible=2)["ahead 1 pitch"] == 0
    assert told(71, visible=2)["ahead 1 pitch"] == 0
    assert told(72, following=2, visible=2)["ahead 1 pitch"] == height(72)


def test_where_nothing_follows_nothing_is_told() -> None:
    assert not any(told(300, following=3, visible=3).values())


def test_every_class_stays_within_its_column() -> None:
    random = np.random.default_rng(1)
    onsets = np.cumsum(random.integers(1, 900, 40))
    fixed = FixedNotes(
        onsets, np.diff(onsets, append=onsets[-1] + 900), random.integers(0, 128, 40)
    )
    moments = Moments(
        random.integers(-50, 20_000, 500),
        random.integers(-1, 128, 500),
        random.integers(0, 42, 500),
        random.integers(0, 42, 500),
    )
    sizes = np.array([c.SIZES[name] for name in c.NAMES[c.FIRST_AHEAD :]])

    for bar in (6, 72, 96, 768):
        columns = ahead_columns(moments, fixed, 60, bar)
        assert ((columns >= 0) & (columns < sizes)).all()
