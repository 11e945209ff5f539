"""Owns the model's grid: a sketch as notes in steps (24 a quarter), and what goes with it."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import Final

from app.domain import Key, Meter, Sketch
from app.domain.timebase import ticks_to_steps
from app.generation import vocabulary as v

LONGEST_HISTORY: Final = 512
"""The most notes that the model's features look back on."""


@dataclass(frozen=True, slots=True)
class StepNote:
    """A note on the grid; its onset is counted from the first full bar, so a pickup is negative."""

    onset: int
    duration: int
    pitch: int

    @property
    def end(self) -> int:
        """The step at which the note has ended."""
        return self.onset + self.duration


@dataclass(frozen=True, slots=True)
class StepChord:
    """A chord that sounds from the step `onset` on; `chord` is its vocabulary class, 0 for none."""

    onset: int
    chord: int


@dataclass(frozen=True, slots=True)
class Frame:
    """What the model is given about a melody before its first note.

    `start` is the step at which the melody begins, negative with a pickup. `style` is the style's
    number from 1, `density` the notes a bar; both are 0 where the model is not given them.
    """

    key: Key
    meter: Meter
    start: int = 0
    style: int = 0
    density: int = 0
    chords: tuple[StepChord, ...] = ()

    @property
    def bar(self) -> int:
        """Steps of a bar."""
        return ticks_to_steps(self.meter.bar_ticks)

    def chord_at(self, step: int) -> int:
        """Return the class of the chord at a step, 0 for none."""
        index = bisect_right(self.chords, step, key=lambda chord: chord.onset) - 1
        return self.chords[index].chord if index >= 0 else 0


def sketch_frame(
    sketch: Sketch, style: int = 0, density: int = 0, end_ticks: int | None = None
) -> Frame:
    """Return the frame of a sketch, its chords repeated up to `end_ticks` (None: the sketch's end).

    `style` and `density` are those of Frame.
    """
    end_ticks = sketch.end_ticks if end_ticks is None else end_ticks
    tonic = sketch.key.tonic_pitch_class
    chords = tuple(
        StepChord(
            ticks_to_steps(change.onset_ticks - sketch.pickup_ticks),
            v.chord_class(change.chord.root_pitch_class, change.chord.kind, tonic),
        )
        for change in sketch.chords.changes(sketch.meter, sketch.pickup_ticks, end_ticks)
    )
    start = ticks_to_steps(-sketch.pickup_ticks)
    return Frame(sketch.key, sketch.meter, start, style, density, chords)


def sketch_notes(sketch: Sketch) -> tuple[StepNote, ...]:
    """Return the melody on the grid: each note at least one step long, and none overlapping."""
    notes: list[StepNote] = []
    free_from = ticks_to_steps(-sketch.pickup_ticks)
    for note in sketch.melody:
        onset = max(free_from, ticks_to_steps(note.onset_ticks - sketch.pickup_ticks))
        free_from = max(onset + 1, ticks_to_steps(note.end_ticks - sketch.pickup_ticks))
        notes.append(StepNote(onset, free_from - onset, note.pitch))
    return tuple(notes)
