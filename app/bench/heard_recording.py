"""Owns Recording: when something was heard in what a null sink played, and for how long nothing."""

from __future__ import annotations

from typing import Final

import numpy as np

from app.bench.measure import note_level
from app.bench.null_sink import CHANNELS, SAMPLE_RATE, Captured

SILENCE: Final = 0.001
"""A level below this is silence: -60 dB of full scale."""

SHORTEST_FRAMES: Final = SAMPLE_RATE // 1000
MOMENT_FRAMES: Final = SAMPLE_RATE // 20
LONGEST_WAIT_FRAMES: Final = SAMPLE_RATE // 2


class Recording:
    """The samples, shape (frames, 2), and the moment at which each came out of the recorder.

    The moments are those of arrival: later than the sound itself by what recording takes, a few
    milliseconds. What is told to be heard was not heard later.
    """

    def __init__(self, captured: Captured) -> None:
        self.audio = np.frombuffer(captured.data, np.float32).reshape(-1, CHANNELS)
        self._level = np.abs(self.audio).max(axis=1)
        self._frames = np.array([frames for frames, _ in captured.arrivals])
        self._moments = np.array([moment for _, moment in captured.arrivals])

    def heard_after(self, moment: float) -> float:
        """Return the moment at which the first note after `moment` had arrived, in seconds.

        Raises ValueError if none came within half a second.
        """
        start = self.frames_at(moment)
        before = self._level[max(0, start - MOMENT_FRAMES) : start].max(initial=0)
        threshold = note_level(float(before))
        loud = np.flatnonzero(self._level[start : start + LONGEST_WAIT_FRAMES] > threshold)
        if not len(loud):
            raise ValueError("a pressed note was not heard")
        return self.moment_of(start + int(loud[0]))

    def silences(self, start: float, end: float) -> list[tuple[float, float]]:
        """Return each time without any sound between two moments: its moment and its seconds.

        A wave that crosses zero is none: they last a millisecond or more.
        """
        first = self.frames_at(start)
        level = self._level[first : self.frames_at(end)]
        loud = np.flatnonzero(level >= SILENCE)
        edges = np.concatenate(([-1], loud, [len(level)]))
        lengths = np.diff(edges) - 1
        return [
            (self.moment_of(first + int(edges[index]) + 1), float(lengths[index]) / SAMPLE_RATE)
            for index in np.flatnonzero(lengths >= SHORTEST_FRAMES)
        ]

    def longest_silence(self, start: float, end: float) -> float:
        """Return the longest time without any sound between two moments, in seconds."""
        return max((seconds for _, seconds in self.silences(start, end)), default=0.0)

    def moment_of(self, frame: int) -> float:
        """Return the moment at which a frame had arrived."""
        return float(self._moments[np.searchsorted(self._frames, frame, side="right")])

    def frames_at(self, moment: float) -> int:
        """Return how many frames had arrived at a moment."""
        chunk = np.searchsorted(self._moments, moment, side="right") - 1
        return int(self._frames[chunk]) if chunk >= 0 else 0
