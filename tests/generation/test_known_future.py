from __future__ import annotations

import numpy as np

from app.generation import columns as c
from app.generation import vocabulary as v
from app.generation.known_future import FixedNotes, MelodyPositions, future_columns

BAR = 96
FIXED = FixedNotes(np.array([96, 192, 264]), np.array([24, 48, 24]), np.array([64, 67, 72]))
"""A kept note; then, after the passage, a half note, a quarter rest and a quarter note."""


def columns_at(
    step: int, last_pitch: int = 62, next_fixed: int = 0, first_visible: int = 1
) -> dict[str, int]:
    numbers = (step, last_pitch, next_fixed, first_visible)
    positions = MelodyPositions(*(np.array([number]) for number in numbers))
    columns = future_columns(positions, FIXED, 60, BAR)[0]
    return dict(zip(c.NAMES[c.FIRST_FUTURE :], (int(value) for value in columns), strict=True))


def height(pitch: int) -> int:
    return v.height_class(pitch - 60) + 1


def length(steps: int) -> int:
    return v.duration_class(steps) + 1


def test_the_columns_say_what_the_next_fixed_note_is_and_how_far() -> None:
    row = columns_at(24)

    assert row["next distance"] == v.gap_class(72)
    assert row["next pitch"] == height(64)
    assert row["next interval"] == v.interval_class(2)
    assert row["next length"] == length(24)
    assert row["second interval"] == v.interval_class(3)


def test_a_next_note_that_is_due_is_zero_steps_away() -> None:
    assert columns_at(96)["next distance"] == v.gap_class(0)
    assert columns_at(97)["next distance"] == v.gap_class(0)


def test_without_a_note_before_there_is_no_interval() -> None:
    assert columns_at(0, last_pitch=-1)["next interval"] == 0


def test_the_second_note_shows_only_where_it_follows_the_passage() -> None:
    assert columns_at(0, first_visible=2)["second interval"] == 0
    assert columns_at(0, next_fixed=1, first_visible=2)["second interval"] == v.interval_class(5)
    assert columns_at(200, next_fixed=2, first_visible=2)["second interval"] == 0


def test_bars_ahead_show_what_begins_sounds_or_rests_there() -> None:
    begins, held, silent = columns_at(0), columns_at(24), columns_at(48)

    assert (begins["ahead 1 pitch"], begins["ahead 1 length"]) == (height(67), length(48))
    assert (held["ahead 1 pitch"], held["ahead 1 length"]) == (height(67), c.SUSTAINED)
    assert (silent["ahead 1 pitch"], silent["ahead 1 length"]) == (c.REST, length(24))


def test_nothing_shows_before_the_passage_ends_or_after_the_last_note() -> None:
    row = columns_at(0)

    assert (row["ahead 0 pitch"], row["ahead 0 length"]) == (0, 0)
    assert (row["ahead 2 pitch"], row["ahead 2 length"]) == (0, 0)
    assert columns_at(0, first_visible=2)["ahead 1 pitch"] == 0
    assert columns_at(71, first_visible=2)["ahead 1 pitch"] == 0
    assert columns_at(72, next_fixed=2, first_visible=2)["ahead 1 pitch"] == height(72)


def test_where_nothing_follows_all_columns_are_empty() -> None:
    assert not any(columns_at(300, next_fixed=3, first_visible=3).values())


def test_every_class_stays_within_its_column() -> None:
    random = np.random.default_rng(1)
    onsets = np.cumsum(random.integers(1, 900, 40))
    fixed = FixedNotes(
        onsets, np.diff(onsets, append=onsets[-1] + 900), random.integers(0, 128, 40)
    )
    positions = MelodyPositions(
        random.integers(-50, 20_000, 500),
        random.integers(-1, 128, 500),
        random.integers(0, 42, 500),
        random.integers(0, 42, 500),
    )
    sizes = np.array([c.SIZES[name] for name in c.NAMES[c.FIRST_FUTURE :]])

    for bar in (6, 72, 96, 768):
        columns = future_columns(positions, fixed, 60, bar)
        assert ((columns >= 0) & (columns < sizes)).all()
