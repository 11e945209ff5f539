import pytest

from app.domain import Meter
from app.errors import AppError


@pytest.mark.parametrize(
    ("text", "bar_ticks", "beat_ticks"),
    [
        ("4/4", 1920, 480),
        ("3/4", 1440, 480),
        ("6/8", 1440, 720),
        ("9/8", 2160, 720),
        ("7/8", 1680, 240),
    ],
)
def test_meter_tells_its_bar_and_beat(text: str, bar_ticks: int, beat_ticks: int) -> None:
    meter = Meter.parse(text)
    assert (meter.bar_ticks, meter.beat_ticks, str(meter)) == (bar_ticks, beat_ticks, text)


@pytest.mark.parametrize("text", ["", "four", "4/5", "0/4", "99/4", "4/4/4"])
def test_text_that_is_no_meter_is_refused(text: str) -> None:
    with pytest.raises(AppError, match="write one like"):
        Meter.parse(text)
