import pytest

from app.domain import Melody, Meter, Note, Sketch, parse_pitch
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
