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


def test_beats_of_a_meter_can_be_grouped() -> None:
    meter = Meter.parse(" 2 + 3 / 8")
    assert (meter.counts, meter.groups) == (5, (2, 3))
    assert (str(meter), meter.signature) == ("2+3/8", "5/8")
    assert Meter.parse(str(meter)) == meter


def test_groups_that_make_another_bar_are_refused() -> None:
    with pytest.raises(AppError, match="does not make bars of 5 counts"):
        Meter(5, 8, (2, 2))


@pytest.mark.parametrize("text", ["", "four", "4/5", "0/4", "99/4", "4/4/4", "+3/8", "0+0/8"])
def test_text_that_is_no_meter_is_refused(text: str) -> None:
    with pytest.raises(AppError, match="write one like"):
        Meter.parse(text)
