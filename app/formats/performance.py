"""Puts performances on a grid: pretty_midi tells the seconds, and note-seq finds the grid."""

from __future__ import annotations

import io
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Final, SupportsFloat

from app.constants import TICKS_PER_QUARTER
from app.domain import Meter, Note
from app.domain.reading import Reading
from app.domain.timebase import quarters_to_ticks
from app.formats.beat_finding import MOST_MISFIT, Beats, found_beats, misfit
from app.formats.magenta import Timed, quantised

NEAR_BEAT: Final = 1 / 8
"""What is so little before a beat, in quarters, was meant to be on it."""

Clock = Callable[[float], float]
"""Returns the second at which a quarter of the file is."""

Notes = tuple[Note, ...]
Played = tuple[SupportsFloat, SupportsFloat, int, int]
"""A note: start and end in quarters of the file, pitch and velocity."""


@dataclass(frozen=True, slots=True)
class FoundBeat:
    """The beat of music that was played without one: beats at moments, and `pickup` before them.

    `clock` is that of the file, in whose quarters places are told.
    """

    beats: Beats
    clock: Clock
    pickup: int

    @property
    def tempo_bpm(self) -> float:
        """The usual tempo, in quarters a minute, each of which is a beat."""
        return self.beats.tempo_bpm

    def pickup_ticks(self, meter: Meter) -> int:
        """Return the length of the incomplete bar before the first beat that was followed."""
        return self.pickup * TICKS_PER_QUARTER % meter.bar_ticks

    def at(self, quarters: SupportsFloat) -> float:
        """Return where a place of the file, in its quarters, is in quarters of this beat."""
        return max(self.beats.at(self.clock(float(quarters))) + self.pickup, 0.0)


def found_beat(onsets: Sequence[float], clock: Clock) -> FoundBeat | None:
    """Return the beat of a performance; None if that of the file fits, or no other is found.

    The onsets are in quarters of the file.
    """
    if misfit(onsets) <= MOST_MISFIT:
        return None
    moments = [clock(onset) for onset in onsets]
    beats = found_beats(moments)
    if beats is None:
        return None
    return FoundBeat(beats, clock, max(0, ceil(-beats.at(min(moments)) - NEAR_BEAT)))


def on_grid(notes: Sequence[Played], beat: FoundBeat | None) -> list[Timed]:
    """Move notes to the grid of a beat, or else to that of the file's quarters."""
    if beat is None:
        return quantised(notes)
    return quantised([(beat.at(a), beat.at(b), pitch, velocity) for a, b, pitch, velocity in notes])


def notes_of(timed: Sequence[Timed], letters: Sequence[str | None] | None = None) -> Notes:
    """Return notes in their order, each with its letter if letters are given."""
    notes = []
    for place, (start, end, pitch, velocity) in enumerate(timed):
        onset = quarters_to_ticks(start)
        length = max(1, quarters_to_ticks(end) - onset)
        letter = letters[place] if letters else None
        notes.append(Note(onset, length, pitch, velocity, letter=letter))
    return tuple(sorted(notes, key=lambda note: note.onset_ticks))


def told_of_performance(
    reading: Reading, meter: Meter, pickup_ticks: int, beat: FoundBeat | None
) -> str:
    """Return the sentence about a performance, with the beat if it had to be found."""
    bars = f"in bars of {meter}" + (" after a pickup" if pickup_ticks else "")
    if reading is Reading.PLAYED:
        return f"This is a performance; its notes were left where they were played, {bars}."
    found = f"its beat was found, about {beat.tempo_bpm:g} a minute, and " if beat else ""
    return f"This is a performance; {found}its notes were moved to the nearest grid lines, {bars}."


def clock_of(tempo_map: bytes) -> Clock:
    """Return the clock of a MIDI file that has nothing but tempi: the second of each quarter."""
    import pretty_midi

    seconds, tempi = pretty_midi.PrettyMIDI(io.BytesIO(tempo_map)).get_tempo_changes()
    changes = [0.0]
    for place in range(1, len(seconds)):
        passed = float(seconds[place] - seconds[place - 1])
        changes.append(changes[-1] + passed * float(tempi[place - 1]) / 60)

    def clock(quarters: float) -> float:
        place = max(0, bisect_right(changes, quarters) - 1)
        return float(seconds[place]) + (quarters - changes[place]) * 60 / float(tempi[place])

    return clock
