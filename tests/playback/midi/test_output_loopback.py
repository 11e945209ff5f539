"""A second process listens, over a real JACK server, to what Motivo plays on its MIDI port."""

import queue
from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise

import pytest

from app.bench.jack import PATIENT, JackServer, Listener, Received, has_jack
from app.bench.patience import PATIENCE_SECONDS
from app.playback.midi.status_bytes import Clock
from app.playback.sequencing.protocol import (
    FindOutputs,
    Load,
    MidiOutOpened,
    NoteOn,
    OutputsFound,
    Play,
    Position,
    Report,
    SetLoop,
    SetMix,
    Stop,
    UseMidiOut,
)
from app.playback.sequencing.schedule import Schedule
from app.playback.sequencing.voices import Mix, Voice
from app.playback.sound.synth_process import SynthProcess
from tests.playback.sketches import scale

PITCHES = (60, 64, 67, 72)

pytestmark = pytest.mark.skipif(not has_jack(), reason="needs a JACK server: Debian's jackd2")


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Mapping[str, str]]:
    with JackServer(PATIENT) as server:
        for name, value in server.environment.items():
            monkeypatch.setenv(name, value)
        yield server.environment


class Studio:
    """A synthesiser process, and what it reports."""

    def __init__(self) -> None:
        self.reports: queue.Queue[Report] = queue.Queue()
        self.synth = SynthProcess(self.reports.put, backends=())

    def wait_for(self, is_it: Callable[[Report], bool]) -> Report:
        while not is_it(report := self.reports.get(timeout=PATIENCE_SECONDS)):
            pass
        return report


@pytest.fixture
def studio(server: object) -> Iterator[Studio]:
    studio = Studio()
    yield studio
    studio.synth.close()


def notes(received: list[Received]) -> list[tuple[int, int]]:
    """Return the status and pitch of each key that moved."""
    return [(m.message[0], m.message[1]) for m in received if m.message[0] & 0xE0 == 0x80]


def _is_before(report: Report) -> bool:
    return isinstance(report, Position) and report.ticks < 960


def _is_after(report: Report) -> bool:
    return isinstance(report, Position) and report.ticks >= 960


def test_notes_clock_and_mix_reach_another_program(
    studio: Studio, server: Mapping[str, str]
) -> None:
    studio.synth.send(UseMidiOut("Motivo", sends_clock=True))
    opened = studio.wait_for(lambda report: isinstance(report, MidiOutOpened))
    assert opened == MidiOutOpened("Motivo")
    listener = Listener(server, "Motivo")
    studio.synth.send(SetMix(Mix(melody=Voice(program=40, volume=0.5, pan=-1.0))))
    studio.synth.send(Load(Schedule.of(scale(tempo_bpm=240, pitches=PITCHES))))
    studio.synth.send(SetLoop(0, 1920))
    studio.synth.send(Play(480, serial=1))
    studio.synth.send(NoteOn(50, 90, seconds=0.05))
    for is_there in (_is_before, _is_after, _is_before):
        studio.wait_for(is_there)
    studio.synth.send(Stop())
    studio.synth.send(UseMidiOut(""))
    studio.wait_for(lambda report: report == MidiOutOpened(""))
    received = listener.stop()

    kinds = [message.message[0] for message in received]
    assert [0xC0, 40] in [list(message.message) for message in received]
    assert [0xB0, 10, 0] in [list(message.message) for message in received]
    begin, end = kinds.index(Clock.CONTINUE), kinds.index(Clock.STOP)
    assert received[begin - 1].message == (0xF2, 4, 0)
    assert Clock.START not in kinds
    moved = [(status, pitch) for status, pitch in notes(received[begin:end]) if pitch != 50]
    played = [pitch for status, pitch in moved if status == 0x90]
    assert played == [PITCHES[(1 + index) % 4] for index in range(len(played))]
    assert len(played) >= 4
    down = {}
    for status, pitch in notes(received):
        down[pitch] = status == 0x90
    assert not any(down.values())
    assert down.keys() == {*PITCHES, 50}
    between = [
        index
        for index, message in enumerate(received)
        if begin < index < end and message.message[0] == 0x90 and message.message[1] != 50
    ]
    for one, other in pairwise(between):
        assert kinds[one:other].count(Clock.PULSE) == 24


def test_ports_are_found_and_one_that_is_not_there_is_told(studio: Studio) -> None:
    studio.synth.send(FindOutputs())
    found = studio.wait_for(lambda report: isinstance(report, OutputsFound))
    assert isinstance(found, OutputsFound)
    assert found.midi_ports[0] == "Motivo"
    assert not found.midi_problem
    studio.synth.send(UseMidiOut("Piano"))
    opened = studio.wait_for(lambda report: isinstance(report, MidiOutOpened))
    assert opened == MidiOutOpened(
        "",
        "The MIDI port “Piano” is not there; start the program or plug in the instrument, then"
        " choose it again.",
    )
