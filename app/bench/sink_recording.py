"""Owns SinkRecording: when a note came out of a null sink, and for how long nothing did."""

from __future__ import annotations

from typing import Final

import numpy as np

from app.bench.measure import note_level
from app.bench.null_sink import CHANNELS, SAMPLE_RATE, Captured

SILENCE: Final = 0.001
"""Levels below this, -60 dB of full scale, are silence."""

SHORTEST_SILENCE_FRAMES: Final = SAMPLE_RATE // 1000
"""A millisecond; a wave that crosses zero is silent for less."""

LEVEL_FRAMES: Final = SAMPLE_RATE // 20
"""How far back the level before a note is measured: 50 ms."""

LONGEST_WAIT_FRAMES: Final = SAMPLE_RATE // 2
"""A note has to come within half a second."""


class SinkRecording:
    """What a null sink played: `audio`, float32 [frames, 2], and when each frame was recorded.

    Moments are in seconds of `time.perf_counter`. A frame is recorded a few milliseconds after it
    was played, so a note was never heard later than its moment here.
    """

    def __init__(self, captured: Captured) -> None:
        self.audio = np.frombuffer(captured.data, np.float32).reshape(-1, CHANNELS)
        self._level = np.abs(self.audio).max(axis=1)
        self._frames = np.array([frames for frames, _ in captured.arrivals])
        self._moments = np.array([moment for _, moment in captured.arrivals])

    def note_arrival_after(self, moment: float) -> float:
        """Return the moment at which the first note after `moment` was recorded.

        Raises ValueError if none came within half a second.
        """
        start = self.frames_at(moment)
        before = self._level[max(0, start - LEVEL_FRAMES) : start].max(initial=0)
        threshold = note_level(float(before))
        loud = np.flatnonzero(self._level[start : start + LONGEST_WAIT_FRAMES] > threshold)
        if not len(loud):
            raise ValueError("a pressed note was not heard")
        return self.moment_of(start + int(loud[0]))

    def silences(self, start: float, end: float) -> list[tuple[float, float]]:
        """Return all silences between two moments: when each began, and how many seconds it lasted.

        Each lasts a millisecond or more.
        """
        first = self.frames_at(start)
        level = self._level[first : self.frames_at(end)]
        loud = np.flatnonzero(level >= SILENCE)
        edges = np.concatenate(([-1], loud, [len(level)]))
        lengths = np.diff(edges) - 1
        return [
            (self.moment_of(first + int(edges[index]) + 1), float(lengths[index]) / SAMPLE_RATE)
            for index in np.flatnonzero(lengths >= SHORTEST_SILENCE_FRAMES)
        ]

    def longest_silence(self, start: float, end: float) -> float:
        """Return the length of the longest silence between two moments, in seconds."""
        return max((seconds for _, seconds in self.silences(start, end)), default=0.0)

    def moment_of(self, frame: int) -> float:
        """Return the moment at which a frame was recorded."""
        return float(self._moments[np.searchsorted(self._frames, frame, side="right")])

    def frames_at(self, moment: float) -> int:
        """Return how many frames had been recorded at a moment."""
        chunk = np.searchsorted(self._moments, moment, side="right") - 1
        return int(self._frames[chunk]) if chunk >= 0 else 0
