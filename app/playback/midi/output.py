"""Owns MidiOutput: an instrument on a MIDI port, each message sent when its frame is heard."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from typing import Final

from app.playback.midi.clock_follower import SIXTEENTH_TICKS, Clock
from app.playback.sequencing.stream_clock import StreamClock
from app.playback.sequencing.voices import CHORDS, METRONOME, PERCUSSION_BANK, Mix
from app.playback.thread_priority import go_first

NOTE_OFF: Final = 0x80
NOTE_ON: Final = 0x90
CONTROL: Final = 0xB0
PROGRAM: Final = 0xC0
"""Status bytes of MIDI 1.0."""

ALL_NOTES_OFF: Final = 123
"""A controller."""

OUT_CHANNELS: Final = {CHORDS: 1, METRONOME: 9}
"""Channels from 0 on which other parts than the melody are sent; that has the first."""

MOST_POSITION: Final = 2**14 - 1

LINGER_SECONDS: Final = 0.05
"""A port that is closed sooner after the last message takes that along."""

SPIN_SECONDS: Final = 0.0005
"""Sleeping is at most so much too long on an idle machine; the rest is waited for awake."""


class MidiOutput:
    """Sends what a sequencer plays; `send` takes the bytes of a message, in a thread of its own.

    Messages are made by whole buffers ahead of time. Each leaves at the moment at which its frame
    is played, told by when buffers are asked for, `delay_seconds` later, as sound does.
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
        """Note the moment (`time.perf_counter`) at which the next frames are asked for."""
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
        """Tell the receiver instruments, volume and pan."""
        for channel, voice in mix.channels:
            out = OUT_CHANNELS.get(channel, 0)
            if voice.bank != PERCUSSION_BANK:
                self._put(PROGRAM | out, voice.program)
            for controller, value in voice.controls:
                self._put(CONTROL | out, controller, value)

    def start_clock(self, ticks: float) -> None:
        """Tell where the song begins, and that it does."""
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
        """Tell that the song ends."""
        if self._sends_clock:
            self._put(Clock.STOP)

    def render(self, frames: int) -> None:
        """Let so many frames pass."""
        self._frame += frames

    def close(self) -> None:
        """Send what waits, let no key stay pressed, and end the thread."""
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
