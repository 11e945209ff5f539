from dataclasses import replace

import pytest

from app.domain import Melody, Meter, Note, Request, Sketch, Take, TakeTree, parse_pitch
from app.domain.timebase import quarters_to_ticks, seconds_to_ticks, ticks_to_seconds
from app.errors import AppError


def test_bars_are_counted_after_the_pickup() -> None:
    melody = Melody((Note(0, 240, 60), Note(240, 1440, 62)))
    sketch = Sketch(melody=melody, meter=Meter(3, 4), pickup_ticks=240)
    assert (sketch.bars, sketch.end_ticks) == (1, 1680)
    assert [sketch.bar_at(ticks) for ticks in (0, 239, 240, 1679, 1680)] == [0, 0, 1, 1, 2]
    assert sketch.bar_start_ticks(2) == 1680


def test_empty_sketch_has_no_bar() -> None:
    assert (Sketch().bars, Sketch(pickup_ticks=480).bars) == (0, 0)


@pytest.mark.parametrize("values", [{"tempo_bpm": 0}, {"pickup_ticks": 1920}, {"pickup_ticks": -1}])
def test_impossible_sketch_is_refused(values: dict[str, int]) -> None:
    with pytest.raises(AppError, match=r"\.$"):
        Sketch(**values)  # type: ignore[arg-type]


def test_take_tells_its_new_notes_and_the_tree_its_path() -> None:
    melody = Melody((Note(0, 480, 60), Note(1920, 480, 64)))
    first = Take(Sketch(melody=melody), Request(), seed=1, start_ticks=1920)
    second = Take(Sketch(melody=melody), Request(), seed=2, start_ticks=1920, parent=first.id)
    tree = TakeTree().added(first).added(second)
    assert first.new_notes == melody.notes[1:]
    assert tree.path(second.id) == (first, second)
    assert len(tree.without(first.id)) == 1
    assert tree.without(first.id).path(second.id) == (second,)


def test_take_that_fills_tells_the_notes_of_its_passage() -> None:
    melody = Melody(tuple(Note(bar * 1920, 480, 60 + bar) for bar in range(4)))
    take = Take(Sketch(melody=melody), Request(), seed=1, start_ticks=1920, end_ticks=5760)
    assert take.new_notes == melody.notes[1:3]


def test_passage_of_a_take_goes_to_the_sketchs_end_where_nothing_is_said() -> None:
    melody = Melody((Note(0, 480, 60), Note(1920, 480, 64)))
    take = Take(Sketch(melody=melody), Request(), seed=1, start_ticks=1920)
    assert take.end_ticks == 3840
    assert replace(take, number=2).end_ticks == 3840


@pytest.mark.parametrize(("text", "pitch"), [("C4", 60), ("F♯5", 78), ("Bb3", 58), ("69", 69)])
def test_pitch_is_read_by_name(text: str, pitch: int) -> None:
    assert parse_pitch(text) == pitch


@pytest.mark.parametrize("text", ["", "H4", "C", "C12", "128"])
def test_text_that_is_no_pitch_is_refused(text: str) -> None:
    with pytest.raises(AppError, match=r"\.$"):
        parse_pitch(text)


def test_conversions_come_back() -> None:
    assert quarters_to_ticks(1.5) == 720
    assert seconds_to_ticks(ticks_to_seconds(1234, 97.0), 97.0) == 1234
