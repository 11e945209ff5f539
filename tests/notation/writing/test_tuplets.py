"""Five, seven, nine and other numbers of notes in a stretch are written as such."""

from __future__ import annotations

from itertools import pairwise

import pytest

from app.domain import Melody, Meter, Note, Sketch
from app.notation.writing.bars import Written, on_written_grid, written_bars
from app.notation.writing.beams import Beam, beams


def parts(count: int, length: int, start: int = 0) -> list[Note]:
    """Return notes that divide a stretch evenly, rounded to ticks."""
    edges = [start + round(part * length / count) for part in range(count + 1)]
    return [Note(a, b - a, 60 + index % 5) for index, (a, b) in enumerate(pairwise(edges))]


def written(notes: list[Note], meter: Meter) -> list[Written]:
    sketch = Sketch(melody=Melody(tuple(notes)), meter=meter)
    assert on_written_grid(sketch) == sketch
    return [w for bar in written_bars(sketch) for w in bar.written]


@pytest.mark.parametrize(
    ("meter", "count", "length", "ratio", "kind"),
    [
        ("4/4", 5, 240, (5, 4), "32nd"),
        ("4/4", 5, 480, (5, 4), "16th"),
        ("4/4", 5, 960, (5, 4), "eighth"),
        ("4/4", 5, 1920, (5, 4), "quarter"),
        ("4/4", 7, 480, (7, 4), "16th"),
        ("4/4", 7, 960, (7, 4), "eighth"),
        ("4/4", 9, 480, (9, 8), "32nd"),
        ("4/4", 11, 1920, (11, 8), "eighth"),
        ("2/2", 7, 1920, (7, 4), "quarter"),
        ("3/4", 5, 1440, (5, 3), "quarter"),
        ("6/8", 5, 720, (5, 3), "eighth"),
        ("6/8", 7, 720, (7, 6), "16th"),
        ("9/8", 7, 2160, (7, 9), "eighth"),
        ("7/8", 5, 240, (5, 4), "32nd"),
    ],
)
def test_even_notes_are_one_tuplet(
    meter: str, count: int, length: int, ratio: tuple[int, int], kind: str
) -> None:
    notes = [w for w in written(parts(count, length), Meter.parse(meter)) if w.note is not None]
    assert len(notes) == count
    values = [w.value for w in notes if w.value is not None]
    assert {(v.tuplet and (v.tuplet.actual, v.tuplet.normal), v.type) for v in values} == {
        (ratio, kind)
    }
    assert [v.opens for v in values] == [True] + [False] * (count - 1)
    assert [v.closes for v in values] == [False] * (count - 1) + [True]


def test_longer_notes_and_rests_fill_a_tuplet() -> None:
    first, second, third, *_, last = parts(7, 960)
    both = Note(second.onset_ticks, third.end_ticks - second.onset_ticks, 62)
    one, two, rest, end = written([first, both, last], Meter(2, 4))
    values = [w.value for w in (one, two, rest, end) if w.value is not None]
    assert [(v.type, v.dots) for v in values] == [
        ("eighth", 0),
        ("quarter", 0),
        ("quarter", 1),
        ("eighth", 0),
    ]
    assert rest.note is None
    assert {v.tuplet and v.tuplet.actual for v in values} == {7}


def test_triplets_stand_beside_other_tuplets_of_a_beat() -> None:
    values = [w.value for w in written([*parts(3, 240), *parts(5, 240, 240)], Meter(1, 4))]
    assert [v and v.tuplet and v.tuplet.actual for v in values] == [3, 3, 3, 5, 5, 5, 5, 5]


def test_notes_that_are_a_little_off_are_no_tuplet() -> None:
    sketch = Sketch(melody=Melody((Note(0, 97, 60), Note(97, 140, 62), Note(237, 243, 64))))
    values = [w.value for w in written_bars(sketch)[0].written if w.note is not None]
    assert all(v is None or v.tuplet is None or v.tuplet.actual == 3 for v in values)


def test_one_beam_joins_the_notes_of_a_tuplet() -> None:
    values = [w.value for w in written(parts(9, 960), Meter(2, 4))]
    outer, inner = zip(*beams(Meter(2, 4), values), strict=True)
    whole = (Beam.START, *[Beam.CONTINUE] * 7, Beam.STOP)
    assert outer == inner == whole
