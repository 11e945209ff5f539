"""Owns Synth: TinySoundFont as an instrument that renders into a buffer."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import numpy as np

from app.playback.sequencing.protocol import Preset
from app.playback.sequencing.voices import PERCUSSION_BANK, Mix, Voice
from app.playback.sound.tinysoundfont import TinySoundFont

AudioFrames = np.ndarray[tuple[int, int], np.dtype[np.float32]]
"""Samples from -1 to 1, shape (frames, 2): left and right."""

GAIN_DB: Final = 12.0
"""Lifts one voice of a General MIDI soundfont, which leaves room for 16, to half of full scale."""


class Synth:
    """An instrument for each channel; raises AppError for a file that is no soundfont."""

    def __init__(self, soundfont: Path, sample_rate: int) -> None:
        self.soundfont = soundfont
        self.is_muted = False
        self._synth = TinySoundFont(soundfont, sample_rate, GAIN_DB)
        self.presets = self._find_presets()
        self.set_mix(Mix())
        self._frames = np.zeros((0, 2), np.float32)
        self._position = 0

    def note_on(self, channel: int, pitch: int, velocity: int) -> None:
        """Press a key at the current frame."""
        if not self.is_muted:
            self._synth.note_on(channel, pitch, velocity)

    def note_off(self, channel: int, pitch: int) -> None:
        """Release a key at the current frame."""
        self._synth.note_off(channel, pitch)

    def set_mix(self, mix: Mix) -> None:
        """Give each channel its instrument, volume and pan."""
        for channel, voice in mix.channels:
            self._synth.program_select(channel, *self._program(voice))
            for controller, value in voice.controls:
                self._synth.control_change(channel, controller, value)

    def start_clock(self, ticks: float) -> None:
        """Do nothing: a synthesiser keeps no time of its own."""

    def pulse_clock(self) -> None:
        """Do nothing, likewise."""

    def stop_clock(self) -> None:
        """Do nothing, likewise."""

    def render(self, frames: int) -> None:
        """Fill the next frames of the buffer that `render_into` named."""
        self._synth.render(self._frames[self._position : self._position + frames])
        self._position += frames

    def render_into(self, frames: AudioFrames) -> None:
        """Let the following calls of `render` fill this buffer from its start."""
        self._frames = frames
        self._position = 0

    def _find_presets(self) -> tuple[Preset, ...]:
        return tuple(
            Preset(bank, program, name.strip())
            for (bank, program), name in sorted(self._synth.presets().items())
            if bank <= PERCUSSION_BANK
        )

    def _program(self, voice: Voice) -> tuple[int, int]:
        """Return the voice's bank and program, or those nearest in kind that the font has."""
        wanted = (voice.bank, voice.program)
        there = [(preset.bank, preset.program) for preset in self.presets]
        if wanted in there or not there:
            return wanted
        alike = [place for place in there if (place[0] == PERCUSSION_BANK) == voice.is_percussion]
        return (0, voice.program) if (0, voice.program) in alike else (alike or there)[0]
