"""Owns AudioThread: what is done in the thread in which a sound card asks for each buffer."""

from __future__ import annotations

import threading
import time
import traceback
from collections import deque
from collections.abc import Callable, Iterator
from typing import Final

import numpy as np

from app.playback.midi.output import MidiOutput
from app.playback.sequencing.protocol import Command, Position
from app.playback.sequencing.sequencer import Instrument, Sequencer
from app.playback.sequencing.voices import Mix
from app.playback.sound.synth import AudioFrames, Synth

LONGEST_WAIT_SECONDS: Final = 0.5
"""How long another thread waits for the next buffer; a card that is gone never asks for one."""

FADE_BUFFERS: Final = 8
"""The number of buffers during which a soundfont that was replaced fades out."""


class AudioThread:
    """Runs a sequencer that gets its commands from another thread, and fills buffers with it.

    The two threads share only deques, and attributes that are replaced as a whole; neither needs a
    lock.
    """

    def __init__(self, synth: Synth, sample_rate: int) -> None:
        self.playing: Position | None = None
        """Where playing is; None while nothing plays."""
        self.failure = ""
        """The traceback of an error in the audio thread, which has ended in that case."""
        self._synth, self._sample_rate = synth, sample_rate
        self._fading: Synth | None = None
        self._faded = 0
        self._midi: MidiOutput | None = None
        self._sequencer = Sequencer(synth, sample_rate)
        self._to_do: deque[Callable[[], None]] = deque()
        self._ended: deque[int] = deque()
        self._filled_at = time.perf_counter()

    @property
    def is_busy(self) -> bool:
        """Whether something is playing, or a command is waiting."""
        return self.playing is not None or bool(self._to_do)

    @property
    def silent_seconds(self) -> float:
        """How long ago the card last asked for a buffer."""
        return time.perf_counter() - self._filled_at

    def put(self, command: Command) -> None:
        """Have the sequencer carry out a command before the next buffer."""
        self._to_do.append(lambda: self._sequencer.apply(command))

    def use_synth(self, synth: Synth) -> None:
        """Play on another synthesiser; what the old one still sounds fades out."""
        self._to_do.append(lambda: self._exchange(synth))

    def use_midi(self, midi: MidiOutput | None, *, is_alone: bool) -> None:
        """Play on a MIDI port as well, or on it alone; None means no port.

        Returns when the port before is no longer in use, or when the card has stopped asking for
        buffers.
        """
        is_done = threading.Event()

        def do() -> None:
            before, self._midi = self._midi, midi
            self._synth.is_muted = midi is not None and is_alone
            if before is not None and self._sequencer.is_playing:
                before.stop_clock()
            self._sequencer.use_instrument(self._instrument)
            if midi is not None and self._sequencer.is_playing:
                midi.start_clock(self._sequencer.position_ticks)
            is_done.set()

        self._to_do.append(do)
        is_done.wait(LONGEST_WAIT_SECONDS)

    def change_rate(self, synth: Synth, sample_rate: int) -> None:
        """Go on at another rate in frames a second; call this only while no card is open."""
        self._exchange(synth)
        self._fading = None
        self._sample_rate = sample_rate
        self._sequencer.change_rate(sample_rate)

    def notice_start(self) -> None:
        """Record that a card has just been opened."""
        self._filled_at = time.perf_counter()

    def ended(self) -> Iterator[int]:
        """Yield the serials of what has been played to its end since the last call."""
        while self._ended:
            yield self._ended.popleft()

    def fill(self, buffer: AudioFrames) -> None:
        """Play into a buffer of zeros, of shape (frames, 2)."""
        try:
            self._play_into(buffer)
        except Exception:
            self.failure = traceback.format_exc()
            raise

    @property
    def _instrument(self) -> Instrument:
        return self._synth if self._midi is None else _Both(self._synth, self._midi)

    def _exchange(self, synth: Synth) -> None:
        synth.is_muted = self._synth.is_muted
        self._fading, self._faded = self._synth, 0
        self._synth = synth
        self._sequencer.use_instrument(self._instrument)

    def _play_into(self, buffer: AudioFrames) -> None:
        sequencer = self._sequencer
        now = self._filled_at = time.perf_counter()
        if self._midi is not None:
            self._midi.begin_buffer(now)
        while self._to_do:
            self._to_do.popleft()()
        was_playing = sequencer.is_playing
        if was_playing:
            # It is heard when what was filled before has been played: a buffer later.
            heard_at = now + len(buffer) / self._sample_rate
            self.playing = Position(sequencer.serial, sequencer.position_ticks, heard_at)
        self._synth.render_into(buffer)
        sequencer.run(len(buffer))
        if self._fading is not None:
            self._fade(self._fading, buffer)
        if not sequencer.is_playing:
            self.playing = None
            if was_playing:
                self._ended.append(sequencer.serial)

    def _fade(self, synth: Synth, buffer: AudioFrames) -> None:
        levels = 1 - np.linspace(self._faded, self._faded + 1, len(buffer)) / FADE_BUFFERS
        tail = np.zeros_like(buffer)
        synth.render_into(tail)
        synth.render(len(tail))
        buffer += tail * levels[:, None].astype(np.float32)
        self._faded += 1
        if self._faded == FADE_BUFFERS:
            self._fading = None


class _Both:
    """Two instruments that play the same."""

    def __init__(self, *instruments: Instrument) -> None:
        self._instruments = instruments

    def note_on(self, channel: int, pitch: int, velocity: int) -> None:
        for instrument in self._instruments:
            instrument.note_on(channel, pitch, velocity)

    def note_off(self, channel: int, pitch: int) -> None:
        for instrument in self._instruments:
            instrument.note_off(channel, pitch)

    def set_mix(self, mix: Mix) -> None:
        for instrument in self._instruments:
            instrument.set_mix(mix)

    def start_clock(self, ticks: float) -> None:
        for instrument in self._instruments:
            instrument.start_clock(ticks)

    def pulse_clock(self) -> None:
        for instrument in self._instruments:
            instrument.pulse_clock()

    def stop_clock(self) -> None:
        for instrument in self._instruments:
            instrument.stop_clock()

    def render(self, frames: int) -> None:
        for instrument in self._instruments:
            instrument.render(frames)
