"""Owns MidiPorts: the MIDI inputs of this machine, and the keys that come from an open one.

RtMidi is used directly, through supriya-midi. mido, which could wrap it, would drop the time stamp
of each message, and make new clients of the sound system each time the names are looked up.

A thread of our own fetches the keys from the queue that RtMidi's thread fills. A callback into
Python would make RtMidi's thread wait for the interpreter. JACK would then drop messages, and
closing an ALSA port would deadlock, because each of the two threads would wait for the other.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from typing import Any, Final

from app.domain.recording import KeyEvent
from app.errors import AppError
from app.playback.midi.clock_follower import ClockMessage
from app.playback.midi.jack_server import jack_server_runs
from app.playback.midi.status_bytes import NOTE_OFF, NOTE_ON, Clock
from app.playback.midi.systems import (
    CLIENT_NAME,
    JACK,
    SYSTEMS,
    first_client,
    midi_library,
    new_client,
    readable,
)
from app.playback.sequencing.stream_clock import StreamClock

READ_SECONDS: Final = 0.002
"""The time between two looks into the queue; on average, half of it delays a key."""

RETRY_SECONDS: Final = 5.0
"""The time between two attempts to find a sound system."""

CHECK_SECONDS: Final = 30.0
"""The time between two checks whether JACK's server still runs; each takes 85 ms.

The ports of a server that has ended would stay in the list otherwise.
"""

HIGHEST_DATA: Final = 0x7F
"""The highest value of a byte that is no status byte: it has seven bits."""

InputEvent = KeyEvent | ClockMessage


class MidiPort:
    """An open input, which calls `on_event` in its own thread.

    Times are those of `time.perf_counter`, which is also the clock of playback reports; unlike
    `time.monotonic` it is precise on every system.
    """

    def __init__(
        self,
        name: str,
        handle: Any,
        on_event: Callable[[InputEvent], None],
        clients_lock: threading.RLock,
    ) -> None:
        self.name = name
        self._handle = handle
        self._clients_lock = clients_lock
        self._on_event = on_event
        self._clock = StreamClock()
        self._stream_seconds = 0.0
        self._latest = 0.0
        self._is_closing = threading.Event()
        self._thread = threading.Thread(target=self._read, name="MIDI input", daemon=True)
        self._thread.start()

    @property
    def is_open(self) -> bool:
        """Whether it has not been closed yet."""
        return not self._is_closing.is_set()

    def close(self) -> None:
        """Close the port; no event comes afterwards."""
        with self._clients_lock:
            if not self.is_open:
                return
            self._is_closing.set()
            self._thread.join()
            self._handle.close_port()
            self._handle.delete()

    def _read(self) -> None:
        while not self._is_closing.wait(READ_SECONDS):
            for message, stream_seconds in self._fetched():
                self._latest = max(self._latest, self._clock.moment(stream_seconds))
                event = key_event(message, self._latest) or clock_message(message, self._latest)
                if event is not None:
                    self._on_event(event)

    def _fetched(self) -> list[tuple[Sequence[int], float]]:
        """Return the waiting messages, each with its time on the port's own clock."""
        messages = []
        while (received := self._handle.get_message()) is not None:
            message, seconds_since_last = received
            self._stream_seconds += seconds_since_last
            self._clock.observe(self._stream_seconds, time.perf_counter())
            messages.append((message, self._stream_seconds))
        return messages


