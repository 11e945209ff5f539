"""A drawing knows what is at a point, and where a time and a step of the staff are."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain import Melody, Meter, Note, Sketch
from app.domain.spelling import spellings
from app.notation.engraving.engraver import engrave
from tests.notation.tunes import by_model, quarters, tune
from tests.sketches import sketches

WIDTH, STAFF = 800.0, 32.0


@settings(max_examples=40)
@given(sketch=sketches())
def test_notes_and_rests_fill_every_bar(sketch: Sketch) -> None:
    drawing = engrave(sketch, WIDTH, STAFF)
    rests = [box for system in drawing.systems for box in system.rests]
    ticks = sum(box.end_ticks - box.start_ticks for box in rests)
    # A sketch with only a pickup also gets the bar that the pickup leads to.
    drawn_ticks = sketch.bar_start_ticks(max(sketch.bars, 1) + 1)
    assert ticks + sum(note.duration_ticks for note in sketch.melody) == drawn_ticks
    for system in drawing.systems:
        for box in system.rests:
            assert system.rect.x <= box.rect.x
            assert box.rect.right <= system.rect.right
            middle = box.rect.x + box.rect.width / 2, box.rect.y + box.rect.height / 2
            assert drawing.rest_at(*middle, 0) == box
            at = drawing.systems.index(system)
            assert drawing.rest_of(box.start_ticks) == (at, box)


@settings(max_examples=40)
@given(sketch=sketches())
def test_a_head_stands_on_its_step(sketch: Sketch) -> None:
    drawing = engrave(sketch, WIDTH, STAFF)
    for number, note in enumerate(sketch.melody):
        step = spellings(sketch)[number].step
        boxes = drawing.heads_of(number, note.onset_ticks, note.end_ticks)
        assert boxes
        for index, box in boxes:
            system = drawing.systems[index]
            middle = box.head.y + box.head.height / 2
            assert drawing.y_of(system, step) == pytest.approx(middle, abs=0.6)
            assert drawing.step_at(system, middle) == step


@given(step=st.integers(20, 60))
def test_a_height_leads_back_to_its_step(step: int) -> None:
    drawing = engrave(quarters(71), WIDTH, STAFF)
    system = drawing.systems[0]
    assert drawing.step_at(system, drawing.y_of(system, step)) == step


def test_ledger_lines_lead_from_the_staff_to_the_note() -> None:
    drawing = engrave(quarters(71), WIDTH, STAFF)
    system = drawing.systems[0]
    top = drawing.top_step

    def spaces(step: int) -> list[float]:
        return [(y - system.staff_y) / (STAFF / 4) for y in drawing.ledger_heights(system, step)]

    assert spaces(top) == spaces(top + 1) == spaces(top - 8) == spaces(top - 9) == []
    assert spaces(top + 2) == spaces(top + 3) == [-1]
    assert spaces(top - 10) == [5]
    assert spaces(top - 13) == [5, 6]


def test_low_music_is_in_the_bass() -> None:
    drawing = engrave(quarters(45, 47, 48), WIDTH, STAFF)
    assert drawing.top_step == 3 * 7 + 5


def test_places_are_where_something_is_written() -> None:
    drawing = engrave(tune(480, 480, -960, 1920), WIDTH, STAFF)
    assert drawing.places_near(0) == (0, 480, 960, 1920, 3840)


def test_places_are_those_of_the_line_and_the_ones_beside_it() -> None:
    drawing = engrave(tune(*[240] * 8 * 40), WIDTH, STAFF)
    lines = drawing.systems
    assert len(lines) > 4
    middle = lines[2].start_ticks
    places = drawing.places_near(middle)
    assert (places[0], places[-1]) == (lines[1].start_ticks, lines[3].end_ticks)


def test_empty_bars_are_drawn_on_demand_and_are_nobodys() -> None:
    sketch = by_model(quarters(60, 62, 64, 65), 0)
    drawing = engrave(sketch, WIDTH, STAFF, least_bars=3)
    measures = [box for system in drawing.systems for box in system.measures]
    assert [box.bar for box in measures] == [1, 2, 3]
    assert [box.is_model for box in measures] == [True, False, False]
    assert drawing.systems[-1].end_ticks == 3 * 1920


def test_the_rest_of_a_short_bar_is_as_long_as_that() -> None:
    sketch = Sketch(melody=Melody((Note(1440, 480, 60),)), meter=Meter(3, 4))
    rests = [box for s in engrave(sketch, WIDTH, STAFF).systems for box in s.rests]
    assert [(box.start_ticks, box.end_ticks) for box in rests] == [(0, 1440), (1920, 2880)]


@pytest.mark.parametrize("bars", [12, 1, 400])
def test_without_a_width_all_bars_stand_on_one_line_at_their_natural_width(bars: int) -> None:
    sketch = tune(*[480] * 4 * bars)
    (system,) = engrave(sketch, None, STAFF).systems
    widths = [box.width for box in system.measures]
    assert len(widths) == bars
    assert max(widths[1:], default=0) - min(widths[1:], default=0) < 25
    assert all(3.5 * STAFF < width < 7 * STAFF for width in widths)
    assert system.end_ticks == bars * 1920
