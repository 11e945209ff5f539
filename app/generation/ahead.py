"""Owns the columns that tell of a known future: fixed notes after a passage that is to be filled.

They let the same weights that continue a melody write towards what follows.
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
    """Notes int64 [notes] in order: onsets and durations in steps, MIDI pitches."""

    onsets: Ints
    durations: Ints
    pitches: Ints


@dataclass(frozen=True)
class Moments:
    """Where a melody stands, int64 [moments] each.

    `now` is the step reached, `pitches` the last pitch (-1 for none), `following` the index of the
    next fixed note, `visible` the index of the first fixed note behind the passage.
    """

    now: Ints
    pitches: Ints
    following: Ints
    visible: Ints


def ahead_columns(moments: Moments, fixed: FixedNotes, reference: int, bar: int) -> Ints:
    """Return the classes of the columns from FIRST_AHEAD on, int64 [moments, columns]."""
    following = moments.following
    last = len(fixed.onsets) - 1
    known = following <= last
    next_index = np.minimum(following, last)
    next_pitch = fixed.pitches[next_index]
    second = np.minimum(next_index + 1, last)
    has_second = (following + 1 <= last) & (following + 1 >= moments.visible)
    told = [
        1 + _lengths(np.maximum(0, fixed.onsets[next_index] - moments.now)),
        _heights(next_pitch - reference),
        np.where(moments.pitches >= 0, _intervals(next_pitch - moments.pitches), 0),
        _lengths(fixed.durations[next_index]),
        np.where(has_second, _intervals(fixed.pitches[second] - next_pitch), 0),
    ]
    for bars in c.AHEAD_BARS:
        told += _sounding(moments.now + bars * bar, moments.visible, fixed, reference)
    columns: Ints = np.stack(told, axis=1) * known[:, None]
    return columns


def _sounding(steps: Ints, visible: Ints, fixed: FixedNotes, reference: int) -> tuple[Ints, Ints]:
    """Return pitch and length classes of what sounds at steps, 0 before the visible notes."""
    last = len(fixed.onsets) - 1
    index = np.searchsorted(fixed.onsets, steps, side="right") - 1
    seen = index >= np.maximum(visible, 0)
    index = np.maximum(index, 0)
    ends = fixed.onsets[index] + fixed.durations[index]
    silent = steps >= ends
    rest = fixed.onsets[np.minimum(index + 1, last)] - steps
    pitch = np.where(silent, c.REST, _heights(fixed.pitches[index] - reference))
    length = np.where(steps > fixed.onsets[index], c.HELD, _lengths(fixed.durations[index]))
    length = np.where(silent, _lengths(np.maximum(1, rest)), length)
    over = silent & (index == last)
    shown = seen & ~over
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
