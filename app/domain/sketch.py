"""Owns Sketch: a melody with all that is needed to hear and to write it."""

from __future__ import annotations

from dataclasses import dataclass, field

from app.constants import DEFAULT_TEMPO_BPM, FASTEST_TEMPO_BPM, SLOWEST_TEMPO_BPM
from app.domain.chords import ChordChange, Chords
from app.domain.key import Key
from app.domain.melody import Melody
from app.domain.meter import Meter
from app.errors import InvalidValueError


@dataclass(frozen=True, slots=True)
class Sketch:
    """A melody in one key, meter and tempo (in quarters a minute).

    `pickup_ticks` is the length of an incomplete first bar, or 0; bar 1 begins after it. Raises
    InvalidValueError for a tempo or pickup out of range.
    """

    title: str = ""
    melody: Melody = field(default_factory=Melody)
    key: Key = field(default_factory=Key)
    meter: Meter = field(default_factory=Meter)
    tempo_bpm: float = DEFAULT_TEMPO_BPM
    pickup_ticks: int = 0
    chords: Chords = field(default_factory=Chords)
    composer: str = ""

    def __post_init__(self) -> None:
        if not SLOWEST_TEMPO_BPM <= self.tempo_bpm <= FASTEST_TEMPO_BPM:
            raise InvalidValueError(
                f"A tempo of {self.tempo_bpm:g} is out of range; choose one from"
                f" {SLOWEST_TEMPO_BPM:g} to {FASTEST_TEMPO_BPM:g} quarter notes per minute."
            )
        if not 0 <= self.pickup_ticks < self.meter.bar_ticks:
            raise InvalidValueError(
                f"A pickup of {self.pickup_ticks} ticks is not shorter than a bar of {self.meter}."
            )

    @property
    def bars(self) -> int:
        """The number of bars that the melody reaches into, without the pickup."""
        return max(0, -((self.pickup_ticks - self.melody.end_ticks) // self.meter.bar_ticks))

    @property
    def end_ticks(self) -> int:
        """The bar line at which the last bar ends."""
        return self.bar_start_ticks(self.bars + 1)

    def bar_start_ticks(self, bar: int) -> int:
        """Return where a bar (1-based) begins; bar 0 is the pickup."""
        return 0 if bar < 1 else self.pickup_ticks + (bar - 1) * self.meter.bar_ticks

    def bar_at(self, ticks: int) -> int:
        """Return the bar (1-based) in which a tick lies; 0 in the pickup."""
        return (ticks - self.pickup_ticks) // self.meter.bar_ticks + 1

    @property
    def chord_changes(self) -> tuple[ChordChange, ...]:
        """The chord changes up to the end of the last bar."""
        return self.chords.changes(self.meter, self.pickup_ticks, self.end_ticks)
