"""A stand-in for the synthesiser of the program, which tells what was heard."""

from __future__ import annotations

from collections.abc import Callable

from app.constants import DEFAULT_TEMPO_BPM
from app.playback.sequencing.protocol import Report
from app.playback.sequencing.voices import MELODY
from tests.playback.silent_synth import SilentSynth

QUARTER_SECONDS = 60 / DEFAULT_TEMPO_BPM


class Ear:
    """The stand-in synthesiser, and the notes that it was told to play at the default tempo."""

    synth: SilentSynth

    def make(self, on_report: Callable[[Report], None]) -> SilentSynth:
        """Take the place of SynthProcess, and return the stand-in."""
        self.synth = SilentSynth(on_report)
        return self.synth

    def after(self, quarters: float) -> list[int]:
        """Let time pass and return the pitches that were struck in it."""
        before = len(self.synth.pressed)
        self.synth.advance(quarters * QUARTER_SECONDS)
        return [
            pitch
            for _, channel, pitch, velocity in self.synth.pressed[before:]
            if channel == MELODY and velocity
        ]
