"""A real keyboard process plays through a real JACK server into a recording along real playing."""

import json
import shutil
import subprocess
import sys
import uuid
from collections.abc import Iterator
from functools import partial
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QProcess
from pytestqt.qtbot import QtBot

from app.constants import TICKS_PER_QUARTER
from app.domain import Edited, Sketch
from app.domain.quantising import Quantising
from app.domain.recording import KeyEvent
from app.errors import AppError
from app.playback.midi_ports import MidiPorts
from app.playback.synth_process import SynthProcess
from app.services.midi_input import MidiInput
from app.services.player import Player
from app.services.recorder import Recorder

PATIENCE_MS = 20_000
ROOT = Path(__file__).parents[2]
GRID_TICKS = TICKS_PER_QUARTER // 4

Key = tuple[float, int, int]
"""Seconds since the key before, pitch, velocity: 0 for a release."""

CHORD: list[Key] = [(0.3, 60, 70), (0, 64, 75), (0, 67, 80), (0.3, 60, 0), (0, 64, 0), (0, 67, 0)]
ROLLED: list[Key] = [(0.2, 48, 60), (0.09, 52, 65), (0.09, 55, 70), (0.09, 60, 75)]
LIFTED: list[Key] = [(0.3, 48, 0), (0, 52, 0), (0, 55, 0), (0, 60, 0)]
RUN: list[Key] = [key for step in range(8) for key in ((0.02, 72 + step, 90), (0.05, 72 + step, 0))]
STUCK: list[Key] = [(0.3, 62, 80), (0.3, 65, 81), (0.1, 40, 0), (0.2, 65, 0)]
HELD: list[Key] = [(0.3, 71, 82)]
AGAIN: list[Key] = [(0, 74, 83), (0.3, 74, 0)]

PLAYED = [67, 48, 52, 55, 60, *range(72, 80), 62, 65, 71, 74]
"""What is heard of it as one voice."""


class Keyboard:
    """The handle on the keyboard's process."""

    def __init__(self, qtbot: QtBot) -> None:
        self._qtbot = qtbot
        self._process = QProcess()
        self._process.setWorkingDirectory(str(ROOT))
        self._process.setProcessChannelMode(QProcess.ProcessChannelMode.ForwardedErrorChannel)
        self._process.start(sys.executable, ["-m", "tests.services.jack_keyboard"])

    def play(self, keys: list[Key]) -> list[float]:
        """Move keys and return the moments at which it was done."""
        moments: list[float] = self._ask(keys)
        return moments

    def plug(self) -> None:
        self._ask("plug")

    def unplug(self) -> None:
        self._ask("unplug")

    def end(self) -> None:
        self._process.closeWriteChannel()
        assert self._process.waitForFinished(PATIENCE_MS)

    def _ask(self, command: object) -> list[float]:
        self._process.write(f"{json.dumps(command)}\n".encode())
        self._qtbot.waitUntil(self._process.canReadLine, timeout=PATIENCE_MS)
        answer: list[float] = json.loads(bytes(self._process.readLine().data()))
        return answer


