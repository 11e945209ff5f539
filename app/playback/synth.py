"""Owns Synth: tinysoundfont as an instrument that renders into a buffer."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import numpy as np
import tinysoundfont

from app.errors import AppError
from app.playback.sequencer import AUDITION, SONG

AudioFrames = np.ndarray[tuple[int, int], np.dtype[np.float32]]
"""Samples from -1 to 1, shape (frames, 2): left and right."""

PIANO: Final = 0
"""General MIDI program, counted from 0: acoustic grand piano."""

GAIN_DB: Final = 12.0
"""Lifts one voice of a General MIDI soundfont, which leaves room for 16, to half of full scale."""


class Synth:
    """A piano for both channels; raises AppError for a file that is no soundfont."""

    def __init__(self, soundfont: Path, sample_rate: int) -> None:
        self._synth = tinysoundfont.Synth(gain=GAIN_DB, samplerate=sample_rate)
        try:
            font = self._synth.sfload(soundfont.read_bytes())
            for channel in (SONG, AUDITION):
                self._synth.program_select(channel, font, 0, PIANO)
        except (OSError, RuntimeError) as error:
            raise AppError(f"“{soundfont.name}” can't be read as a soundfont.") from error
        self._frames = np.zeros((0, 2), np.float32)
        self._position = 0

    def note_on(self, channel: int, pitch: int, velocity: int) -> None:
        """Press a key at the current frame."""
        self._synth.noteon(channel, pitch, velocity)

    def note_off(self, channel: int, pitch: int) -> None:
        """Release a key at the current frame."""
        self._synth.noteoff(channel, pitch)

    def render(self, frames: int) -> None:
        """Fill the next frames of the buffer that `render_into` named."""
        part = self._frames[self._position : self._position + frames]
        self._synth.generate_simple(frames, part.data.cast("B"))
        self._position += frames

    def render_into(self, frames: AudioFrames) -> None:
        """Let the following calls of `render` fill this buffer from its start."""
        self._frames = frames
        self._position = 0
