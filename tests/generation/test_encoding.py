from __future__ import annotations

from itertools import pairwise

from app.domain import Chords, Key, Melody, Meter, Note, Sketch
from app.generation import vocabulary as v
from app.generation.encoding import Frame, StepChord, sketch_frame, sketch_notes


def test_a_sketch_is_laid_on_the_grid_without_overlap() -> None:
    played = Melody((Note(7, 3, 60), Note(11, 2, 62), Note(14, 471, 64), Note(490, 100, 65)))
    sketch = Sketch(melody=played)

    notes = sketch_notes(sketch)

    assert [note.pitch for note in notes] == [60, 62, 64, 65]
    assert all(later.onset >= earlier.end for earlier, later in pairwise(notes))
    assert notes[2].end == 24


def test_a_pickup_lies_before_the_first_bar() -> None:
    sketch = Sketch(melody=Melody((Note(0, 480, 60), Note(480, 480, 62))), pickup_ticks=480)

    assert sketch_frame(sketch).start == -24
    assert [note.onset for note in sketch_notes(sketch)] == [-24, 0]


def test_a_chord_sounds_from_its_place_until_the_next() -> None:
    frame = Frame(Key(), Meter(), chords=(StepChord(0, 5), StepChord(96, 7)))

    assert [frame.chord_at(step) for step in (-1, 0, 95, 96, 10_000)] == [0, 5, 5, 7, 7]


def test_chords_reach_from_the_first_full_bar_to_the_end_that_is_asked_for() -> None:
    sketch = Sketch(
        melody=Melody((Note(0, 480, 60), Note(480, 480, 62))),
        key=Key("G"),
        pickup_ticks=480,
        chords=Chords.parse("G | D7"),
    )
    tonic, dominant = v.chord_class(7, "", 7), v.chord_class(2, "7", 7)

    assert sketch_frame(sketch).chords == (StepChord(0, tonic),)
    assert sketch_frame(sketch, end_ticks=sketch.bar_start_ticks(4)).chords == (
        StepChord(0, tonic),
        StepChord(96, dominant),
        StepChord(192, tonic),
    )


def test_a_bar_is_as_long_as_its_meter_says() -> None:
    assert Frame(Key(), Meter(6, 8)).bar == 72
    assert Frame(Key(), Meter(11, 16)).bar == 66
