import threading
import time
from collections.abc import Callable, Iterator

import pytest
from pytestqt.qtbot import QtBot

from app.domain.recording import KeyEvent
from app.errors import AppError
from app.playback.midi.input_ports import InputEvent
from app.services.midi_input import MidiInput


class OnePort:
    def __init__(self, name: str, on_event: Callable[[InputEvent], None]) -> None:
        self.name, self.on_event = name, on_event
        self.is_open = True

    def play(self, *keys: tuple[int, int]) -> None:
        """Move keys in a thread that is not Qt's."""
        events = [KeyEvent(time.perf_counter(), *key) for key in keys]
        thread = threading.Thread(target=lambda: [self.on_event(event) for event in events])
        thread.start()
        thread.join()

    def close(self) -> None:
        self.is_open = False


class Cupboard:
    """Keyboards that the test plugs in and out; those in `used` can't be opened."""

    def __init__(self) -> None:
        self.problem = ""
        self.plugged: tuple[str, ...] = ("Piano", "Pads")
        self.used: set[str] = set()
        self.opened: list[OnePort] = []
        self.is_closed = False
        self.is_free = threading.Event()
        self.is_free.set()

    def names(self) -> tuple[str, ...]:
        self.is_free.wait(20)
        return self.plugged

    def open(self, name: str, on_event: Callable[[InputEvent], None]) -> OnePort:
        if name not in self.plugged or name in self.used:
            raise AppError(f"“{name}” is not there; plug it in.")
        self.opened.append(OnePort(name, on_event))
        return self.opened[-1]

    def close(self) -> None:
        self.is_closed = True


@pytest.fixture
def cupboard() -> Cupboard:
    return Cupboard()


@pytest.fixture
def midi(qtbot: QtBot, cupboard: Cupboard) -> Iterator[MidiInput]:
    midi = MidiInput(cupboard, poll_ms=10)
    with qtbot.waitSignal(midi.ports_changed):
        midi.start()
    yield midi
    midi.shutdown()
    assert cupboard.is_closed
    assert not any(port.is_open for port in cupboard.opened)


def test_keys_arrive_in_qt_s_thread_with_their_times(
    qtbot: QtBot, midi: MidiInput, cupboard: Cupboard
) -> None:
    threads: set[threading.Thread] = set()
    keys: list[KeyEvent] = []
    pressed: list[tuple[int, int]] = []
    midi.key_played.connect(keys.append)
    midi.note_pressed.connect(lambda *note: pressed.append(note))
    midi.note_pressed.connect(lambda: threads.add(threading.current_thread()))
    midi.open("Piano")
    before = time.perf_counter()
    cupboard.opened[0].play((60, 90), (60, 0))
    after = time.perf_counter()
    with qtbot.waitSignal(midi.note_released) as released:
        pass
    assert released.args == [60]
    assert pressed == [(60, 90)]
    assert threads == {threading.main_thread()}
    assert all(before <= key.time_seconds <= after for key in keys)


def test_chosen_keyboard_is_opened_again_when_it_comes_back(
    qtbot: QtBot, midi: MidiInput, cupboard: Cupboard
) -> None:
    midi.open("Piano")
    cupboard.opened[0].play((60, 90))
    with qtbot.waitSignal(midi.note_pressed):
        pass
    with qtbot.waitSignal(midi.note_released), qtbot.waitSignal(midi.port_lost) as lost:
        cupboard.plugged = ("Pads",)
    assert lost.args == ["Piano"]
    assert midi.ports == ("Pads",)
    assert (midi.chosen, midi.is_open) == ("Piano", False)
    with qtbot.waitSignal(midi.port_opened) as opened:
        cupboard.plugged = ("Piano", "Pads")
    assert opened.args == ["Piano"]
    cupboard.opened[1].play((62, 90))
    with qtbot.waitSignal(midi.note_pressed):
        pass


def test_other_keyboards_come_and_go_without_a_break(
    qtbot: QtBot, midi: MidiInput, cupboard: Cupboard
) -> None:
    midi.open("Piano")
    with qtbot.waitSignal(midi.ports_changed), qtbot.assertNotEmitted(midi.port_lost):
        cupboard.plugged = ("Organ", "Piano")
    assert len(cupboard.opened) == 1


def test_window_goes_on_while_a_sound_system_takes_its_time(
    qtbot: QtBot, midi: MidiInput, cupboard: Cupboard
) -> None:
    cupboard.is_free.clear()
    midi.choose("Pads")
    cupboard.opened[0].play((60, 90))
    with qtbot.waitSignal(midi.note_pressed):
        pass
    with qtbot.waitSignal(midi.port_lost):
        cupboard.plugged = ()
        cupboard.is_free.set()


def test_problem_that_comes_is_told(qtbot: QtBot, midi: MidiInput, cupboard: Cupboard) -> None:
    with qtbot.waitSignal(midi.ports_changed):
        cupboard.plugged = ()
    with qtbot.waitSignal(midi.ports_changed):
        cupboard.problem = "JACK has ended; start it."
    assert midi.problem == "JACK has ended; start it."


def test_keyboard_that_can_t_be_opened_is_waited_for(
    qtbot: QtBot, midi: MidiInput, cupboard: Cupboard
) -> None:
    with pytest.raises(AppError, match="plug it in"):
        midi.open("Organ")
    assert not midi.is_open
    with qtbot.waitSignal(midi.port_opened):
        cupboard.plugged = ("Organ",)
    midi.choose("Piano")
    assert not midi.is_open
    with qtbot.waitSignal(midi.port_opened):
        cupboard.plugged = ("Piano", "Organ")
    midi.choose("Organ")
    assert cupboard.opened[-1].name == "Organ"


def test_keyboard_in_use_is_no_failure_while_nobody_asked(
    qtbot: QtBot, midi: MidiInput, cupboard: Cupboard
) -> None:
    cupboard.used.add("Piano")
    midi.choose("Piano")
    assert not midi.is_open


def test_nothing_is_heard_of_a_port_that_was_closed(
    qtbot: QtBot, midi: MidiInput, cupboard: Cupboard
) -> None:
    keys: list[KeyEvent] = []
    midi.key_played.connect(keys.append)
    midi.open("Piano")
    cupboard.opened[0].play((60, 90))
    midi.open("Pads")
    cupboard.opened[1].play((64, 90))
    qtbot.waitUntil(lambda: bool(keys))
    assert [key.pitch for key in keys] == [64]
    midi.close()
    assert [(key.pitch, key.velocity) for key in keys] == [(64, 90), (64, 0)]
    assert midi.chosen == ""


def test_port_that_is_listened_to_is_told(qtbot: QtBot, midi: MidiInput) -> None:
    told: list[str] = []
    midi.listening_changed.connect(told.append)
    midi.open("Piano")
    midi.open("Pads")
    midi.close()
    assert told == ["Piano", "", "Pads", ""]
