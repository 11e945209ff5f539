"""A keyboard process plays through a real JACK server into a recording, while Motivo plays."""

import json
import sys
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QProcess
from pytestqt.qtbot import QtBot

from app.bench.jack import PATIENT, JackServer, has_jack
from app.constants import TICKS_PER_QUARTER
from app.domain import Edited, Sketch
from app.domain.quantising import Quantising
from app.domain.recording import KeyEvent
from app.errors import AppError
from app.playback.midi.input_ports import MidiPorts
from app.playback.sound.synth_process import SynthProcess
from app.services.midi_input import MidiInput
from app.services.player import Player
from app.services.recorder import Recorder
from tests.patience import PATIENCE_MS
from tests.services.improvising import Improviser, Key, Moved, one_voice

ROOT = Path(__file__).parents[2]
TEMPO_BPM = 125
"""A tick lasts a millisecond."""

GRID_TICKS = TICKS_PER_QUARTER // 4
PERIOD_FRAMES = 256
CLOCK_STEP_SECONDS = 1e-4
"""JACK counts time in whole microseconds, and the rounding adds up in a performance."""

pytestmark = pytest.mark.skipif(not has_jack(), reason="needs a JACK server: Debian's jackd2")


class Keyboard:
    """The handle on the keyboard's process."""

    def __init__(self, qtbot: QtBot) -> None:
        self._qtbot = qtbot
        self._process = QProcess()
        self._process.setWorkingDirectory(str(ROOT))
        self._process.setProcessChannelMode(QProcess.ProcessChannelMode.ForwardedErrorChannel)
        self._process.start(sys.executable, ["-m", "app.bench.jack_keyboard"])

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
        self._qtbot.waitUntil(self._process.canReadLine)
        answer: list[float] = json.loads(bytes(self._process.readLine().data()))
        return answer


