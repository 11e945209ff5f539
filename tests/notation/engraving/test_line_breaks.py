from app.domain import Meter, Sketch
from app.notation.engraving.line_breaks import bars_of_lines, phrase_bars
from app.notation.writing.bars import written_bars
from tests.notation.tunes import by_model, tune

QUARTERS = tune(*[480] * 4 * 12)


def counts(sketch: Sketch, width_spaces: float) -> list[int]:
    lines = bars_of_lines(sketch, written_bars(sketch), width_spaces)
    return [len(line) for line in lines]


def test_line_holds_a_phrase_or_a_part_of_it() -> None:
    assert counts(QUARTERS, 110) == [4, 4, 4]
    assert counts(QUARTERS, 60) == [2] * 6
    assert counts(QUARTERS, 20) == [1] * 12


def test_wide_line_holds_two_phrases() -> None:
    assert counts(QUARTERS, 200) == [8, 4]


def test_motif_of_three_bars_has_lines_of_three() -> None:
    sketch = by_model(QUARTERS, 12)
    assert phrase_bars(sketch) == 3
    assert counts(sketch, 110) == [3, 3, 3, 3]


def test_crowded_line_alone_is_divided() -> None:
    sketch = tune(*[480] * 16, *[60] * 128, *[480] * 16)
    assert counts(sketch, 110) == [4, 1, 1, 1, 1, 4]


def test_pickup_stands_on_the_first_line() -> None:
    sketch = tune(*[480] * 13, meter=Meter(3, 4), pickup=480)
    lines = bars_of_lines(sketch, written_bars(sketch), 110)
    assert [bar.number for bar in lines[0]] == [0, 1, 2, 3, 4]
