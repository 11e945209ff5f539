"""Owns Synth: tinysoundfont as an instrument that renders into a buffer."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import numpy as np
import tinysoundfont

from app.errors import AppError
from app.playback.sequencing.protocol import Preset
from app.playback.sequencing.voices import PERCUSSION_BANK, Mix, Voice

AudioFrames = np.ndarray[tuple[int, int], np.dtype[np.float32]]
"""Samples from -1 to 1, shape (frames, 2): left and right."""

GAIN_DB: Final = 12.0
"""Lifts one voice of a General MIDI soundfont, which leaves room for 16, to half of full scale."""


class Synth:
    """An instrument for each channel; raises AppError for a file that is no soundfont."""

    def __init__(self, soundfont: Path, sample_rate: int) -> None:
        self.soundfont = soundfont
        self.is_muted = False
        self._synth = tinysoundfont.Synth(gain=GAIN_DB, samplerate=sample_rate)
        try:
            self._font = self._synth.sfload(soundfont.read_bytes())
        except (OSError, RuntimeError) as error:
            raise AppError(f"“{soundfont.name}” can't be read as a soundfont.") from error
        self.presets = self._find_presets()
        self.set_mix(Mix())
        self._frames = np.zeros((0, 2), np.float32)
        self._position = 0

    def note_on(self, channel: int, pitch: int, velocity: int) -> None:
        """Press a key at the current frame."""
        if not self.is_muted:
            self._synth.noteon(channel, pitch, velocity)

    def note_off(self, channel: int, pitch: int) -> None:
        """Release a key at the current frame."""
        self._synth.noteoff(channel, pitch)

    def set_mix(self, mix: Mix) -> None:
        """Give each channel its instrument, volume and pan."""
        for channel, voice in mix.channels:
            self._synth.program_select(channel, self._font, *self._program(voice))
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
        part = self._frames[self._position : self._position + frames]
        self._synth.generate_simple(frames, part.data.cast("B"))
        self._position += frames

    def render_into(self, frames: AudioFrames) -> None:
        """Let the following calls of `render` fill this buffer from its start."""
        self._frames = frames
        self._position = 0

    def _find_presets(self) -> tuple[Preset, ...]:
        found = []
        for bank in range(PERCUSSION_BANK + 1):
            for program in range(128):
                name = self._synth.sfpreset_name(self._font, bank, program)
                if name is not None:
                    found.append(Preset(bank, program, name.strip()))
        return tuple(found)

    def _program(self, voice: Voice) -> tuple[int, int]:
        """Return the voice's bank and program, or those nearest in kind that the font has."""
        wanted = (voice.bank, voice.program)
        there = [(preset.bank, preset.program) for preset in self.presets]
        if wanted in there or not there:
            return wanted
        alike = [place for place in there if (place[0] == PERCUSSION_BANK) == voice.is_percussion]
        return (0, voice.program) if (0, voice.program) in alike else (alike or there)[0]