@pytest.fixture
def jack_server(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Iterator[JackServer]:
    server = JackServer(getattr(request, "param", ()), PERIOD_FRAMES)
    for name, value in server.environment.items():
        monkeypatch.setenv(name, value)
    with server:
        yield server


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
    with qtbot.waitSignal(player.sound.state_changed):
        player.sound.warm_up()
    yield player
    player.shutdown()


def plugged(qtbot: QtBot, keyboard: Keyboard, midi: MidiInput) -> str:
    """Plug the keyboard in, listen to it, and return its name."""
    midi.start()
    with qtbot.waitSignal(midi.ports_changed):
        keyboard.plug()
    (name,) = midi.ports
    midi.open(name)
    return name


class Performance:
    """What the keyboard has sent, and what has arrived; `moved` has the player's times for it."""

    def __init__(
        self, qtbot: QtBot, keyboard: Keyboard, midi: MidiInput, player: Player, seed: int
    ) -> None:
        self._qtbot, self._keyboard, self._player = qtbot, keyboard, player
        self._improviser = Improviser(seed)
        self.sent: list[tuple[float, int, int]] = []
        self.stamped: list[KeyEvent] = []
        self.moved: list[Moved] = []
        midi.key_played.connect(self._on_key_played)

    def go_on(self, seconds: float) -> None:
        """Play for this long, and wait until everything has arrived."""
        for phrase in self._improviser.phrases(seconds):
            self._play(phrase)

    def hold(self) -> None:
        """Press keys that are never lifted."""
        self._play(self._improviser.held())

    def end(self) -> None:
        """Press and lift a last key, so that no other one ends with the recording."""
        self._play([(0.3, 60, 64), (0.3, 60, 0)])

    @property
    def held(self) -> list[int]:
        """The keys that are down, from low to high."""
        last = {pitch: velocity for _, pitch, velocity in self.sent}
        return sorted(pitch for pitch, velocity in last.items() if velocity > 0)

    def lift(self, held: list[int]) -> None:
        """Count the keys that Motivo has lifted in place of the keyboard."""
        lost = self.stamped[-len(held) :]
        assert [(key.pitch, key.velocity) for key in lost] == [(pitch, 0) for pitch in held]
        self.sent += [(key.time_seconds, key.pitch, key.velocity) for key in lost]

    def _play(self, keys: list[Key]) -> None:
        moments = self._keyboard.play(keys)
        self.sent += [(moment, *key[1:]) for moment, key in zip(moments, keys, strict=True)]
        self._qtbot.waitUntil(lambda: len(self.stamped) >= len(self.sent))

    def _on_key_played(self, key: KeyEvent) -> None:
        assert key.time_seconds <= time.perf_counter()
        ticks = self._player.ticks_at(key.time_seconds)
        assert ticks is not None
        self.stamped.append(key)
        self.moved.append(Moved(ticks, key.pitch, key.velocity))


@pytest.mark.parametrize("jack_server", [PATIENT], ids=["patient server"], indirect=True)
@pytest.mark.parametrize(
    ("seed", "seconds", "quantising", "shortest_ticks", "near_ticks"),
    [(1, 15, Quantising(GRID_TICKS), GRID_TICKS, GRID_TICKS), (2, 5, None, 0, 1)],
    ids=["drawn to the grid", "as played"],
)
def test_what_was_played_is_what_was_recorded(
    qtbot: QtBot,
    keyboard: Keyboard,
    midi: MidiInput,
    player: Player,
    seed: int,
    seconds: float,
    quantising: Quantising | None,
    shortest_ticks: int,
    near_ticks: int,
) -> None:
    """The keyboard is pulled out in the middle, with keys held down, and plugged in again.

    Each key is recorded at the time with which it is stamped on its way. That time must be between
    the moments at which the key was sent and at which it arrived; `motivo bench` measures how late
    it is.
    """
    plugged(qtbot, keyboard, midi)
    recorder = Recorder(player)
    midi.key_played.connect(recorder.add_key)
    with qtbot.waitSignal(recorder.recording_started):
        recorder.start(Sketch(tempo_bpm=TEMPO_BPM), 0, quantising=quantising, count_in=False)
    qtbot.waitUntil(lambda: player.ticks_at(time.perf_counter()) is not None)
    performance = Performance(qtbot, keyboard, midi, player, seed)

    performance.go_on(seconds)
    performance.hold()
    held = performance.held
    with qtbot.waitSignal(midi.port_lost):
        keyboard.unplug()
    performance.lift(held)
    with qtbot.waitSignal(midi.port_opened):
        keyboard.plug()
    performance.go_on(seconds)
    performance.end()
    with qtbot.waitSignal(recorder.recorded) as told:
        recorder.stop()

    sent, stamped = performance.sent, performance.stamped
    assert [key[1:] for key in sent] == [(key.pitch, key.velocity) for key in stamped]
    for (moment, *_), key in zip(sent, stamped, strict=True):
        assert moment <= key.time_seconds + CLOCK_STEP_SECONDS
    moved = sorted(performance.moved, key=lambda key: key.at_ticks)
    assert moved[-1].at_ticks - moved[0].at_ticks > 2 * seconds * 1000
    assert told.args is not None
    edited = told.args[0]
    assert isinstance(edited, Edited)
    expected = one_voice(moved, shortest_ticks)
    notes = edited.melody.notes
    assert [(n.pitch, n.velocity) for n in notes] == [(n.pitch, n.velocity) for n in expected]
    for note, heard in zip(notes, expected, strict=True):
        assert abs(note.onset_ticks - heard.onset_ticks) <= near_ticks
        assert abs(note.end_ticks - heard.end_ticks) <= 1.5 * near_ticks


def test_keyboard_is_found_on_the_server_that_comes_after_one_that_ended(
    qtbot: QtBot, jack_server: JackServer, keyboard: Keyboard, midi: MidiInput
) -> None:
    name = plugged(qtbot, keyboard, midi)
    with qtbot.waitSignal(midi.note_pressed):
        keyboard.play([(0, 60, 80)])
    jack_server.stop()
    with pytest.raises(AppError, match="no JACK server runs"):
        midi.open(name)
    jack_server.start()
    another = Keyboard(qtbot)
    with qtbot.waitSignal(midi.port_opened):
        another.plug()
    with qtbot.waitSignal(midi.note_pressed) as pressed:
        another.play([(0, 62, 90)])
    assert pressed.args == [62, 90]
    another.end()
