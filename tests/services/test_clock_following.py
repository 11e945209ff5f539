import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.constants import TICKS_PER_QUARTER
from app.playback.midi.clock_follower import ClockMessage
from app.playback.midi.input_ports import MidiPorts
from app.playback.midi.status_bytes import Clock
from app.playback.sequencing.protocol import Play, SetTempo
from app.services.clock_following import ClockFollowing
from app.services.midi_input import MidiInput
from app.services.player import Player
from app.services.settings import FOLLOW_CLOCK, Settings
from tests.playback.silent_synth import SilentSynth
from tests.playback.sketches import scale

SONG = scale(tempo_bpm=120, pitches=(60,) * 64)


NOW = 1000.0
"""The moment, in seconds."""


class Studio:
    """A player with a stand-in synthesiser, and a clock from another machine; time stands still."""

    def __init__(self, folder: Path) -> None:
        self.player = Player(self._make)
        self.settings = Settings(folder / "settings.ini")
        self.midi = MidiInput(MidiPorts())
        self.following = ClockFollowing(self.player, self.midi, self.settings, lambda: None)
        self.following.start_requested.connect(lambda ticks: self.player.play(SONG, ticks))
        self.following.stop_requested.connect(self.player.stop)

    def _make(self, on_report: object) -> SilentSynth:
        self.synth = SilentSynth(on_report)  # type: ignore[arg-type]
        return self.synth

    def say(self, status: Clock, seconds: float = 0.0, sixteenths: int = 0) -> None:
        self.midi.clock_received.emit(ClockMessage(seconds, status, sixteenths))

    def beat(self, tempo_bpm: float, pulses: int) -> None:
        """Send pulses whose last one comes now."""
        step = 60 / tempo_bpm / 24
        for index in range(pulses):
            self.say(Clock.PULSE, NOW - (pulses - 1 - index) * step)


@pytest.fixture
def studio(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Studio]:
    monkeypatch.setattr(time, "perf_counter", lambda: NOW)
    studio = Studio(tmp_path)
    yield studio
    studio.player.shutdown()


def tempos(studio: Studio) -> list[float]:
    return [c.tempo_bpm for c in studio.synth.commands if isinstance(c, SetTempo)]


def test_nothing_is_followed_unless_it_is_wished(studio: Studio) -> None:
    studio.say(Clock.START)
    studio.beat(120, 48)
    assert not studio.player.is_playing


def test_song_starts_at_the_first_pulse_where_the_clock_says_and_stops_with_it(
    studio: Studio,
) -> None:
    studio.settings.set(FOLLOW_CLOCK, True)
    studio.beat(100, 48)
    studio.say(Clock.POSITION, sixteenths=8)
    studio.say(Clock.CONTINUE)
    assert not studio.player.is_playing
    studio.beat(100, 1)
    played = [command for command in studio.synth.commands if isinstance(command, Play)]
    assert [play.from_ticks for play in played] == [2 * TICKS_PER_QUARTER]
    studio.say(Clock.STOP)
    assert not studio.player.is_playing


def test_song_takes_the_clock_s_tempo_and_catches_up_with_it(studio: Studio) -> None:
    studio.settings.set(FOLLOW_CLOCK, True)
    studio.say(Clock.START)
    studio.beat(90, 49)
    assert tempos(studio)[-1] == pytest.approx(90, rel=0.01)
    studio.synth.advance(1.0)
    assert studio.player.ticks_at(NOW) == pytest.approx(1.5 * TICKS_PER_QUARTER, abs=1)
    studio.beat(90, 12)
    assert tempos(studio)[-1] > 95


def test_clock_is_let_go_of_when_it_is_wished_no_longer(studio: Studio) -> None:
    studio.settings.set(FOLLOW_CLOCK, True)
    studio.say(Clock.START)
    studio.beat(90, 25)
    studio.settings.set(FOLLOW_CLOCK, False)
    told = len(tempos(studio))
    studio.beat(60, 48)
    assert len(tempos(studio)) == told
    assert studio.player.is_playing
