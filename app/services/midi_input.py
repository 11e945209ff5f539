"""Owns MidiInput: the chosen MIDI keyboard, its keys as Qt signals, and its coming and going."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from typing import Final, Protocol

from PySide6.QtCore import QObject, Signal

from app.domain.recording import KeyEvent
from app.errors import AppError
from app.playback.midi.clock_follower import ClockMessage

POLL_MS: Final = 1000
"""Time between two looks at which ports there are."""

logger = logging.getLogger(__name__)


class Port(Protocol):
    """An open port."""

    name: str

    def close(self) -> None:
        """Let go of it."""


class Ports(Protocol):
    """Where ports come from: MidiPorts, or a stand-in in tests; `names` is asked in a thread."""

    problem: str

    def names(self) -> tuple[str, ...]:
        """Return the ports there are."""

    def open(
        self,
        name: str,
        on_event: Callable[[KeyEvent | ClockMessage], None],
    ) -> Port:
        """Open one; raises AppError."""

    def close(self) -> None:
        """Let go of the sound system."""


class MidiInput(QObject):
    """Listens to one MIDI keyboard, and to it again whenever it comes back.

    `start` looks for ports from then on, in a thread: where a sound system is missing or slow, a
    look takes long. Nothing is imported or opened before.
    """

    key_played = Signal(object)
    """A KeyEvent, its time the moment of the key itself as `time.perf_counter` tells it."""
    clock_received = Signal(object)
    """A ClockMessage."""
    note_pressed = Signal(int, int)
    """Pitch and velocity."""
    note_released = Signal(int)
    """Pitch; also told for keys that are down when the port is lost or closed."""
    ports_changed = Signal(tuple, str)
    """The names of the ports there are now, and why none can be reached; empty while they can."""
    port_lost = Signal(str)
    """The open port vanished; it is opened again when it comes back."""
    listening_changed = Signal(str)
    """The port that is listened to now, empty for none."""
    port_opened = Signal(str)
    """The chosen port is listened to, for the first time or again."""
    _looked = Signal(tuple, str)
    """From the looking thread: the names of the ports, and the problem."""
    _arrived = Signal(int, object)
    """From the port's own thread: the number of the port, and a KeyEvent or ClockMessage."""

    def __init__(self, ports: Ports, parent: QObject | None = None, poll_ms: int = POLL_MS) -> None:
        super().__init__(parent)
        self._source = ports
        self._names: tuple[str, ...] = ()
        self._problem = ""
        self._chosen = ""
        self._port: Port | None = None
        self._port_number = 0
        self._held: set[int] = set()
        self._poll_seconds = poll_ms / 1000
        self._is_shut_down = threading.Event()
        self._looking = threading.Thread(target=self._look, name="MIDI ports", daemon=True)
        self._looked.connect(self._on_looked)
        self._arrived.connect(self._on_arrived)

    @property
    def ports(self) -> tuple[str, ...]:
        """The names of the ports there were at the last look."""
        return self._names

    @property
    def chosen(self) -> str:
        """The port that was asked for, whether or not it is there; empty for none."""
        return self._chosen

    @property
    def is_open(self) -> bool:
        """Whether the chosen port is listened to."""
        return self._port is not None

    @property
    def problem(self) -> str:
        """A sentence on why no port can be reached; empty while they can."""
        return self._problem

    def start(self) -> None:
        """Look for ports from now on; to be called once."""
        self._looking.start()

    def open(self, name: str) -> None:
        """Listen to this port, in the place of the one before.

        Raises AppError if that can't be done now; it is done all the same once the port comes.
        """
        self.close()
        self._chosen = name
        self._open_chosen()

    def choose(self, name: str) -> None:
        """Listen to this port as soon as it is there, such as the one of the last time."""
        self.close()
        self._chosen = name
        if name in self._names:
            self._reopen()

    def close(self) -> None:
        """Listen to no port."""
        self._chosen = ""
        self._let_go()

    def shutdown(self) -> None:
        """Close the port and look no more."""
        self._is_shut_down.set()
        if self._looking.is_alive():
            self._looking.join()
        self.close()
        self._source.close()

    def _look(self) -> None:
        """See which ports are there, and tell what is new."""
        told: tuple[tuple[str, ...], str] = ((), "")
        while not self._is_shut_down.is_set():
            seen = (self._source.names(), self._source.problem)
            if seen != told:
                self._looked.emit(*seen)
                told = seen
            self._is_shut_down.wait(self._poll_seconds)

    def _on_looked(self, names: tuple[str, ...], problem: str) -> None:
        if self._is_shut_down.is_set():
            return
        came = set(names) - set(self._names)
        self._names, self._problem = names, problem
        if self._port is not None and self._port.name not in names:
            self._let_go()
            self.port_lost.emit(self._chosen)
        if self._port is None and self._chosen in came:
            self._reopen()
        self.ports_changed.emit(names, problem)

    def _reopen(self) -> None:
        try:
            self._open_chosen()
        except AppError as error:
            logger.warning("%s", error)

    def _open_chosen(self) -> None:
        self._port_number += 1
        number = self._port_number
        self._port = self._source.open(
            self._chosen,
            lambda event: self._arrived.emit(number, event),
        )
        self.listening_changed.emit(self._chosen)
        self.port_opened.emit(self._chosen)

    def _let_go(self) -> None:
        port, self._port = self._port, None
        if port is None:
            return
        port.close()
        for pitch in sorted(self._held):
            self._tell(KeyEvent(time.perf_counter(), pitch, 0))
        self.listening_changed.emit("")

    def _on_arrived(self, number: int, event: KeyEvent | ClockMessage) -> None:
        if number != self._port_number or self._port is None:
            return
        if isinstance(event, ClockMessage):
            self.clock_received.emit(event)
        else:
            self._tell(event)

    def _tell(self, event: KeyEvent) -> None:
        self.key_played.emit(event)
        if event.is_press:
            self._held.add(event.pitch)
            self.note_pressed.emit(event.pitch, event.velocity)
        else:
            self._held.discard(event.pitch)
            self.note_released.emit(event.pitch)
