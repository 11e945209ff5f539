"""Owns MidiPorts: the MIDI inputs of this machine, and the keys that come from an open one.

rtmidi is used as supriya-midi gives it: mido, around it, would drop the time that each message
brings along, and make new clients of the sound system for every look at the names.

Keys are fetched by a thread of our own from the queue that rtmidi's thread fills. A callback into
Python would wait in that thread for the interpreter: JACK drops what comes meanwhile, and closing
a port of ALSA's waits for a thread that waits for the closing one.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from typing import Any, Final

from app.domain.recording import KeyEvent
from app.errors import AppError
from app.playback.midi.clock_follower import Clock, ClockMessage
from app.playback.midi.jack_server import jack_server_runs
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
"""Time between two looks into the queue: half of it is added from key to sound."""

RETRY_SECONDS: Final = 5.0
"""Time between two attempts to find a sound system."""

CHECK_SECONDS: Final = 30.0
"""Time between two checks, of 85 ms, of JACK's server: one that was ended leaves its ports."""

NOTE_OFF: Final = 0x80
NOTE_ON: Final = 0x90
HIGHEST_DATA: Final = 0x7F
"""Status bytes of MIDI 1.0 without their channel; data bytes have seven bits."""

Event = KeyEvent | ClockMessage


class MidiPort:
    """An open input; `on_event` is called in its thread, times as `time.perf_counter` tells them.

    That is the clock of playback reports; unlike `time.monotonic` it is exact on every system.
    """

    def __init__(
        self,
        name: str,
        handle: Any,
        on_event: Callable[[Event], None],
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
        """Whether it was not closed yet."""
        return not self._is_closing.is_set()

    def close(self) -> None:
        """Let go of the port; no key comes afterwards."""
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
        """Return the messages that wait, each with its place on the port's own clock."""
        messages = []
        while (received := self._handle.get_message()) is not None:
            message, seconds_since_last = received
            self._stream_seconds += seconds_since_last
            self._clock.observe(self._stream_seconds, time.perf_counter())
            messages.append((message, self._stream_seconds))
        return messages


class MidiPorts:
    """Looks at the inputs there are, and opens them; any thread may ask for either.

    The first of the `systems` that this rtmidi was built for and that answers is used. That a JACK
    server has ended is noticed while no port is open, or when one is opened: the check is a new
    client, and one that finds no server unloads what an open port of the old one still needs.
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
        """Held while clients of the sound system are made, asked for ports, or deleted."""
        self.problem = ""
        """A sentence on why no input can be reached; empty while they can."""

    def names(self) -> tuple[str, ...]:
        """Return the inputs there are; none while `problem` says why."""
        with self._clients_lock:
            return tuple(self._raw_names())

    def open(
        self,
        name: str,
        on_event: Callable[[Event], None],
    ) -> MidiPort:
        """Open an input. Raises AppError where it is not there or can't be had."""
        with self._clients_lock:
            port = MidiPort(name, self._opened_handle(name), on_event, self._clients_lock)
            self._opened.append(port)
            return port

    def close(self) -> None:
        """Let go of the ports and the sound system; a later look finds it again."""
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
            # A message that rtmidi leaves out takes its share of the time along.
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
        """Return the names for people with the sound system's own."""
        if self._is_due():
            self._find_system()
        return readable(self._ports(), self._system)

    def _ports(self) -> list[str]:
        """Return the ports by the system's own names; one that goes meanwhile has an empty one."""
        if self._watcher is None:
            return []
        rtmidi = midi_library()
        try:
            return [raw for raw in self._watcher.get_ports() if raw]
        except rtmidi.RtMidiError:
            return []

    def _is_due(self) -> bool:
        """Tell whether to look for a sound system, or whether it is still there."""
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
    """Return the key that a MIDI message moves, on whatever channel; None for any other."""
    kind = message[0] & 0xF0
    if len(message) != 3 or kind not in (NOTE_OFF, NOTE_ON) or max(message[1:]) > HIGHEST_DATA:
        return None
    return KeyEvent(time_seconds, message[1], message[2] if kind == NOTE_ON else 0)


def clock_message(message: Sequence[int], time_seconds: float) -> ClockMessage | None:
    """Return what a MIDI message says of time; None for any other."""
    try:
        status = Clock(message[0])
    except ValueError:
        return None
    if status is Clock.POSITION:
        if len(message) != 3:
            return None
        return ClockMessage(time_seconds, status, message[1] | message[2] << 7)
    return ClockMessage(time_seconds, status)
