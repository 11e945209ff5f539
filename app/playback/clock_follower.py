"""Owns ClockFollower: tempo and place of a song from the MIDI clock that another program sends."""

from __future__ import annotations

from collections import deque
from typing import Final

from app.constants import FASTEST_TEMPO_BPM, SLOWEST_TEMPO_BPM, TICKS_PER_QUARTER

PULSES_A_QUARTER: Final = 24
SIXTEENTH_TICKS: Final = TICKS_PER_QUARTER // 4
MEASURED_PULSES: Final = 2 * PULSES_A_QUARTER
"""The tempo is told by the last two quarters: long enough to even out the jitter of a cable."""

FEWEST_PULSES: Final = PULSES_A_QUARTER // 2
CATCH_UP_QUARTERS: Final = 2.0
"""In so many quarters what lies ahead or behind is made good."""


class ClockFollower:
    """Is told each message with its moment, in seconds, and tells where the song should be.

    A song begins with the first pulse after start or continue, as MIDI 1.0 has it.
    """

    def __init__(self) -> None:
        self._moments: deque[float] = deque(maxlen=MEASURED_PULSES + 1)
        self._start_ticks = 0.0
        self._pulses: int | None = None
        self._position_ticks = 0.0

    @property
    def is_running(self) -> bool:
        """Whether the other program plays."""
        return self._pulses is not None

    @property
    def start_ticks(self) -> float:
        """Where the song began, or begins with the next pulse."""
        return self._start_ticks

    @property
    def tempo_bpm(self) -> float | None:
        """The tempo in quarters a minute, within what a sketch can have; None before it is known.

        It is the slope of the line that fits the moments best, by least squares.
        """
        moments = list(self._moments)
        count = len(moments)
        if count < FEWEST_PULSES:
            return None
        middle, mean = (count - 1) / 2, sum(moments) / count
        spread = sum((index - middle) ** 2 for index in range(count))
        seconds = sum((index - middle) * (at - mean) for index, at in enumerate(moments)) / spread
        if seconds <= 0:
            return None
        tempo = 60 / (seconds * PULSES_A_QUARTER)
        return min(max(tempo, SLOWEST_TEMPO_BPM), FASTEST_TEMPO_BPM)

    def pulse(self, at_seconds: float) -> None:
        """Take in a clock message."""
        self._moments.append(at_seconds)
        if self._pulses is not None:
            self._pulses += 1

    def start(self) -> None:
        """Take in a start: the song begins at its beginning."""
        self._begin(0.0)

    def resume(self) -> None:
        """Take in a continue: the song goes on where it was told to be, or where it stopped."""
        self._begin(self._position_ticks)

    def stop(self) -> None:
        """Take in a stop."""
        if self._pulses is not None:
            self._position_ticks = self._start_ticks + self._ticks_run
            self._pulses = None

    def locate(self, sixteenths: int) -> None:
        """Take in a song position."""
        self._position_ticks = float(sixteenths * SIXTEENTH_TICKS)

    def song_ticks(self, at_seconds: float) -> float | None:
        """Return where the song should be at a moment; None while it does not run."""
        tempo = self.tempo_bpm
        if not self._pulses or tempo is None:
            return None
        since = at_seconds - self._moments[-1]
        return self._start_ticks + self._ticks_run + since * tempo / 60 * TICKS_PER_QUARTER

    def tempo_to_keep_up(self, at_seconds: float, ticks: float) -> float | None:
        """Return the tempo with which a song at `ticks` comes to where it should be."""
        tempo, wanted = self.tempo_bpm, self.song_ticks(at_seconds)
        if tempo is None or wanted is None:
            return tempo
        behind_quarters = (wanted - ticks) / TICKS_PER_QUARTER
        kept = tempo * (1 + behind_quarters / CATCH_UP_QUARTERS)
        return min(max(kept, tempo / 2, SLOWEST_TEMPO_BPM), tempo * 2, FASTEST_TEMPO_BPM)

    @property
    def _ticks_run(self) -> float:
        """How far the pulses since the first have moved the song."""
        pulses = max(0, (self._pulses or 0) - 1)
        return pulses * TICKS_PER_QUARTER / PULSES_A_QUARTER

    def _begin(self, ticks: float) -> None:
        self._start_ticks = ticks
        self._pulses = 0
