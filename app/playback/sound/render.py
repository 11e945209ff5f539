"""Renders a sketch to audio for files, by the same sequencer and synthesiser that play it."""

from __future__ import annotations

from typing import Final

import numpy as np

from app.domain import Sketch
from app.domain.timebase import ticks_to_seconds
from app.playback.sequencing.protocol import Load, Play, SetMix
from app.playback.sequencing.schedule import Schedule
from app.playback.sequencing.sequencer import Sequencer
from app.playback.sequencing.voices import Sounding
from app.playback.sound.soundfonts import default_soundfont
from app.playback.sound.synth import AudioFrames, Synth

SAMPLE_RATE: Final = 44100
"""The frames a second of rendered files unless others are asked for: as on a CD."""

TAIL_SECONDS: Final = 2.0
"""How long the last note may ring after the last bar."""


def render_audio(
    sketch: Sketch, sounding: Sounding | None = None, *, sample_rate: int = SAMPLE_RATE
) -> tuple[AudioFrames, int]:
    """Return float32 samples from -1 to 1, of shape (frames, 2), and the frames a second.

    The first frame is the start of the sketch, and every onset is within half a frame of its place.
    Raises AppError if the soundfont can't be read.
    """
    sounding = sounding or Sounding()
    schedule = Schedule.of(sketch, with_chords=sounding.with_chords)
    seconds = ticks_to_seconds(schedule.end_ticks, schedule.tempo_bpm) + TAIL_SECONDS
    audio = np.zeros((round(seconds * sample_rate), 2), np.float32)
    synth = Synth(sounding.soundfont or default_soundfont(), sample_rate)
    synth.render_into(audio)
    sequencer = Sequencer(synth, sample_rate)
    sequencer.apply(SetMix(sounding.mix))
    sequencer.apply(Load(schedule))
    sequencer.apply(Play(0, serial=0))
    sequencer.run(len(audio))
    return np.clip(audio, -1.0, 1.0, out=audio), sample_rate
