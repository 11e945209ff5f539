"""Sketches, and how their sound is measured, for the tests of this folder."""

import numpy as np
from hypothesis import strategies as st

from app.constants import TICKS_PER_QUARTER
from app.domain import Melody, Note, Sketch
from app.playback.sound.synth import AudioFrames

FFT_SIZE = 8192


def scale(tempo_bpm: float = 120.0, pitches: tuple[int, ...] = (60, 64, 67, 72)) -> Sketch:
    """One detached quarter note for each pitch."""
    notes = (
        Note(index * TICKS_PER_QUARTER, TICKS_PER_QUARTER // 2, pitch)
        for index, pitch in enumerate(pitches)
    )
    return Sketch(melody=Melody(tuple(notes)), tempo_bpm=tempo_bpm)


def sketches() -> st.SearchStrategy[Sketch]:
    """Draw sketches of up to twenty notes, at any tempo."""
    steps = st.tuples(st.integers(0, 960), st.integers(1, 1920), st.integers(0, 127))

    def build(drawn: list[tuple[int, int, int]], tempo_bpm: float) -> Sketch:
        notes, position = [], 0
        for rest, duration, pitch in drawn:
            notes.append(Note(position + rest, duration, pitch))
            position += rest + duration
        return Sketch(melody=Melody(tuple(notes)), tempo_bpm=tempo_bpm)

    return st.builds(build, st.lists(steps, max_size=20), st.floats(10, 400))


def pitch_at(audio: AudioFrames, sample_rate: int, seconds: float) -> int:
    """Return the MIDI pitch heard from a moment on, by the harmonics of its spectrum."""
    start = round(seconds * sample_rate)
    frame = audio[start : start + FFT_SIZE].mean(axis=1) * np.hanning(FFT_SIZE)
    spectrum = np.abs(np.fft.rfft(frame, FFT_SIZE * 4))
    strength = []
    for pitch in range(36, 97):
        frequency = 440.0 * 2 ** ((pitch - 69) / 12)
        bins = np.round(frequency * np.arange(1, 6) * FFT_SIZE * 4 / sample_rate).astype(int)
        weights = 0.7 ** np.arange(5)
        strength.append(
            sum(w * spectrum[b - 2 : b + 3].max() for w, b in zip(weights, bins, strict=True))
        )
    return 36 + int(np.argmax(strength))


def onsets(audio: AudioFrames, sample_rate: int, threshold: float = 0.02) -> list[float]:
    """Return when sound rises above `threshold` after 50 ms of less, in seconds."""
    level = np.abs(audio).max(axis=1)
    loud = np.flatnonzero(level > threshold)
    starts = loud[np.flatnonzero(np.diff(loud, prepend=-sample_rate) > sample_rate // 20)]
    return [float(start) / sample_rate for start in starts]
