"""Owns the feature columns about a known future: the fixed notes that lie ahead.

Fixed notes are those that a passage keeps and those that follow it. Because the model is given
these columns, the same weights that continue a melody can also write towards what comes next.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.generation import columns as c
from app.generation import vocabulary as v

Ints = NDArray[np.int64]

_LENGTH_CLASSES: Final = np.array(
    [v.length_class(steps) for steps in range(v.LONGEST_STEPS + 1)], np.int64
)


@dataclass(frozen=True)
class FixedNotes:
    """Notes that are settled already, in order; arrays int64 [notes].

    `onsets` and `durations` are in steps, `pitches` are MIDI pitches.
    """

    onsets: Ints
    durations: Ints
    pitches: Ints


@dataclass(frozen=True)
class MelodyPositions:
    """How far a melody has come, at one moment or at several; arrays int64 [moments].

    `steps` is the step reached and `last_pitches` the last note's pitch, -1 before the first note.
    `next_fixed` is the index of the next fixed note. `first_visible` is the index of the first
    fixed note behind the passage; of the ones before it, the model sees only the next.
    """

    steps: Ints
    last_pitches: Ints
    next_fixed: Ints
    first_visible: Ints


def future_columns(positions: MelodyPositions, fixed: FixedNotes, reference: int, bar: int) -> Ints:
    """Return the classes of the columns from FIRST_FUTURE on, int64 [moments, columns].

    `reference` is the MIDI pitch from which heights are counted, `bar` the steps of a bar. A row
    is 0 throughout where no fixed note lies ahead.
    """
    index = positions.next_fixed
    last = len(fixed.onsets) - 1
    has_next = index <= last
    next_index = np.minimum(index, last)
    next_pitch = fixed.pitches[next_index]
    second = np.minimum(next_index + 1, last)
    has_second = (index + 1 <= last) & (index + 1 >= positions.first_visible)
    values = [
        1 + _lengths(np.maximum(0, fixed.onsets[next_index] - positions.steps)),
        _heights(next_pitch - reference),
        np.where(positions.last_pitches >= 0, _intervals(next_pitch - positions.last_pitches), 0),
        _lengths(fixed.durations[next_index]),
        np.where(has_second, _intervals(fixed.pitches[second] - next_pitch), 0),
    ]
    for bars in c.AHEAD_BARS:
        steps = positions.steps + bars * bar
        values += _sounding(steps, positions.first_visible, fixed, reference)
    columns: Ints = np.stack(values, axis=1) * has_next[:, None]
    return columns


def _sounding(
    steps: Ints, first_visible: Ints, fixed: FixedNotes, reference: int
) -> tuple[Ints, Ints]:
    """Return the classes of the pitch and the length of what sounds at each step.

    A rest counts as sounding. Both are 0 before the first visible note and after the last note.
    """
    last = len(fixed.onsets) - 1
    index = np.searchsorted(fixed.onsets, steps, side="right") - 1
    is_visible = index >= np.maximum(first_visible, 0)
    index = np.maximum(index, 0)
    ends = fixed.onsets[index] + fixed.durations[index]
    is_rest = steps >= ends
    rest = fixed.onsets[np.minimum(index + 1, last)] - steps
    pitch = np.where(is_rest, c.REST, _heights(fixed.pitches[index] - reference))
    length = np.where(steps > fixed.onsets[index], c.SUSTAINED, _lengths(fixed.durations[index]))
    length = np.where(is_rest, _lengths(np.maximum(1, rest)), length)
    is_over = is_rest & (index == last)
    shown = is_visible & ~is_over
    return pitch * shown, length * shown


def _lengths(steps: Ints) -> Ints:
    classes: Ints = _LENGTH_CLASSES[np.minimum(steps, v.LONGEST_STEPS)]
    return classes


def _heights(semitones: Ints) -> Ints:
    classes: Ints = np.clip(semitones, v.LOWEST_HEIGHT, v.HIGHEST_HEIGHT) - v.LOWEST_HEIGHT + 1
    return classes


def _intervals(semitones: Ints) -> Ints:
    widest = v.WIDEST_INTERVAL
    classes: Ints = np.clip(semitones, -widest, widest) + widest + 1
    return classes
