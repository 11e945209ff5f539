import time
from collections.abc import Callable, Iterator
from functools import partial
from math import inf
from multiprocessing import active_children

import pytest
from pytestqt.qtbot import QtBot

from app.constants import TICKS_PER_QUARTER
from app.domain import Sketch
from app.playback.sequencing.protocol import (
    Ended,
    Load,
    NoteOff,
    NoteOn,
    Play,
    Report,
    SetLoop,
    SetMetronome,
    SetMix,
    SetTempo,
    Stop,
)
from app.playback.sequencing.voices import MELODY, METRONOME, Mix, Voice
from app.playback.sound.synth_process import SynthProcess
from app.services import sound_output
from app.services.player import Player
from tests.playback.silent_synth import SilentSynth
from tests.playback.sketches import scale


class SilentPlayer(Player):
    """A player whose synthesisers are stand-ins.

    `synth` is the latest of them, and what it reports goes to `report`.
    """

    def __init__(self) -> None:
        super().__init__(self._make)

    def _make(self, on_report: Callable[[Report], None]) -> SilentSynth:
        self.synth, self.report = SilentSynth(on_report), on_report
        return self.synth


@pytest.fixture
def player(qtbot: QtBot) -> Iterator[SilentPlayer]:
    player = SilentPlayer()
    yield player
    player.shutdown()


@pytest.fixture
def real_player(qtbot: QtBot) -> Iterator[Player]:
    player = Player(partial(SynthProcess, backends=()))
    yield player
    player.shutdown()


def ticks_in(seconds: float, tempo_bpm: float) -> float:
    return seconds * tempo_bpm / 60 * TICKS_PER_QUARTER


def test_play_starts_reports_and_stops_at_the_end(qtbot: QtBot, player: SilentPlayer) -> None:
    with qtbot.waitSignal(player.started):
        player.play(scale(), from_ticks=480)
    assert player.is_playing
    player.synth.advance(0.25)
    positions: list[float] = []
    player.position_changed.connect(positions.append)
    qtbot.waitUntil(lambda: len(positions) > 2)
    assert 720 <= positions[0] <= positions[-1] < 900
    with qtbot.waitSignal(player.stopped):
        player.synth.advance(10)
    assert not player.is_playing


def test_edits_tempo_and_loop_reach_the_synthesiser(player: SilentPlayer) -> None:
    player.set_loop(0, 960)
    player.play(scale())
    player.update(scale())
    player.update(scale(pitches=(62,)))
    player.set_tempo(90)
    player.stop()
    player.update(scale(pitches=(65,)))
    kinds = [type(command) for command in player.synth.commands]
    assert kinds == [SetLoop, Load, Play, Load, SetTempo, Stop]
    assert player.synth.commands[0] == SetLoop(0, 960)


def test_notes_are_auditioned_without_playing(player: SilentPlayer) -> None:
    player.audition(60, 90, ms=200)
    player.press(62)
    player.release(62)
    assert player.synth.commands == [NoteOn(60, 90, 0.2), NoteOn(62, 80), NoteOff(62)]
    assert not player.is_playing


def test_report_of_what_was_played_before_is_not_believed(
    qtbot: QtBot, player: SilentPlayer
) -> None:
    player.play(scale())
    player.synth.advance(60)
    player.play(scale())
    positions: list[float] = []
    player.position_changed.connect(positions.append)
    player.synth.advance(0.1)
    qtbot.waitUntil(lambda: bool(positions))
    assert player.is_playing


def test_end_of_what_was_played_before_ends_nothing(player: SilentPlayer) -> None:
    player.play(scale())
    player.play(scale())
    first, second = (c.serial for c in player.synth.commands if isinstance(c, Play))
    player.report(Ended(first))
    assert player.is_playing
    player.report(Ended(second))
    assert not player.is_playing


def test_playhead_stays_within_the_loop(qtbot: QtBot, player: SilentPlayer) -> None:
    player.set_loop(0, 480)
    player.play(scale())
    positions: list[float] = []
    player.position_changed.connect(positions.append)
    for _ in range(20):
        player.synth.advance(0.049)
        before = len(positions)
        qtbot.waitUntil(lambda before=before: len(positions) > before)  # type: ignore[misc]
    assert all(0 <= ticks <= 480 for ticks in positions)


def test_lost_synthesiser_is_told_and_replaced(
    qtbot: QtBot, player: SilentPlayer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sound_output, "SHORTEST_LIFE_SECONDS", inf)
    player.play(scale())
    lost = player.synth
    with qtbot.waitSignals([player.stopped, player.sound.state_changed]):
        lost.close()
    player.audition(60)
    assert player.synth is not lost


