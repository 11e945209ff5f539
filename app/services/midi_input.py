"""Owns MidiInput: the keys of the chosen MIDI keyboard as Qt signals, even as it comes and goes."""

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
from app.playback.midi.input_ports import InputEvent

POLL_MS: Final = 1000
"""How often the list of ports is looked up."""

logger = logging.getLogger(__name__)


class Port(Protocol):
    """An open port."""

    name: str

    def close(self) -> None:
        """Close the port."""


class Ports(Protocol):
    """Where ports come from: MidiPorts, or a stand-in in tests; `names` is called in a thread."""

    problem: str

    def names(self) -> tuple[str, ...]:
        """Return the names of the ports that exist now."""

    def open(
        self,
        name: str,
        on_event: Callable[[InputEvent], None],
    ) -> Port:
        """Open a port; raises AppError if that is not possible."""

    def close(self) -> None:
        """Disconnect from the system's MIDI."""


class MidiInput(QObject):
    """Listens to one MIDI keyboard, also after it was unplugged and plugged in again.

    From `start` on it looks for ports in a thread, because that takes long on systems where MIDI is
    missing or slow. Before that, nothing is imported or opened.
    """

    key_played = Signal(object)
    """A KeyEvent; its time is that of the key itself, on the clock of `time.perf_counter`."""
    clock_received = Signal(object)
    """A ClockMessage."""
    note_pressed = Signal(int, int)
    """Pitch and velocity."""
    note_released = Signal(int)
    """Pitch; also emitted for keys that are down when the port is lost or closed."""
    ports_changed = Signal(tuple, str)
    """The names of the ports that exist now, and why none can be reached; empty if they can."""
    port_lost = Signal(str)
    """The open port has vanished; it will be opened again when it comes back."""
    listening_changed = Signal(str)
    """The name of the port that is listened to now; empty for none."""
    port_opened = Signal(str)
    """The chosen port was opened, for the first time or again."""
    _looked = Signal(tuple, str)
    """From the thread that looks for ports: their names, and the problem."""
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
        """The names of the ports that existed at the last look."""
        return self._names

    @property
    def chosen(self) -> str:
        """The port that was asked for, whether or not it exists now; empty for none."""
        return self._chosen

    @property
    def is_open(self) -> bool:
        """Whether the chosen port is listened to."""
        return self._port is not None

    @property
    def problem(self) -> str:
        """A sentence on why no port can be reached; empty if ports can be reached."""
        return self._problem

    def start(self) -> None:
        """Look for ports from now on; call this once."""
        self._looking.start()

    def open(self, name: str) -> None:
        """Listen to a port instead of the one before.

        Raises AppError if that is not possible now; the port is opened anyway as soon as it comes.
        """
        self.close()
        self._chosen = name
        self._open_chosen()

    def choose(self, name: str) -> None:
        """Listen to a port as soon as it exists, for example the one used last time."""
        self.close()
        self._chosen = name
        if name in self._names:
            self._reopen()

    def close(self) -> None:
        """Stop listening."""
        self._chosen = ""
        self._let_go()

    def shutdown(self) -> None:
        """Close the port and stop looking for ports."""
        self._is_shut_down.set()
        if self._looking.is_alive():
            self._looking.join()
        self.close()
        self._source.close()

    def _look(self) -> None:
        """Find out which ports exist and report changes."""
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

    def _on_arrived(self, number: int, event: InputEvent) -> None:
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
