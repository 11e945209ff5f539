"""Owns Schedule: which keys go down and up at which ticks, in order."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final, NamedTuple

from app.constants import DEFAULT_TEMPO_BPM
from app.domain import Pulse, Sketch
from app.domain.voicing import voiced
from app.playback.sequencing.voices import CHORDS, MELODY

CHORD_VELOCITY: Final = 70


class Event(NamedTuple):
    """A key of a channel that goes down at a tick or, if the velocity is 0, goes up."""

    ticks: int
    channel: int
    pitch: int
    velocity: int


@dataclass(frozen=True, slots=True)
class Schedule:
    """Events sorted by tick.

    They are stored in columns, so that thousands of them pass quickly between processes. At the
    same tick, keys go up before others go down. Playing ends at `end_ticks`, which is a bar line;
    the metronome follows the `pulse`.
    """

    ticks: tuple[int, ...] = ()
    channels: bytes = b""
    pitches: bytes = b""
    velocities: bytes = b""
    end_ticks: int = 0
    tempo_bpm: float = DEFAULT_TEMPO_BPM
    pulse: Pulse = field(default_factory=Pulse)

    @classmethod
    def of(cls, sketch: Sketch, *, with_chords: bool = False) -> Schedule:
        """Return the schedule of a sketch, including its chords if they are to be heard."""
        keys = [(n.onset_ticks, n.end_ticks, MELODY, n.pitch, n.velocity) for n in sketch.melody]
        if with_chords:
            keys += _chord_keys(sketch)
        events = sorted(
            event
            for onset, end, channel, pitch, velocity in keys
            for event in ((onset, velocity, channel, pitch), (end, 0, channel, pitch))
        )
        ticks, velocities, channels, pitches = zip(*events, strict=True) if events else ((),) * 4
        return cls(
            ticks,
            bytes(channels),
            bytes(pitches),
            bytes(velocities),
            max(sketch.end_ticks, sketch.melody.end_ticks),
            sketch.tempo_bpm,
            Pulse.of(sketch),
        )

    def __len__(self) -> int:
        return len(self.ticks)

    def __getitem__(self, index: int) -> Event:
        return Event(
            self.ticks[index], self.channels[index], self.pitches[index], self.velocities[index]
        )

    def index_at(self, ticks: float) -> int:
        """Return the index of the first event at or after a tick."""
        return bisect_left(self.ticks, ticks)

    def is_down_before(self, index: int, channel: int, pitch: int) -> bool:
        """Tell whether a key is still pressed after the events before an index."""
        while (index := self.pitches.rfind(pitch, 0, index)) >= 0:
            if self.channels[index] == channel:
                return self.velocities[index] > 0
        return False


def _chord_keys(sketch: Sketch) -> Iterator[tuple[int, int, int, int, int]]:
    """Yield the keys of the chords, which are struck again in every bar, since strings fade."""
    changes = sketch.chord_changes
    bars = range(sketch.pickup_ticks, sketch.end_ticks, sketch.meter.bar_ticks)
    chords = voiced([change.chord for change in changes])
    onsets = [change.onset_ticks for change in changes]
    struck = sorted({*onsets, *(bar for bar in bars if onsets and bar > onsets[0])})
    for onset, end in pairwise([*struck, sketch.end_ticks]):
        for pitch in chords[bisect_left(onsets, onset + 1) - 1]:
            yield onset, end, CHORDS, pitch, CHORD_VELOCITY
