"""Owns Schedule: which key goes down or up at which tick, in the order in which it is heard."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import NamedTuple

from app.constants import DEFAULT_TEMPO_BPM
from app.domain import Sketch


class Event(NamedTuple):
    """A key that goes down at a tick, or up where the velocity is 0."""

    ticks: int
    pitch: int
    velocity: int


@dataclass(frozen=True, slots=True)
class Schedule:
    """Events sorted by tick, kept in columns so that thousands pass between processes at once.

    At one tick keys go up before others go down. Playing ends at `end_ticks`, a bar line.
    """

    ticks: tuple[int, ...] = ()
    pitches: bytes = b""
    velocities: bytes = b""
    end_ticks: int = 0
    tempo_bpm: float = DEFAULT_TEMPO_BPM

    @classmethod
    def of(cls, sketch: Sketch) -> Schedule:
        """Make the schedule of a sketch."""
        events = sorted(
            event
            for note in sketch.melody
            for event in (
                (note.onset_ticks, note.velocity, note.pitch),
                (note.end_ticks, 0, note.pitch),
            )
        )
        return cls(
            tuple(ticks for ticks, _, _ in events),
            bytes(pitch for _, _, pitch in events),
            bytes(velocity for _, velocity, _ in events),
            max(sketch.end_ticks, sketch.melody.end_ticks),
            sketch.tempo_bpm,
        )

    def __len__(self) -> int:
        return len(self.ticks)

    def __getitem__(self, index: int) -> Event:
        return Event(self.ticks[index], self.pitches[index], self.velocities[index])

    def index_at(self, ticks: float) -> int:
        """Return the index of the first event that is not before `ticks`."""
        return bisect_left(self.ticks, ticks)

    def is_down_before(self, index: int, pitch: int) -> bool:
        """Tell whether the events before an index leave `pitch` pressed."""
        last = self.pitches.rfind(pitch, 0, index)
        return last >= 0 and self.velocities[last] > 0
