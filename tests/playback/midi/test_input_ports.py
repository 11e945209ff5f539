"""Failures of the sound system, with a stand-in for rtmidi; the real one plays in the loopback."""

import queue
import sys
import time
from enum import IntEnum
from types import ModuleType

import pytest

from app.bench.patience import PATIENCE_SECONDS
from app.domain.recording import KeyEvent
from app.errors import AppError
from app.playback.midi.clock_follower import ClockMessage
from app.playback.midi.input_ports import InputEvent, MidiPorts, key_event
from app.playback.midi.status_bytes import Clock

SECOND_PIANO = "Piano:Piano MIDI 1 24:0"
PORTS = ["Piano:Piano MIDI 1 20:0", SECOND_PIANO, "Pads:Pads MIDI 1 28:0"]
PIANO, OTHER_PIANO, PADS = "Piano:Piano MIDI 1", "Piano:Piano MIDI 1 (2)", "Pads:Pads MIDI 1"


class Api(IntEnum):
    LINUX_ALSA = 2
    UNIX_JACK = 3


class RtMidi(ModuleType):
    """The parts of supriya-midi that Motivo uses; `ports` is None if there is no sound system."""

    RtMidiAPI = Api

    class RtMidiError(Exception):
        pass

    def __init__(self) -> None:
        super().__init__("supriya_midi")
        self.ports: dict[int, list[str] | None] = {2: list(PORTS), 3: ["system:midi_capture_1"]}
        self.busy: set[str] = set()
        self.clients: list[Client] = []

    def get_compiled_apis(self) -> list[Api]:
        return [Api.UNIX_JACK, Api.LINUX_ALSA]

    def MidiIn(self, api: int, _name: str) -> "Client":  # noqa: N802
        if api == Api.LINUX_ALSA and self.ports[api] is None:
            raise RuntimeError("no client")
        self.clients.append(Client(self, api))
        return self.clients[-1]


class Client:
    def __init__(self, rtmidi: RtMidi, api: int) -> None:
        self.rtmidi, self.api = rtmidi, api
        self.opened = ""
        self.is_deleted = False
        self.messages: queue.SimpleQueue[tuple[list[int], float]] = queue.SimpleQueue()

    def get_port_count(self) -> int:
        return len(self.get_ports())

    def get_ports(self) -> list[str]:
        ports = self.rtmidi.ports[self.api]
        if ports is None:
            raise self.rtmidi.RtMidiError("no server")
        return ports

    def ignore_types(self, sysex: bool, timing: bool, active_sense: bool) -> None:
        assert not sysex
        assert not timing
        assert not active_sense

    def open_port(self, number: int, _name: str) -> None:
        self.opened = self.get_ports()[number]
        if self.opened in self.rtmidi.busy:
            raise self.rtmidi.RtMidiError("busy")

    def get_message(self) -> tuple[list[int], float] | None:
        return None if self.messages.empty() else self.messages.get()

    def close_port(self) -> None:
        self.opened = ""

    def delete(self) -> None:
        self.is_deleted = True


@pytest.fixture
def rtmidi(monkeypatch: pytest.MonkeyPatch) -> RtMidi:
    module = RtMidi()
    monkeypatch.setitem(sys.modules, "supriya_midi", module)
    monkeypatch.setattr(
        "app.playback.midi.input_ports.jack_server_runs", lambda _client: bool(module.ports[3])
    )
    return module


def test_names_have_no_numbers_and_are_told_apart(rtmidi: RtMidi) -> None:
    ports = MidiPorts()
    assert ports.names() == (PIANO, OTHER_PIANO, PADS)
    assert ports.problem == ""
    ports.open(OTHER_PIANO, print).close()
    assert rtmidi.clients[-1].is_deleted
    ports.close()
    assert rtmidi.clients[0].is_deleted


def test_keyboard_is_known_by_its_name_when_it_comes_back(rtmidi: RtMidi) -> None:
    ports = MidiPorts()
    rtmidi.ports[2] = []
    assert ports.names() == ()
    rtmidi.ports[2] = ["Pads:Pads MIDI 1 32:0", ""]
    assert ports.names() == (PADS,)
    port = ports.open(PADS, print)
    assert rtmidi.clients[-1].opened == "Pads:Pads MIDI 1 32:0"
    port.close()


def test_keys_keep_their_distance_however_late_they_are_fetched(rtmidi: RtMidi) -> None:
    """All keys wait at the same time, with clock messages and an invalid message between them."""
    came: queue.SimpleQueue[InputEvent] = queue.SimpleQueue()
    port = MidiPorts().open(PIANO, came.put)
    before = time.perf_counter()
    messages = [
        ([0x93, 60, 100], 0.0),
        ([0xF8], 0.25),
        ([0x83, 60, 64], 0.5),
        ([0x90, 200, 1], 0.125),
        ([0xF2, 2, 1], 0.0),
        ([0x90, 62, 0], 0.125),
    ]
    for message in messages:
        rtmidi.clients[-1].messages.put(message)
    events = [came.get(timeout=PATIENCE_SECONDS) for _ in range(5)]
    port.close()
    keys = [event for event in events if isinstance(event, KeyEvent)]
    clock = [event for event in events if isinstance(event, ClockMessage)]
    assert [(message.status, message.sixteenths) for message in clock] == [
        (Clock.PULSE, 0),
        (Clock.POSITION, 130),
    ]
    assert [(key.pitch, key.velocity) for key in keys] == [(60, 100), (60, 0), (62, 0)]
    assert keys[1].time_seconds - keys[0].time_seconds == pytest.approx(0.75)
    assert keys[2].time_seconds - keys[1].time_seconds == pytest.approx(0.25)
    assert keys[2].time_seconds <= time.perf_counter()
    assert keys[2].time_seconds >= before


def test_jack_is_used_where_alsa_has_no_sequencer(rtmidi: RtMidi) -> None:
    rtmidi.ports[2] = None
    ports = MidiPorts(check_seconds=0)
    assert ports.names() == ("system:midi_capture_1",)
    rtmidi.ports[3] = None
    assert ports.names() == ()
    assert "no JACK server runs" in ports.problem


def test_sound_system_that_comes_later_is_found(rtmidi: RtMidi) -> None:
    rtmidi.ports = {2: None, 3: None}
    ports = MidiPorts(retry_seconds=0)
    assert ports.names() == ()
    with pytest.raises(AppError, match="modprobe snd-seq"):
        ports.open(PIANO, print)
    rtmidi.ports[2] = list(PORTS)
    assert len(ports.names()) == 3
    assert ports.problem == ""


def test_missing_library_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "supriya_midi", None)
    ports = MidiPorts()
    assert ports.names() == ()
    with pytest.raises(AppError, match="install libasound2"):
        ports.open(PIANO, print)


def test_keyboard_that_is_not_there_or_in_use_is_told(rtmidi: RtMidi) -> None:
    ports = MidiPorts()
    with pytest.raises(AppError, match="“Organ” is not there; plug it in"):
        ports.open("Organ", print)
    rtmidi.busy.add(SECOND_PIANO)
    with pytest.raises(AppError, match="If another program uses it"):
        ports.open(OTHER_PIANO, print)
    assert rtmidi.clients[-1].is_deleted


@pytest.mark.parametrize("message", [[0xB0, 64, 127], [0xFE], [0x90, 60], [0x90, 60, 128]])
def test_what_is_no_key_is_ignored(message: list[int]) -> None:
    assert key_event(message, 1.0) is None
