"""Owns MidiPorts: the MIDI inputs of this machine, and the keys that come from an open one.

python-rtmidi is used as it is: mido, around it, drops the time that each message brings along, and
makes new clients of the sound system for every look at the names.

Keys are fetched by a thread of our own from the queue that rtmidi's thread fills. A callback into
Python would wait in that thread for the interpreter: JACK drops what comes meanwhile, and closing
a port of ALSA's waits for a thread that waits for the closing one.
"""

from __future__ import annotations

import importlib
import re
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any, Final

from app.domain.recording import KeyEvent
from app.errors import AppError
from app.playback.chatter import library_chatter_hidden
from app.playback.stream_clock import StreamClock

READ_SECONDS: Final = 0.002
"""Time between two looks into the queue: half of it is added from key to sound."""

RETRY_SECONDS: Final = 5.0
"""Time between two attempts to find a sound system, each of which costs some milliseconds."""

CLIENT_NAME: Final = "Motivo"
JACK: Final = "UNIX_JACK"
ALSA: Final = "LINUX_ALSA"
DUMMY: Final = "RTMIDI_DUMMY"
"""Sound systems by rtmidi's names; the dummy has no ports."""

NOTE_OFF: Final = 0x80
NOTE_ON: Final = 0x90
HIGHEST_DATA: Final = 0x7F
"""Status bytes of MIDI 1.0 without their channel; data bytes have seven bits."""

NO_LIBRARY: Final = (
    "MIDI keyboards need ALSA's library, which is missing; install libasound2, then start Motivo"
    " again."
    if sys.platform.startswith("linux")
    else "MIDI keyboards can't be reached; please install Motivo again."
)
NO_SYSTEM: Final = (
    "MIDI keyboards can't be reached: ALSA's sequencer is not there, and no JACK server runs."
    " Load the sequencer with “sudo modprobe snd-seq”, or start JACK."
    if sys.platform.startswith("linux")
    else "MIDI keyboards can't be reached: the system's MIDI does not answer; restart the computer."
)


class MidiPort:
    """An open input; `on_key` is called in its thread, times as `time.perf_counter` tells them.

    That is the clock of playback reports; unlike `time.monotonic` it is exact on every system.
    """

    def __init__(self, name: str, handle: Any, on_key: Callable[[KeyEvent], None]) -> None:
        self.name = name
        self._handle = handle
        self._on_key = on_key
        self._clock = StreamClock()
        self._stream_seconds = 0.0
        self._latest = 0.0
        self._is_closing = threading.Event()
        self._thread = threading.Thread(target=self._read, name="MIDI input", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Let go of the port; no key comes afterwards."""
        self._is_closing.set()
        self._thread.join()
        self._handle.close_port()
        self._handle.delete()

    def _read(self) -> None:
        while not self._is_closing.wait(READ_SECONDS):
            for message, stream_seconds in self._fetched():
                self._latest = max(self._latest, self._clock.moment(stream_seconds))
                event = key_event(message, self._latest)
                if event is not None:
                    self._on_key(event)

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
    """Looks at the inputs there are, and opens them.

    `systems` are sound systems by rtmidi's names; the default is what this rtmidi was built for,
    JACK after the system's own. The first that answers is used.
    """

    def __init__(self, systems: Sequence[str] | None = None, retry: float = RETRY_SECONDS) -> None:
        self._systems = systems
        self._retry_seconds = retry
        self._tried_at = float("-inf")
        self._system = ""
        self._watcher: Any = None
        self.problem = ""
        """A sentence on why no input can be reached; empty while they can."""

    def names(self) -> tuple[str, ...]:
        """Return the inputs there are; none while `problem` says why."""
        return tuple(self._raw_names())

    def open(self, name: str, on_key: Callable[[KeyEvent], None]) -> MidiPort:
        """Open an input. Raises AppError where it is not there or can't be had."""
        raw = self._raw_names().get(name)
        if raw is None:
            raise AppError(
                self.problem
                or f"The MIDI keyboard “{name}” is not there; plug it in, or choose another."
            )
        rtmidi = importlib.import_module("rtmidi")
        try:
            handle = self._client(rtmidi, self._system)
            handle.ignore_types(sysex=False, timing=False, active_sense=False)
            handle.open_port(handle.get_ports().index(raw), "keyboard")
        except (rtmidi.RtMidiError, OSError, ValueError) as error:
            raise AppError(
                f"The MIDI keyboard “{name}” can't be opened. If another program uses it, close"
                " that one and choose the keyboard again."
            ) from error
        return MidiPort(name, handle, on_key)

    def close(self) -> None:
        """Let go of the sound system; a later look finds it again."""
        watcher, self._watcher = self._watcher, None
        self._tried_at = float("-inf")
        if watcher is not None:
            watcher.delete()

    def _raw_names(self) -> dict[str, str]:
        """Return the names for people with the sound system's own."""
        if self._is_due():
            self._find_system()
        if self._watcher is None:
            return {}
        return _readable(self._watcher.get_ports(), self._system)

    def _is_due(self) -> bool:
        """Tell whether to look for a sound system; a JACK server without ports may be gone."""
        if time.monotonic() < self._tried_at + self._retry_seconds:
            return False
        return self._watcher is None or (self._system == JACK and not self._watcher.get_ports())

    def _find_system(self) -> None:
        self.close()
        self._tried_at = time.monotonic()
        try:
            rtmidi = importlib.import_module("rtmidi")
        except ImportError:
            self.problem = NO_LIBRARY
            return
        for system in self._systems or _systems(rtmidi):
            try:
                self._watcher = self._client(rtmidi, system)
            except (rtmidi.RtMidiError, OSError):
                continue
            self._system = system
            self.problem = ""
            return
        self.problem = NO_SYSTEM

    def _client(self, rtmidi: Any, system: str) -> Any:
        with library_chatter_hidden():
            return rtmidi.MidiIn(getattr(rtmidi, f"API_{system}"), CLIENT_NAME)


def key_event(message: Sequence[int], time_seconds: float) -> KeyEvent | None:
    """Return the key that a MIDI message moves, on whatever channel; None for any other."""
    kind = message[0] & 0xF0
    if len(message) != 3 or kind not in (NOTE_OFF, NOTE_ON) or max(message[1:]) > HIGHEST_DATA:
        return None
    return KeyEvent(time_seconds, message[1], message[2] if kind == NOTE_ON else 0)


def _systems(rtmidi: Any) -> list[str]:
    compiled = set(rtmidi.get_compiled_api())
    names = [
        name.removeprefix("API_")
        for name in dir(rtmidi)
        if name.startswith("API_") and getattr(rtmidi, name) in compiled
    ]
    return sorted((n for n in names if n != DUMMY), key=lambda name: (name == JACK, name))


def _readable(raw_names: Sequence[str], system: str) -> dict[str, str]:
    """Drop the numbers that ALSA gives anew at each plugging in; tell equal names apart."""
    names: dict[str, str] = {}
    seen: Counter[str] = Counter()
    for raw in raw_names:
        name = re.sub(r" \d+:\d+$", "", raw) if system == ALSA else raw
        seen[name] += 1
        names[name if seen[name] == 1 else f"{name} ({seen[name]})"] = raw
    return names
