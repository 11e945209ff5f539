"""A stand-in for the synthesiser process that makes no sound and whose time is moved by hand."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

from app.playback.sequencing.protocol import (
    Command,
    DeviceOpened,
    Ended,
    Position,
    ProcessEnded,
    Report,
)
from app.playback.sequencing.sequencer import Sequencer
from app.playback.sequencing.voices import Mix

SAMPLE_RATE: Final = 48000


class SilentSynth:
    """Accepts the commands of SynthProcess and reports like it, but in the thread of the caller.

    `commands` are all commands so far. `pressed` is what would be heard: (seconds, channel, pitch,
    velocity), with velocity 0 for a release. `clock` has (seconds, ticks) for each start, and
    (seconds, None) for each pulse.
    """

    def __init__(self, on_report: Callable[[Report], None]) -> None:
        self.commands: list[Command] = []
        self.pressed: list[tuple[float, int, int, int]] = []
        self.clock: list[tuple[float, float | None]] = []
        self.mix = Mix()
        self._frame = 0
        self._sequencer = Sequencer(self, SAMPLE_RATE)
        self._on_report = on_report
        on_report(DeviceOpened("null", "this is a test"))

    def send(self, command: Command) -> None:
        """Do what the command asks, now."""
        self.commands.append(command)
        self._sequencer.apply(command)

    def close(self) -> None:
        """Report the end."""
        self._on_report(ProcessEnded())

    def advance(self, seconds: float) -> None:
        """Let time pass, and report the new position."""
        was_playing = self._sequencer.is_playing
        self._sequencer.run(round(seconds * SAMPLE_RATE))
        serial = self._sequencer.serial
        if self._sequencer.is_playing:
            ticks = self._sequencer.position_ticks
            self._on_report(Position(serial, ticks, time.perf_counter()))
        elif was_playing:
            self._on_report(Ended(serial))

    def note_on(self, channel: int, pitch: int, velocity: int) -> None:
        """Note that a key goes down."""
        self.pressed.append((self._frame / SAMPLE_RATE, channel, pitch, velocity))

    def note_off(self, channel: int, pitch: int) -> None:
        """Note that a key goes up."""
        self.pressed.append((self._frame / SAMPLE_RATE, channel, pitch, 0))

    def set_mix(self, mix: Mix) -> None:
        """Keep the mix."""
        self.mix = mix

    def start_clock(self, ticks: float) -> None:
        """Note where the song begins."""
        self.clock.append((self._frame / SAMPLE_RATE, ticks))

    def pulse_clock(self) -> None:
        """Note a pulse of the clock."""
        self.clock.append((self._frame / SAMPLE_RATE, None))

    def stop_clock(self) -> None:
        """Do nothing, because the end is reported anyway."""

    def render(self, frames: int) -> None:
        """Let this many frames pass."""
        self._frame += frames
