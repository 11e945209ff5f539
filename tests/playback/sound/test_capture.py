"""Listens to real sound, which the synthesiser plays on a PulseAudio sink made for the test."""

import queue
from collections.abc import Iterator, Mapping

import pytest

from app.bench.null_sink import SAMPLE_RATE, Capture, Captured, has_pulseaudio, null_sink
from app.bench.patience import PATIENCE_SECONDS
from app.bench.sink_recording import SinkRecording
from app.playback.sequencing.protocol import DeviceOpened, Ended, Load, Play, Report
from app.playback.sequencing.schedule import Schedule
from app.playback.sound.synth_process import SynthProcess
from tests.playback.sketches import onsets, pitch_at, scale

pytestmark = pytest.mark.skipif(not has_pulseaudio(), reason="needs PulseAudio")

AHEAD_MS = 400
"""How much sound PulseAudio buffers, so that a busy machine leaves no gap in the recording.

How little would be enough is measured by `motivo bench`. With a whole second of it, Motivo would
believe that the card is gone.
"""

TEMPO_BPM = 100.0
QUARTER_SECONDS = 0.6
PITCHES = (60, 64, 67, 72, 71, 67, 62, 60)
ONSET_TOLERANCE_SECONDS = 0.01
"""The attacks of the soundfont alone differ by half of this from pitch to pitch."""


@pytest.fixture
def sound_card(monkeypatch: pytest.MonkeyPatch) -> Iterator[Mapping[str, str]]:
    """Give the processes of this test a sound card that is a silent sink."""
    with null_sink() as environment:
        for name, value in (*environment.items(), ("PULSE_LATENCY_MSEC", str(AHEAD_MS))):
            monkeypatch.setenv(name, value)
        yield environment


def attacks(captured: Captured) -> list[float]:
    return onsets(SinkRecording(captured).audio, SAMPLE_RATE)


def is_over(captured: Captured) -> bool:
    """Tell whether a quarter of the last pitch was recorded."""
    began = attacks(captured)[len(PITCHES) - 1 :]
    return bool(began) and len(SinkRecording(captured).audio) > SAMPLE_RATE * (
        began[0] + QUARTER_SECONDS
    )


def heard(sound_card: Mapping[str, str], schedule: Schedule) -> Captured:
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
            return capture.stop_after(is_over)
        finally:
            synth.close()


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
    captured = heard(sound_card, Schedule.of(scale(tempo_bpm=TEMPO_BPM, pitches=PITCHES)))
    first, *others = attacks(captured)
    places = [first + QUARTER_SECONDS * index for index in range(len(PITCHES))]
    assert [first, *others] == pytest.approx(places, abs=ONSET_TOLERANCE_SECONDS)
    audio = SinkRecording(captured).audio
    assert [pitch_at(audio, SAMPLE_RATE, place + 0.05) for place in places] == list(PITCHES)