def test_what_was_chosen_holds_for_the_next_synthesiser(player: SilentPlayer) -> None:
    mix = Mix(melody=Voice(program=40))
    player.sound.hold(SetMix(mix))
    player.sound.hold(SetMetronome(is_on=True))
    player.play(scale())
    player.synth.close()
    player.play(scale())
    player.synth.advance(0.01)
    assert player.synth.mix == mix
    assert [channel for _, channel, _, _ in player.synth.pressed] == [MELODY, METRONOME]


def test_another_take_goes_on_at_the_same_place_from_the_next_beat_on(
    player: SilentPlayer,
) -> None:
    player.play(scale(pitches=(60, 62, 64, 65)), 0)
    player.synth.advance(0.75)
    player.switch_to(scale(pitches=(72, 74, 76, 77)), (0, None))
    player.synth.advance(10)
    assert [p for _, _, p, velocity in player.synth.pressed if velocity] == [60, 62, 76, 77]


def test_real_synthesiser_plays_to_the_end(qtbot: QtBot, real_player: Player) -> None:
    with qtbot.waitSignal(real_player.sound.state_changed) as told:
        real_player.sound.warm_up()
    assert told.args == ["Sound: Null"]
    for sketch in (scale(tempo_bpm=400), Sketch()):
        with qtbot.waitSignal(real_player.stopped):
            real_player.play(sketch)


def test_killed_synthesiser_is_replaced_and_the_song_goes_on(
    qtbot: QtBot, real_player: Player, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sound_output, "SHORTEST_LIFE_SECONDS", 0.0)
    places: list[float] = []
    moments: list[float] = []
    real_player.position_changed.connect(places.append)
    real_player.position_changed.connect(lambda _: moments.append(time.perf_counter()))
    real_player.play(scale(tempo_bpm=40))
    qtbot.waitUntil(lambda: bool(places) and places[-1] > 100)
    with qtbot.waitSignal(real_player.sound.lost):
        for child in active_children():
            child.kill()
    told_before = len(places)
    assert real_player.is_playing
    with qtbot.waitSignal(real_player.stopped):
        pass
    gone_on = ticks_in(moments[told_before] - moments[told_before - 1], tempo_bpm=40)
    assert places[told_before] - places[told_before - 1] <= gone_on + ticks_in(0.3, tempo_bpm=40)
    assert places == sorted(places)
    assert places[-1] > 1800


def test_missing_card_is_told_in_a_sentence(qtbot: QtBot) -> None:
    player = Player(partial(SynthProcess, backends=("sndio",)))
    with qtbot.waitSignal(player.sound.state_changed) as told:
        player.sound.warm_up()
    assert told.args == ["No sound card was found, so Motivo plays silently."]
    player.shutdown()


def test_accompanies_before_the_start_past_the_end_and_without_the_loop(
    qtbot: QtBot, player: SilentPlayer
) -> None:
    player.set_loop(0, 480)
    player.accompany(scale(), from_ticks=-1920)
    assert player.ticks_at(time.perf_counter()) is None
    player.synth.advance(1)
    qtbot.waitUntil(lambda: player.ticks_at(time.perf_counter()) is not None)
    before, after = player.ticks_at(1000.0), player.ticks_at(1001.0)
    assert before is not None
    assert after is not None
    assert after - before == pytest.approx(960)
    player.update(scale(pitches=(65,)))
    player.synth.advance(100)
    assert player.is_playing
    player.stop()
    assert player.ticks_at(time.perf_counter()) is None
    player.play(scale())
    loops = [command for command in player.synth.commands if isinstance(command, SetLoop)]
    assert (loops[0], loops[-1]) == (SetLoop(0, None), SetLoop(0, 480))


def test_accompanying_ends_where_sound_is_lost(
    qtbot: QtBot, player: SilentPlayer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If playing went on after a gap, somebody who plays along would be out of time."""
    monkeypatch.setattr(sound_output, "SHORTEST_LIFE_SECONDS", 0.0)
    player.accompany(scale(), from_ticks=0)
    player.synth.advance(0.5)
    with qtbot.waitSignal(player.stopped):
        player.synth.close()
    assert not player.is_playing
    assert not [command for command in player.synth.commands if isinstance(command, Play)]


def test_place_is_counted_on_from_where_the_tempo_changes(
    player: SilentPlayer, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = 1000.0
    monkeypatch.setattr(time, "perf_counter", lambda: now)
    player.accompany(scale(tempo_bpm=120), from_ticks=0)
    player.synth.advance(1)
    assert player.ticks_at(now) == pytest.approx(960)
    player.set_tempo(60)
    assert player.ticks_at(now) == pytest.approx(960)
    assert player.ticks_at(now + 10) == pytest.approx(960 + 4800)
