"""A drawing tells what stands at a point, and where a time and a step of the staff stand."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain import Melody, Meter, Note, Sketch
from app.domain.score_edits import written
from app.notation.engraving import engrave
from tests.notation.tunes import by_model, quarters, tune
from tests.sketches import sketches

WIDTH, STAFF = 800.0, 32.0


@settings(max_examples=40)
@given(sketch=sketches())
def test_notes_and_rests_fill_every_bar(sketch: Sketch) -> None:
    drawing = engrave(sketch, WIDTH, STAFF)
    rests = [box for system in drawing.systems for box in system.rests]
    ticks = sum(box.end_ticks - box.start_ticks for box in rests)
    # A pickup alone has a bar to lead to.
    drawn_ticks = sketch.bar_start_ticks(max(sketch.bars, 1) + 1)
    assert ticks + sum(note.duration_ticks for note in sketch.melody) == drawn_ticks
    for system in drawing.systems:
        for box in system.rests:
            assert system.rect.x <= box.rect.x
            assert box.rect.right <= system.rect.right
            middle = box.rect.x + box.rect.width / 2, box.rect.y + box.rect.height / 2
            assert drawing.rest_at(*middle, 0) == box
            assert drawing.rest_of(box.start_ticks) == box


@settings(max_examples=40)
@given(sketch=sketches())
def test_a_head_stands_on_its_step(sketch: Sketch) -> None:
    drawing = engrave(sketch, WIDTH, STAFF)
    for index, note in enumerate(sketch.melody):
        step = written(note, sketch.key).step
        boxes = drawing.heads_of(index)
        assert boxes
        for system, box in boxes:
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
    assert drawing.places == (0, 480, 960, 1920, 3840)


def test_empty_bars_are_drawn_on_demand_and_are_nobodys() -> None:
    sketch = by_model(quarters(60, 62, 64, 65), 0)
    drawing = engrave(sketch, WIDTH, STAFF, least_bars=3)
    measures = [box for system in drawing.systems for box in system.measures]
    assert [box.bar for box in measures] == [1, 2, 3]
    assert [box.is_model for box in measures] == [True, False, False]
    assert drawing.places[-1] == 3 * 1920


def test_the_rest_of_a_short_bar_is_as_long_as_that() -> None:
    sketch = Sketch(melody=Melody((Note(1440, 480, 60),)), meter=Meter(3, 4))
    rests = [box for s in engrave(sketch, WIDTH, STAFF).systems for box in s.rests]
    assert [(box.start_ticks, box.end_ticks) for box in rests] == [(0, 1440), (1920, 2880)]
