"""Owns ClockFollower: finds tempo and place of a song from the MIDI clock of another program."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import Final

from app.constants import FASTEST_TEMPO_BPM, SLOWEST_TEMPO_BPM, TICKS_PER_QUARTER
from app.playback.midi.status_bytes import Clock

PULSES_A_QUARTER: Final = 24
SIXTEENTH_TICKS: Final = TICKS_PER_QUARTER // 4
MEASURED_PULSES: Final = 2 * PULSES_A_QUARTER
"""The tempo is measured over the last two quarters, which evens out the jitter of a cable."""

FEWEST_PULSES: Final = PULSES_A_QUARTER // 2
CATCH_UP_QUARTERS: Final = 2.0
"""The number of quarters within which a song that is ahead or behind is brought into place."""


@dataclass(frozen=True, slots=True)
class ClockMessage:
    """A message and its moment (of `time.perf_counter`); a position is counted in sixteenths."""

    time_seconds: float
    status: Clock
    sixteenths: int = 0


class ClockFollower:
    """Receives the messages of a clock, and finds from them where the song should be.

    As MIDI 1.0 has it, a song begins with the first pulse after start or continue. After start it
    begins at tick 0; after continue, at the last position that was sent or where it had stopped.
    """

    def __init__(self) -> None:
        self._moments: deque[float] = deque(maxlen=MEASURED_PULSES + 1)
        self._start_ticks = 0.0
        self._pulses: int | None = None
        self._position_ticks = 0.0

    @property
    def is_running(self) -> bool:
        """Whether the other program is playing."""
        return self._pulses is not None

    @property
    def start_ticks(self) -> float:
        """The tick at which the song began, or at which the next pulse will begin it."""
        return self._start_ticks

    @property
    def tempo_bpm(self) -> float | None:
        """The tempo in quarters a minute, limited to what a sketch can have; None if not yet known.

        It is the slope of the line that fits the moments of the pulses best, by least squares.
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

    def take_in(self, message: ClockMessage) -> None:
        """Handle a message."""
        match message.status:
            case Clock.PULSE:
                self._pulse(message.time_seconds)
            case Clock.START:
                self._begin(0.0)
            case Clock.CONTINUE:
                self._begin(self._position_ticks)
            case Clock.STOP:
                self._stop()
            case Clock.POSITION:
                self._position_ticks = float(message.sixteenths * SIXTEENTH_TICKS)

    def _pulse(self, at_seconds: float) -> None:
        self._moments.append(at_seconds)
        if self._pulses is not None:
            self._pulses += 1

    def _stop(self) -> None:
        if self._pulses is not None:
            self._position_ticks = self._start_ticks + self._ticks_run
            self._pulses = None

    def song_ticks(self, at_seconds: float) -> float | None:
        """Return the tick at which the song should be at a moment; None while it doesn't play."""
        tempo = self.tempo_bpm
        if not self._pulses or tempo is None:
            return None
        since = at_seconds - self._moments[-1]
        return self._start_ticks + self._ticks_run + since * tempo / 60 * TICKS_PER_QUARTER

    def tempo_to_keep_up(
        self, at_seconds: float, ticks: float, loop_ticks: int | None = None
    ) -> float | None:
        """Return the tempo that brings a song that is at `ticks` to where it should be.

        If it loops over `loop_ticks`, it may be in another round of the loop.
        """
        tempo, wanted = self.tempo_bpm, self.song_ticks(at_seconds)
        if tempo is None or wanted is None:
            return tempo
        behind_ticks = wanted - ticks
        if loop_ticks:
            behind_ticks = (behind_ticks + loop_ticks / 2) % loop_ticks - loop_ticks / 2
        behind_quarters = behind_ticks / TICKS_PER_QUARTER
        kept = tempo * (1 + behind_quarters / CATCH_UP_QUARTERS)
        return min(max(kept, tempo / 2, SLOWEST_TEMPO_BPM), tempo * 2, FASTEST_TEMPO_BPM)

    @property
    def _ticks_run(self) -> float:
        """How many ticks the pulses since the first have moved the song."""
        pulses = max(0, (self._pulses or 0) - 1)
        return pulses * TICKS_PER_QUARTER / PULSES_A_QUARTER

    def _begin(self, ticks: float) -> None:
        self._start_ticks = ticks
        self._pulses = 0
