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


@pytest.mark.parametrize(
    ("text", "beat_starts", "accents"),
    [
        ("4/4", (0, 480, 960, 1440), (0,)),
        ("6/8", (0, 720), (0,)),
        ("5/8", (0, 720), (0,)),
        ("2+3/8", (0, 480), (0,)),
        ("7/8", (0, 480, 960), (0,)),
        ("3+2+2/8", (0, 720, 1200), (0,)),
        ("7/16", (0, 240, 480), (0,)),
        ("3+3+2/8", (0, 720, 1440), (0,)),
        ("5/4", (0, 480, 960, 1440, 1920), (0,)),
        ("2+3/4", (0, 480, 960, 1440, 1920), (0, 960)),
    ],
)
def test_eighths_are_felt_in_groups_and_quarters_alone(
    text: str, beat_starts: tuple[int, ...], accents: tuple[int, ...]
) -> None:
    meter = Meter.parse(text)
    assert (meter.beat_starts, meter.accents) == (beat_starts, accents)


@pytest.mark.parametrize(
    ("text", "parts", "places"),
    [
        ("4/4", 2, (0, 960)),
        ("5/8", 2, (0, 720)),
        ("2+3/8", 2, (0, 480)),
        ("2+3/4", 2, (0, 960)),
        ("2+3/8", 5, (0, 240, 480, 720, 960)),
        ("7/8", 3, (0, 480, 960)),
        ("3/4", 2, (0, 960)),
        ("4/4", 3, (0, 960, 1440)),
        ("5/4", 2, (0, 1440)),
        ("6/8", 3, (0, 480, 960)),
        ("2/4", 3, (0, 320, 640)),
        ("6/8", 1, (0,)),
    ],
)
def test_bar_is_divided_at_its_beats_where_it_can_be(
    text: str, parts: int, places: tuple[int, ...]
) -> None:
    assert Meter.parse(text).divided(parts) == places


def test_groups_that_make_another_bar_are_refused() -> None:
    with pytest.raises(AppError, match="don't add up to 5 counts"):
        Meter(5, 8, (2, 2))


@pytest.mark.parametrize("text", ["", "four", "4/5", "0/4", "99/4", "4/4/4", "+3/8", "0+0/8"])
def test_text_that_is_no_meter_is_refused(text: str) -> None:
    with pytest.raises(AppError, match="write one like"):
        Meter.parse(text)
