import queue
from collections.abc import Callable, Iterator
from multiprocessing import active_children
from pathlib import Path

import pytest

from app.bench.patience import PATIENCE_SECONDS
from app.playback.sequencing.protocol import (
    DeviceOpened,
    Ended,
    Load,
    NoteOn,
    Play,
    Position,
    Preset,
    ProcessEnded,
    Report,
    SetLoop,
    SoundFailed,
    SoundfontLoaded,
    Stop,
    UseSoundfont,
)
from app.playback.sequencing.schedule import Schedule
from app.playback.sound.synth_process import SynthProcess
from tests.playback.sketches import scale

Reports = queue.Queue[Report]


def wait_for(reports: Reports, is_it: Callable[[Report], bool]) -> list[Report]:
    """Return the reports up to the first that is wanted."""
    seen = [reports.get(timeout=PATIENCE_SECONDS)]
    while not is_it(seen[-1]):
        seen.append(reports.get(timeout=PATIENCE_SECONDS))
    return seen


@pytest.fixture
def reports() -> Reports:
    return queue.Queue()


@pytest.fixture
def synth(reports: Reports) -> Iterator[SynthProcess]:
    process = SynthProcess(reports.put, backends=())
    yield process
    process.close()


def test_process_plays_to_the_end_and_tells_where_it_is(
    synth: SynthProcess, reports: Reports
) -> None:
    synth.send(Load(Schedule.of(scale(tempo_bpm=60.0))))
    synth.send(Play(480, serial=7))
    assert reports.get(timeout=PATIENCE_SECONDS) == DeviceOpened("Null")
    loaded = reports.get(timeout=PATIENCE_SECONDS)
    assert isinstance(loaded, SoundfontLoaded)
    assert Preset(0, 0, "Piano 1") in loaded.presets
    *positions, ended = wait_for(reports, lambda report: isinstance(report, Ended))
    assert ended == Ended(7)
    ticks = [report.ticks for report in positions if isinstance(report, Position)]
    assert len(ticks) == len(positions) > 10
    assert ticks == sorted(ticks)
    assert 480 <= ticks[0] < ticks[-1] <= 4 * 480
    clock = [report.at_seconds for report in positions if isinstance(report, Position)]
    assert clock == sorted(clock)


def test_loop_goes_on_until_stop(synth: SynthProcess, reports: Reports) -> None:
    synth.send(Load(Schedule.of(scale(tempo_bpm=400.0))))
    synth.send(SetLoop(0, 480))
    synth.send(Play(0, serial=1))
    turns, last = 0, 0.0
    while turns < 3:
        report = reports.get(timeout=PATIENCE_SECONDS)
        if isinstance(report, Position):
            assert report.ticks <= 480
            turns += report.ticks < last
            last = report.ticks
    synth.send(Stop())
    synth.send(NoteOn(60, 80, seconds=0.1))


def test_missing_card_is_told_and_time_passes_all_the_same(reports: Reports) -> None:
    synth = SynthProcess(reports.put, backends=("sndio",))
    opened = reports.get(timeout=PATIENCE_SECONDS)
    assert isinstance(opened, DeviceOpened)
    assert opened.backend == "Null"
    assert opened.problem.startswith("sndio: ")
    synth.send(Load(Schedule.of(scale(tempo_bpm=400.0))))
    synth.send(Play(0, serial=1))
    wait_for(reports, lambda report: isinstance(report, Ended))
    synth.close()


def test_bad_soundfont_is_told_and_the_default_plays(
    synth: SynthProcess, reports: Reports, tmp_path: Path
) -> None:
    synth.send(UseSoundfont(tmp_path / "missing.sf2"))
    failed = wait_for(reports, lambda report: isinstance(report, SoundFailed))[-1]
    assert failed == SoundFailed("“missing.sf2” can't be read as a soundfont.")
    synth.send(UseSoundfont(None))
    synth.send(Load(Schedule.of(scale(tempo_bpm=400.0))))
    synth.send(Play(0, serial=1))
    wait_for(reports, lambda report: isinstance(report, Ended))


def test_killed_process_is_reported(synth: SynthProcess, reports: Reports) -> None:
    reports.get(timeout=PATIENCE_SECONDS)
    for child in active_children():
        child.kill()
    wait_for(reports, lambda report: isinstance(report, ProcessEnded))
    synth.send(Stop())
