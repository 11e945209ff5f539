import random

import pytest

from app.playback.midi.clock_follower import ClockFollower, ClockMessage
from app.playback.midi.status_bytes import Clock


def pulses(tempo_bpm: float, count: int, jitter_ms: float = 0.0, start: float = 5.0) -> list[float]:
    rng = random.Random(1)
    step = 60 / tempo_bpm / 24
    return [start + index * step + rng.uniform(0, jitter_ms) / 1000 for index in range(count)]


@pytest.mark.parametrize("tempo_bpm", [40, 96, 127.5, 240])
def test_tempo_is_found_through_the_jitter_of_a_cable(tempo_bpm: float) -> None:
    follower = ClockFollower()
    assert follower.tempo_bpm is None
    for moment in pulses(tempo_bpm, 96, jitter_ms=1.0):
        follower.take_in(ClockMessage(moment, Clock.PULSE))
    assert follower.tempo_bpm == pytest.approx(tempo_bpm, rel=0.005)


def test_song_runs_from_the_first_pulse_after_start() -> None:
    follower = ClockFollower()
    for moment in pulses(120, 48):
        follower.take_in(ClockMessage(moment, Clock.PULSE))
    assert follower.song_ticks(6.0) is None
    follower.take_in(ClockMessage(0.0, Clock.START))
    for moment in pulses(120, 49, start=6.0):
        follower.take_in(ClockMessage(moment, Clock.PULSE))
    assert follower.song_ticks(7.0) == pytest.approx(960, abs=0.5)
    assert follower.song_ticks(7.25) == pytest.approx(1200, abs=0.5)
    follower.take_in(ClockMessage(0.0, Clock.STOP))
    assert not follower.is_running
    follower.take_in(ClockMessage(0.0, Clock.CONTINUE))
    assert follower.start_ticks == pytest.approx(960)
    follower.take_in(ClockMessage(0.0, Clock.POSITION, 32))
    follower.take_in(ClockMessage(0.0, Clock.CONTINUE))
    assert follower.start_ticks == 32 * 120


def test_song_that_lies_behind_is_played_faster_until_it_is_there() -> None:
    follower = ClockFollower()
    follower.take_in(ClockMessage(0.0, Clock.START))
    for moment in pulses(120, 49):
        follower.take_in(ClockMessage(moment, Clock.PULSE))
    assert follower.tempo_to_keep_up(6.0, 960) == pytest.approx(120, rel=0.001)
    behind, ahead = follower.tempo_to_keep_up(6.0, 900), follower.tempo_to_keep_up(6.0, 1020)
    assert behind == pytest.approx(127.5, rel=0.001)
    assert ahead == pytest.approx(112.5, rel=0.001)
    assert follower.tempo_to_keep_up(6.0, -90_000) == pytest.approx(240, rel=0.001)
    assert follower.tempo_to_keep_up(6.0, 60, 900) == pytest.approx(120, rel=0.001)
