"""Listens to real sound: what the synthesiser plays on a PulseAudio sink of the test's own."""

import queue
from collections.abc import Iterator, Mapping

import pytest

from app.bench.heard_recording import Recording
from app.bench.null_sink import SAMPLE_RATE, Capture, has_pulseaudio, null_sink
from app.bench.patience import PATIENCE_SECONDS
from app.playback.sequencing.protocol import DeviceOpened, Ended, Load, Play, Report
from app.playback.sequencing.schedule import Schedule
from app.playback.sound.synth import AudioFrames
from app.playback.sound.synth_process import SynthProcess
from tests.playback.sketches import onsets, pitch_at, scale

pytestmark = pytest.mark.skipif(not has_pulseaudio(), reason="needs PulseAudio")

TEMPO_BPM = 100.0
QUARTER_SECONDS = 0.6
ONSET_TOLERANCE_SECONDS = 0.01
"""The soundfont's own attacks differ by half of it from pitch to pitch."""


@pytest.fixture
def sound_card(monkeypatch: pytest.MonkeyPatch) -> Iterator[Mapping[str, str]]:
    """Make a sink that leads nowhere the sound card of what this test starts."""
    with null_sink() as environment:
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        yield environment


def heard(sound_card: Mapping[str, str], schedule: Schedule) -> AudioFrames:
    """Return what comes out of the sound card while a schedule is played to its end."""
    reports: queue.Queue[Report] = queue.Queue()
    with Capture(sound_card) as capture:
        synth = SynthProcess(reports.put)
        try:
            assert reports.get(timeout=PATIENCE_SECONDS) == DeviceOpened("PulseAudio")
            synth.send(Load(schedule))
            synth.send(Play(0, serial=1))
            while not isinstance(reports.get(timeout=PATIENCE_SECONDS), Ended):
                pass
        finally:
            synth.close()
        return Recording(capture.stop()).audio


def test_sound_goes_on_silently_when_the_card_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    reports: queue.Queue[Report] = queue.Queue()
    with null_sink() as environment:
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        synth = SynthProcess(reports.put, backends=("pulseaudio",))
        assert reports.get(timeout=PATIENCE_SECONDS) == DeviceOpened("PulseAudio")
    synth.send(Load(Schedule.of(scale(tempo_bpm=TEMPO_BPM))))
    synth.send(Play(0, serial=1))
    told: list[Report] = []
    while not told or not isinstance(told[-1], Ended):
        told.append(reports.get(timeout=PATIENCE_SECONDS))
    synth.close()
    (reopened,) = (report for report in told if isinstance(report, DeviceOpened))
    assert reopened.backend == "Null"
    assert reopened.problem


def test_right_pitches_come_out_of_the_sound_card_in_their_places(
    sound_card: Mapping[str, str],
) -> None:
    pitches = (60, 64, 67, 72, 71, 67, 62, 60)
    audio = heard(sound_card, Schedule.of(scale(tempo_bpm=TEMPO_BPM, pitches=pitches)))
    attacks = onsets(audio, SAMPLE_RATE)
    first = attacks[0]
    places = [first + QUARTER_SECONDS * index for index in range(len(pitches))]
    assert attacks == pytest.approx(places, abs=ONSET_TOLERANCE_SECONDS)
    assert [pitch_at(audio, SAMPLE_RATE, place + 0.05) for place in places] == list(pitches)