class MidiPorts:
    """Finds the MIDI inputs that exist, and opens them; may be called in any thread.

    It uses the first of the `systems` that RtMidi was built for and that answers. It notices that
    a JACK server has ended only while no port is open, or when one is opened. The reason is that
    it checks by making a new client, and a client that finds no server unloads something that an
    open port of the old server still needs.
    """

    def __init__(
        self,
        systems: Sequence[str] = SYSTEMS,
        retry_seconds: float = RETRY_SECONDS,
        check_seconds: float = CHECK_SECONDS,
    ) -> None:
        self._systems = systems
        self._retry_seconds = retry_seconds
        self._check_seconds = check_seconds
        self._tried_at = float("-inf")
        self._system = ""
        self._watcher: Any = None
        self._opened: list[MidiPort] = []
        self._clients_lock = threading.RLock()
        """Held while a client of the sound system is made, asked for its ports, or deleted."""
        self.problem = ""
        """A sentence on why no input can be reached; empty if inputs can be reached."""

    def names(self) -> tuple[str, ...]:
        """Return the names of the inputs; if there is a `problem`, there are none."""
        with self._clients_lock:
            return tuple(self._raw_names())

    def open(
        self,
        name: str,
        on_event: Callable[[InputEvent], None],
    ) -> MidiPort:
        """Open an input; raises AppError if it doesn't exist or can't be opened."""
        with self._clients_lock:
            port = MidiPort(name, self._opened_handle(name), on_event, self._clients_lock)
            self._opened.append(port)
            return port

    def close(self) -> None:
        """Close all ports and disconnect from the sound system; a later call connects again."""
        with self._clients_lock:
            for port in self._opened:
                port.close()
            self._opened.clear()
            watcher, self._watcher = self._watcher, None
            self._tried_at = float("-inf")
            if watcher is not None:
                watcher.delete()

    def _opened_handle(self, name: str) -> Any:
        if self._system == JACK and not self._has_open_port:
            self._find_system()
        raw = self._raw_names().get(name)
        if raw is None:
            raise AppError(
                self.problem
                or f"The MIDI keyboard “{name}” is not there; plug it in, or choose another."
            )
        rtmidi = midi_library()
        handle = None
        try:
            handle = new_client(self._system, "MidiIn")
            # The time since a message that RtMidi ignores would be missing from the next one's.
            handle.ignore_types(sysex=False, timing=False, active_sense=False)
            handle.open_port(handle.get_ports().index(raw), "keyboard")
        except (rtmidi.RtMidiError, ValueError) as error:
            if handle is not None:
                handle.delete()
            raise AppError(
                f"The MIDI keyboard “{name}” can't be opened. If another program uses it, close"
                " that one and choose the keyboard again."
            ) from error
        return handle

    def _raw_names(self) -> dict[str, str]:
        """Return the names shown to people, each with the sound system's own name."""
        if self._is_due():
            self._find_system()
        return readable(self._ports(), self._system)

    def _ports(self) -> list[str]:
        """Return the system's own names of the ports, without those that are just vanishing."""
        if self._watcher is None:
            return []
        rtmidi = midi_library()
        try:
            return [raw for raw in self._watcher.get_ports() if raw]
        except rtmidi.RtMidiError:
            return []

    def _is_due(self) -> bool:
        """Tell whether it is time to look for a sound system, or to check that it still exists."""
        since = time.monotonic() - self._tried_at
        if self._watcher is None:
            return since >= self._retry_seconds
        if self._system != JACK or self._has_open_port:
            return False
        return since >= self._check_seconds

    @property
    def _has_open_port(self) -> bool:
        return any(port.is_open for port in self._opened)

    def _find_system(self) -> None:
        was_found = self._watcher is not None
        self.close()
        self._tried_at = time.monotonic()

        def is_tried(system: str) -> bool:
            return system != JACK or was_found or jack_server_runs(CLIENT_NAME)

        try:
            self._system, self._watcher = first_client(self._systems, "MidiIn", is_tried)
            self.problem = ""
        except AppError as error:
            self.problem = str(error)


def key_event(message: Sequence[int], time_seconds: float) -> KeyEvent | None:
    """Return the key that a MIDI message moves, on whatever channel; None for other messages."""
    kind = message[0] & 0xF0
    if len(message) != 3 or kind not in (NOTE_OFF, NOTE_ON) or max(message[1:]) > HIGHEST_DATA:
        return None
    return KeyEvent(time_seconds, message[1], message[2] if kind == NOTE_ON else 0)


def clock_message(message: Sequence[int], time_seconds: float) -> ClockMessage | None:
    """Return the clock message that a MIDI message is; None for other messages."""
    try:
        status = Clock(message[0])
    except ValueError:
        return None
    if status is Clock.POSITION:
        if len(message) != 3:
            return None
        return ClockMessage(time_seconds, status, message[1] | message[2] << 7)
    return ClockMessage(time_seconds, status)
