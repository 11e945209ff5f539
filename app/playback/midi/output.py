"""Owns MidiOutput: an instrument on a MIDI port that sends each message when its frame is heard."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from typing import Final

from app.playback.midi.clock_follower import SIXTEENTH_TICKS
from app.playback.midi.status_bytes import CONTROL, NOTE_OFF, NOTE_ON, PROGRAM, Clock
from app.playback.sequencing.stream_clock import StreamClock
from app.playback.sequencing.voices import CHORDS, METRONOME, PERCUSSION_BANK, Mix
from app.playback.thread_priority import go_first

ALL_NOTES_OFF: Final = 123
"""The controller that releases every key."""

OUT_CHANNELS: Final = {CHORDS: 1, METRONOME: 9}
"""The channels (from 0) of the parts besides the melody, which has the first channel."""

MOST_POSITION: Final = 2**14 - 1

LINGER_SECONDS: Final = 0.05
"""How long a port stays open after the last message, which would be lost otherwise."""

SPIN_SECONDS: Final = 0.0005
"""By how much a sleep can be too long on an idle machine; that last bit is waited for actively."""


class MidiOutput:
    """Sends what a sequencer plays, by calling `send` with the bytes of each message.

    Messages are prepared a whole buffer ahead of time, and sent from a thread of this object. Each
    is sent at the moment at which its frame is heard: that moment follows from when the buffer was
    asked for, and lies `delay_seconds` later, just as sound does.
    """

    def __init__(
        self,
        send: Callable[[Sequence[int]], None],
        sample_rate: int,
        delay_seconds: float,
        *,
        sends_clock: bool = False,
    ) -> None:
        self._send, self._sample_rate, self._delay_seconds = send, sample_rate, delay_seconds
        self._sends_clock = sends_clock
        self._stream = StreamClock()
        self._frame = 0
        self._down: set[tuple[int, int]] = set()
        self._queue: deque[tuple[float, tuple[int, ...]]] = deque()
        self._has_more = threading.Event()
        self._is_closing = False
        self._thread = threading.Thread(target=self._run, name="MIDI output", daemon=True)
        self._thread.start()

    def begin_buffer(self, asked_at: float) -> None:
        """Record the moment (of `time.perf_counter`) at which the next frames are asked for."""
        self._stream.observe(self._frame / self._sample_rate, asked_at)

    def note_on(self, channel: int, pitch: int, velocity: int) -> None:
        """Press a key at the current frame."""
        out = OUT_CHANNELS.get(channel, 0)
        self._down.add((out, pitch))
        self._put(NOTE_ON | out, pitch, velocity)

    def note_off(self, channel: int, pitch: int) -> None:
        """Release a key at the current frame."""
        out = OUT_CHANNELS.get(channel, 0)
        self._down.discard((out, pitch))
        self._put(NOTE_OFF | out, pitch, 64)

    def set_mix(self, mix: Mix) -> None:
        """Send instruments, volume and pan."""
        for channel, voice in mix.channels:
            out = OUT_CHANNELS.get(channel, 0)
            if voice.bank != PERCUSSION_BANK:
                self._put(PROGRAM | out, voice.program)
            for controller, value in voice.controls:
                self._put(CONTROL | out, controller, value)

    def start_clock(self, ticks: float) -> None:
        """Send the position of the song, and that it begins."""
        if not self._sends_clock:
            return
        position = min(max(0, round(ticks / SIXTEENTH_TICKS)), MOST_POSITION)
        if position:
            self._put(Clock.POSITION, position & 0x7F, position >> 7)
        self._put(Clock.CONTINUE if position else Clock.START)

    def pulse_clock(self) -> None:
        """Send a clock message."""
        if self._sends_clock:
            self._put(Clock.PULSE)

    def stop_clock(self) -> None:
        """Send that the song ends."""
        if self._sends_clock:
            self._put(Clock.STOP)

    def render(self, frames: int) -> None:
        """Let a number of frames pass."""
        self._frame += frames

    def close(self) -> None:
        """Send the remaining messages, release every key, and end the thread."""
        self._is_closing = True
        self._has_more.set()
        self._thread.join()

    def _put(self, *message: int) -> None:
        stream_seconds = self._frame / self._sample_rate
        now = time.perf_counter()
        moment = self._stream.moment(stream_seconds) if self._stream.is_set else now
        self._queue.append((moment + self._delay_seconds, message))
        self._has_more.set()

    def _run(self) -> None:
        go_first()
        while not self._is_closing:
            self._has_more.wait()
            self._has_more.clear()
            while self._queue and not self._is_closing:
                due, message = self._queue.popleft()
                _wait_until(due)
                self._send(message)
        while self._queue:
            self._send(self._queue.popleft()[1])
        for out, pitch in sorted(self._down):
            self._send((NOTE_OFF | out, pitch, 64))
        for out in (0, *OUT_CHANNELS.values()):
            self._send((CONTROL | out, ALL_NOTES_OFF, 0))
        time.sleep(LINGER_SECONDS)


def _wait_until(moment: float) -> None:
    left = moment - time.perf_counter()
    if left > SPIN_SECONDS:
        time.sleep(left - SPIN_SECONDS)
    while time.perf_counter() < moment:
        time.sleep(0)
