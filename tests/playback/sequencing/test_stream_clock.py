import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.playback.sequencing.stream_clock import StreamClock


@given(st.floats(-1e6, 1e6), st.lists(st.floats(0, 0.4), min_size=1, max_size=50))
def test_the_least_delay_is_what_remains(start: float, delays: list[float]) -> None:
    clock = StreamClock()
    for index, delay in enumerate(delays):
        clock.observe(index * 0.01, start + index * 0.01 + delay)
    assert clock.moment(0.0) == pytest.approx(start + min(delays), abs=1e-6)
    assert clock.stream_seconds(clock.moment(7.0)) == pytest.approx(7.0, abs=1e-6)


def test_slow_drift_is_followed() -> None:
    clock = StreamClock()
    for second in range(3600):
        clock.observe(float(second), second * 1.0001)
    assert clock.moment(3599.0) == pytest.approx(3599 * 1.0001, abs=0.001)


def test_stream_that_stood_still_or_went_back_is_believed_at_once() -> None:
    clock = StreamClock()
    assert not clock.is_set
    clock.observe(10.0, 100.0)
    clock.observe(11.0, 103.0)
    assert clock.moment(11.0) == 103.0
    clock.observe(15.0, 104.0)
    assert clock.moment(15.0) == 104.0