class JackServer:
    """A server of a name of its own, without a sound card."""

    def __init__(self, name: str) -> None:
        self._name = name

    def start(self) -> None:
        self._process = subprocess.Popen(
            ["jackd", "-r", "-n", self._name, "-d", "dummy", "-r", "48000", "-p", "1024"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        wait = ["jack_wait", "-s", self._name, "-w", "-t", "20"]
        subprocess.run(wait, check=True, capture_output=True)

    def end(self) -> None:
        self._process.terminate()
        self._process.wait()


@pytest.fixture
def jack_server(monkeypatch: pytest.MonkeyPatch) -> Iterator[JackServer]:
    if shutil.which("jackd") is None or shutil.which("jack_wait") is None:
        pytest.skip("no JACK server to play through; Debian's package jackd2 has one")
    name = f"motivo-{uuid.uuid4().hex[:8]}"
    monkeypatch.setenv("JACK_DEFAULT_SERVER", name)
    server = JackServer(name)
    try:
        server.start()
        yield server
    finally:
        server.end()


@pytest.fixture
def keyboard(qtbot: QtBot, jack_server: object) -> Iterator[Keyboard]:
    keyboard = Keyboard(qtbot)
    yield keyboard
    keyboard.end()


@pytest.fixture
def midi(qtbot: QtBot, jack_server: object) -> Iterator[MidiInput]:
    ports = MidiPorts(systems=("UNIX_JACK",), retry_seconds=0, check_seconds=0)
    midi = MidiInput(ports, poll_ms=100)
    yield midi
    midi.shutdown()


@pytest.fixture
def player(qtbot: QtBot) -> Iterator[Player]:
    player = Player(partial(SynthProcess, backends=()))
    with qtbot.waitSignal(player.sound.state_changed, timeout=PATIENCE_MS):
        player.sound.warm_up()
    yield player
    player.shutdown()


def plugged(qtbot: QtBot, keyboard: Keyboard, midi: MidiInput) -> str:
    """Plug the keyboard in, listen to it, and return its name."""
    midi.start()
    with qtbot.waitSignal(midi.ports_changed, timeout=PATIENCE_MS):
        keyboard.plug()
    (name,) = midi.ports
    midi.open(name)
    return name


def test_what_was_played_is_what_was_recorded(
    qtbot: QtBot, keyboard: Keyboard, midi: MidiInput, player: Player
) -> None:
    plugged(qtbot, keyboard, midi)
    heard: list[KeyEvent] = []
    midi.key_played.connect(heard.append)
    recorder = Recorder(player)
    midi.key_played.connect(recorder.add_key)
    with qtbot.waitSignal(recorder.recording_started, timeout=PATIENCE_MS):
        recorder.start(Sketch(tempo_bpm=120), 0, quantising=Quantising(GRID_TICKS), count_in=False)

    keys = [*CHORD, *ROLLED, *LIFTED, *RUN, *STUCK, *HELD]
    moments = keyboard.play(keys)
    qtbot.waitUntil(lambda: len(heard) == len(keys), timeout=PATIENCE_MS)
    with qtbot.waitSignal(midi.port_lost, timeout=PATIENCE_MS):
        keyboard.unplug()
    assert [(key.pitch, key.velocity) for key in heard[len(keys) :]] == [(62, 0), (71, 0)]
    lost = heard[-1]
    with qtbot.waitSignal(midi.port_opened, timeout=PATIENCE_MS):
        keyboard.plug()
    again = keyboard.play(AGAIN)
    qtbot.waitUntil(lambda: len(heard) == len(keys) + 2 + len(AGAIN), timeout=PATIENCE_MS)
    sent = [*zip(moments, keys, strict=True), (lost.time_seconds, (0.0, lost.pitch, 0))]
    expected = expected_notes(player, [*sent, *zip(again, AGAIN, strict=True)])
    with qtbot.waitSignal(recorder.recorded, timeout=PATIENCE_MS) as told:
        recorder.stop()

    assert [(key.pitch, key.velocity) for key in heard[: len(keys)]] == [key[1:] for key in keys]
    assert told.args is not None
    edited = told.args[0]
    assert isinstance(edited, Edited)
    notes = edited.melody.notes
    assert [note.pitch for note in notes] == PLAYED
    for note, (onset, end, pitch, velocity) in zip(notes, expected, strict=True):
        assert (note.pitch, note.velocity) == (pitch, velocity)
        assert abs(note.onset_ticks - onset) <= GRID_TICKS
        assert abs(note.end_ticks - end) <= GRID_TICKS


def expected_notes(
    player: Player, sent: list[tuple[float, Key]]
) -> list[tuple[float, float, int, int]]:
    """Return onset, end, pitch and velocity of the keys in PLAYED, from what was sent.

    A key ends where it is released or where the next one that is heard begins.
    """
    moved = []
    for moment, (_, pitch, velocity) in sent:
        ticks = player.ticks_at(moment)
        assert ticks is not None
        moved.append((ticks, pitch, velocity))
    presses = [key for key in moved if key[2] > 0 and key[1:] not in ((60, 70), (64, 75))]
    onsets = [*(press[0] for press in presses), float("inf")]
    return [
        (onset, min([next_onset, *releases(moved, pitch, onset)]), pitch, velocity)
        for (onset, pitch, velocity), (_, next_onset) in zip(presses, pairwise(onsets), strict=True)
    ]


def releases(moved: list[tuple[float, int, int]], pitch: int, after: float) -> list[float]:
    return [at for at, key, velocity in moved if key == pitch and velocity == 0 and at > after]


def test_keyboard_is_found_on_the_server_that_comes_after_one_that_ended(
    qtbot: QtBot, jack_server: JackServer, keyboard: Keyboard, midi: MidiInput
) -> None:
    name = plugged(qtbot, keyboard, midi)
    with qtbot.waitSignal(midi.note_pressed, timeout=PATIENCE_MS):
        keyboard.play([(0, 60, 80)])
    jack_server.end()
    with pytest.raises(AppError, match="no JACK server runs"):
        midi.open(name)
    jack_server.start()
    another = Keyboard(qtbot)
    with qtbot.waitSignal(midi.port_opened, timeout=PATIENCE_MS):
        another.plug()
    with qtbot.waitSignal(midi.note_pressed, timeout=PATIENCE_MS) as pressed:
        another.play([(0, 62, 90)])
    assert pressed.args == [62, 90]
    another.end()
