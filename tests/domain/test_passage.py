from __future__ import annotations

import pytest

from app.domain import Melody, Note, Request, RequestMode, Sketch
from app.domain.passage import passage_of
from app.errors import AppError

SKETCH = Sketch(
    melody=Melody(
        (
            Note(0, 480, 60),
            Note(480, 1440, 62),
            Note(1920, 480, 64),
            Note(2400, 1920, 65),
            Note(4800, 480, 67),
        )
    ),
    pickup_ticks=480,
)
"""A pickup of a quarter, then bars from 480 to 2400, to 4320, to 6240."""


def pitches(notes: tuple[Note, ...]) -> list[int]:
    return [note.pitch for note in notes]


def test_a_continuation_begins_at_the_bar_line_after_the_last_bar() -> None:
    passage = passage_of(SKETCH, Request(bars=2))

    assert (passage.start_ticks, passage.end_ticks) == (6240, 6240 + 2 * 1920)
    assert passage.bars == 2
    assert passage.is_added
    assert passage.closes
    assert pitches(passage.before) == [60, 62, 64, 65, 67]
    assert passage.inside == passage.after == passage.bound == ()


def test_an_answer_is_as_long_as_the_sketch() -> None:
    passage = passage_of(SKETCH, Request(mode=RequestMode.ANSWER))

    assert (passage.start_ticks, passage.bars) == (6240, 3)


def test_a_range_divides_the_notes_by_where_they_begin() -> None:
    passage = passage_of(SKETCH, Request(mode=RequestMode.FILL, first_bar=2, last_bar=2))

    assert (passage.start_ticks, passage.end_ticks) == (2400, 4320)
    assert pitches(passage.before) == [60, 62, 64]
    assert pitches(passage.inside) == [65]
    assert pitches(passage.after) == [67]
    assert not passage.closes
    assert not passage.is_added


def test_a_note_that_sounds_on_beyond_its_range_is_bound() -> None:
    passage = passage_of(SKETCH, Request(mode=RequestMode.FILL, first_bar=1, last_bar=1))

    assert pitches(passage.inside) == [62, 64]
    assert passage.bound == ()
    longer = Sketch(melody=Melody((Note(0, 480, 60), Note(480, 2400, 62))))
    passage = passage_of(longer, Request(mode=RequestMode.FILL, first_bar=1, last_bar=1))
    assert pitches(passage.bound) == [62]


def test_a_note_from_before_says_where_the_first_new_one_may_begin() -> None:
    longer = Sketch(melody=Melody((Note(0, 2400, 60), Note(2400, 1440, 62))))
    passage = passage_of(longer, Request(mode=RequestMode.FILL, first_bar=2, last_bar=2))

    assert (passage.start_ticks, passage.first_free_ticks) == (1920, 2400)


def test_to_vary_without_a_range_means_everything() -> None:
    passage = passage_of(SKETCH, Request(mode=RequestMode.VARY))

    assert (passage.start_ticks, passage.end_ticks) == (0, 6240)
    assert passage.inside == SKETCH.melody.notes
    assert passage.bars == 3


def test_steps_are_counted_from_the_first_full_bar() -> None:
    passage = passage_of(SKETCH, Request())

    assert (passage.step(480), passage.step(0), passage.step(489)) == (0, -24, 0)
    assert (passage.step_before(499), passage.step_after(481)) == (0, 1)
    assert (passage.step_before(500), passage.step_after(500)) == (1, 1)


def test_an_empty_sketch_is_refused() -> None:
    with pytest.raises(AppError, match="Draw a note first"):
        passage_of(Sketch(), Request())


def test_a_range_beyond_the_sketch_is_refused() -> None:
    request = Request(mode=RequestMode.FILL, first_bar=3, last_bar=4)

    with pytest.raises(AppError, match=r"has 3 bars; choose a range up to bar 3"):
        passage_of(SKETCH, request)
    pickup = Sketch(melody=Melody((Note(0, 240, 60),)), pickup_ticks=480)
    with pytest.raises(AppError, match="only a pickup"):
        passage_of(pickup, request)
    with pytest.raises(AppError, match=r"has 1 bar; choose"):
        passage_of(Sketch(melody=Melody((Note(0, 240, 60),))), request)
