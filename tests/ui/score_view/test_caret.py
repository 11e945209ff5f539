import pytest

from app.domain import Meter, Sketch
from app.ui.score_view.caret import Caret


def test_values_are_those_of_the_keys() -> None:
    lengths = [Caret(value=value).length_ticks for value in range(1, 8)]
    assert lengths == [30, 60, 120, 240, 480, 960, 1920]
    assert Caret().length_ticks == 480


def test_a_dot_is_half_as_long_again_and_lasts_until_another_value() -> None:
    caret = Caret().dot_toggled()
    assert caret.length_ticks == 720
    assert caret.advanced() == Caret(720, is_dotted=True)
    assert caret.valued(4).length_ticks == 240
    assert caret.dot_toggled() == Caret()
    assert not Caret(value=1).dot_toggled().is_dotted


def test_an_accidental_is_for_one_note() -> None:
    caret = Caret().altered(1)
    assert caret.semitones == 1
    assert caret.altered(-1).semitones == -1
    assert caret.altered(1).semitones == 0
    assert caret.advanced().semitones == 0


def test_a_caret_does_not_go_before_the_start() -> None:
    assert Caret(480).at(-10).ticks == 0


@pytest.mark.parametrize(
    ("value", "ticks", "place"),
    [(5, 700, 480), (5, 730, 960), (4, 700, 720), (7, 700, 480), (3, 20, 0), (5, 2500, 2400)],
)
def test_the_nearest_place_is_where_a_note_would_begin(value: int, ticks: int, place: int) -> None:
    assert Caret(value=value).nearest(ticks, Sketch()) == place


def test_places_count_from_the_bar_line() -> None:
    sketch = Sketch(meter=Meter(6, 8), pickup_ticks=240)
    assert Caret().nearest(250, sketch) == 240
    assert Caret().nearest(590, sketch) == 480
    assert Caret().nearest(130, sketch) == 240
