from hypothesis import given
from hypothesis import strategies as st

from app.domain import Meter, Pulse, Sketch

METERS = st.sampled_from(["4/4", "6/8", "5/8", "2+3/8", "3+2+2/8", "7/16", "2+3/4", "3/2"])


@given(st.integers(-5_000, 20_000), METERS)
def test_pulse_finds_the_beats_around_a_tick(ticks: int, meter: str) -> None:
    pulse = Pulse.of(Sketch(meter=Meter.parse(meter), pickup_ticks=60))
    before, after = pulse.at_or_before(ticks), pulse.at_or_after(ticks)
    assert before <= ticks <= after
    assert list(pulse.between(before, after + 1)) == sorted({before, after})
    assert abs(pulse.nearest(ticks) - ticks) == min(ticks - before, after - ticks)
    assert pulse.at_or_after(before) == before
    assert pulse.at_or_before(after) == after


@given(st.integers(0, 20_000), METERS)
def test_bars_have_the_beats_of_their_meter(bar: int, meter: str) -> None:
    sketch = Sketch(meter=Meter.parse(meter), pickup_ticks=60)
    start, end = sketch.bar_start_ticks(bar + 1), sketch.bar_start_ticks(bar + 2)
    beats = list(Pulse.of(sketch).between(start, end))
    assert [beat - start for beat in beats] == list(sketch.meter.beat_starts)
    assert [beat - start for beat in beats if Pulse.of(sketch).is_accent(beat)] == list(
        sketch.meter.accents
    )


def test_of_two_beats_as_near_the_later_one_is_taken() -> None:
    assert Pulse().nearest(240) == 480
    assert Pulse(meter=Meter.parse("2+3/8")).nearest(840) == 1200
