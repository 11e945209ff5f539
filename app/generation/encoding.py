"""Owns what the model sees: a melody as steps of its grid, and the features of each moment.

One row of features is made after every note (and one before the first); the row describes the past
and the place in the bar at which the last note has ended. Training and the app use the same code.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.domain import Key, Meter, Sketch
from app.domain.timebase import ticks_to_steps
from app.generation import vocabulary as v

Row = NDArray[np.int32]

LONGEST_HISTORY: Final = 512
"""Notes back that features can see."""

LONGEST_MATCH: Final = 16
FARTHEST_BAR: Final = 64
FARTHEST_COUNTDOWN: Final = 9
LOWEST_FIRST_PITCH: Final = 55
HIGHEST_FIRST_PITCH: Final = 84
"""A melody that begins beyond is seen in a nearer octave (G3 to C6, where the corpus lies)."""

_PITCH, _LENGTH, _INTERVAL = v.HEIGHT_CLASSES + 2, v.DURATION_CLASSES + 2, v.INTERVAL_CLASSES
_REST, _HELD = v.HEIGHT_CLASSES + 1, v.DURATION_CLASSES + 1
_LAGS: Final = 5
_MATCH = LONGEST_MATCH + 1

FEATURE_SIZES: Final = (
    _PITCH, 13, _INTERVAL, _LENGTH, v.GAP_CLASSES,  # the note before
    v.POSITION_CLASSES, v.POSITION_CLASSES, 24, 4, 8, FARTHEST_BAR + 1,  # the place
    v.METER_CLASSES, len(v.MODES), len(v.STYLES) + 1, FARTHEST_COUNTDOWN + 1,  # what is told
    *((_PITCH, _LENGTH, _INTERVAL) * _LAGS),  # half a bar, 1, 2, 4 and 8 bars back
    _PITCH, _LENGTH, v.GAP_CLASSES, _MATCH,  # what came after the longest exact match
    _INTERVAL, _LENGTH, v.GAP_CLASSES, _MATCH,  # and after the longest transposed one
)  # fmt: skip
"""Classes of each feature; class 0 says that there is nothing there."""

FEATURE_OFFSETS: Final = np.array([0, *accumulate(FEATURE_SIZES)][:-1], np.int32)
TABLE_ROWS: Final = sum(FEATURE_SIZES)
BAR_FEATURE: Final = 10
STYLE_FEATURE: Final = 13
COUNTDOWN_FEATURE: Final = 14


@dataclass(frozen=True, slots=True)
class StepNote:
    """A note on the grid: onset in steps from the first full bar (a pickup is negative)."""

    onset: int
    duration: int
    pitch: int

    @property
    def end(self) -> int:
        """The step at which the note has ended."""
        return self.onset + self.duration


@dataclass(frozen=True, slots=True)
class Frame:
    """What is told of a melody before its first note: key, meter, style, and where it starts."""

    key: Key
    meter: Meter
    start: int = 0
    style: int = 0

    @property
    def bar(self) -> int:
        """Steps of a bar."""
        return ticks_to_steps(self.meter.bar_ticks)


def sketch_frame(sketch: Sketch, style: int = 0) -> Frame:
    """Return the frame of a sketch; `style` is a class, 0 for any."""
    return Frame(sketch.key, sketch.meter, ticks_to_steps(-sketch.pickup_ticks), style)


def sketch_notes(sketch: Sketch) -> tuple[StepNote, ...]:
    """Lay the melody on the grid, each note at least one step long and none overlapping."""
    notes: list[StepNote] = []
    free_from = ticks_to_steps(-sketch.pickup_ticks)
    for note in sketch.melody:
        onset = max(free_from, ticks_to_steps(note.onset_ticks - sketch.pickup_ticks))
        free_from = max(onset + 1, ticks_to_steps(note.end_ticks - sketch.pickup_ticks))
        notes.append(StepNote(onset, free_from - onset, note.pitch))
    return tuple(notes)


class _Matcher:
    """The longest run of symbols that ends now and has been before (Conklin & Witten 1995)."""

    def __init__(self) -> None:
        self._symbols = np.zeros(LONGEST_HISTORY, np.int64)
        self._runs = np.zeros(LONGEST_HISTORY, np.int64)

    def append(self, index: int, symbol: int) -> tuple[int, int]:
        """Add the symbol at `index`; return the run's length and the index that came after it."""
        symbols, runs = self._symbols, self._runs
        symbols[index] = symbol
        if not index:
            return 0, 0
        grown = np.empty(index, np.int64)
        grown[0] = 1
        np.add(runs[: index - 1], 1, out=grown[1:])
        grown *= symbols[:index] == symbol
        runs[:index] = grown
        latest = index - 1 - int(grown[::-1].argmax())
        return int(grown[latest]), latest + 1

    def copy(self) -> _Matcher:
        """Return an independent copy."""
        other = _Matcher()
        other._symbols[:] = self._symbols
        other._runs[:] = self._runs
        return other


class History:
    """The notes so far, and the features that follow from them."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self.end = frame.start
        self.reference = 60 + frame.key.tonic_pitch_class
        self._bar = frame.bar
        self._lags = (max(1, self._bar // 2), *(self._bar * bars for bars in (1, 2, 4, 8)))
        self._onsets: list[int] = []
        self._notes: list[StepNote] = []
        self._gaps: list[int] = []
        self._exact, self._transposed = _Matcher(), _Matcher()
        self._exact_found = self._transposed_found = (0, 0)
        meter, mode = v.meter_class(frame.meter), v.MODES.index(frame.key.mode)
        self._told = (meter, mode, frame.style)

    def __len__(self) -> int:
        return len(self._notes)

    @property
    def last_pitch(self) -> int | None:
        """The pitch of the last note, None before the first."""
        return self._notes[-1].pitch if self._notes else None

    def copy(self) -> History:
        """Return an independent copy."""
        other = History(self.frame)
        other.end, other.reference = self.end, self.reference
        other._onsets, other._notes, other._gaps = self._onsets[:], self._notes[:], self._gaps[:]
        other._exact, other._transposed = self._exact.copy(), self._transposed.copy()
        other._exact_found, other._transposed_found = self._exact_found, self._transposed_found
        return other

    def append(self, note: StepNote) -> None:
        """Add a note that begins at or after the end of the last."""
        index = len(self._notes)
        if index == LONGEST_HISTORY:
            self._forget()
            index = len(self._notes)
        gap = v.gap_class(max(0, note.onset - self.end))
        if not index:
            self.reference = _nearest_reference(self.frame.key, note.pitch)
        interval = note.pitch - self._notes[-1].pitch if index else 999
        self._exact_found = self._exact.append(index, note.pitch * 8192 + min(note.duration, 8191))
        self._transposed_found = self._transposed.append(
            index, (interval + 1024) * 8192 + min(note.duration, 8191)
        )
        self._onsets.append(note.onset)
        self._notes.append(note)
        self._gaps.append(gap)
        self.end = note.end

    def row(self, countdown: int = 0) -> Row:
        """Return the features now, as rows of the embedding table, int32 [features].

        `countdown` is the number of bars left, the running one included; 0 if it is not told.
        """
        now, bar = self.end, self._bar
        number, place = divmod(now, bar)
        values = [
            *self._note_before(),
            place % v.POSITION_CLASSES,
            min(bar - place, v.POSITION_CLASSES) - 1,
            now % 24,
            number % 4,
            number % 8,
            min(max(number + 1, 0), FARTHEST_BAR),
            *self._told,
            min(countdown, FARTHEST_COUNTDOWN),
        ]
        for lag in self._lags:
            values += self._sounding(now - lag)
        values += self._after_matches()
        return np.array(values, np.int32) + FEATURE_OFFSETS

    def _note_before(self) -> tuple[int, int, int, int, int]:
        if not self._notes:
            return 0, 0, 0, 0, 0
        note = self._notes[-1]
        return (
            self._height(note.pitch),
            (note.pitch - self.reference) % 12 + 1,
            self._interval_to(len(self._notes) - 1),
            v.duration_class(note.duration) + 1,
            self._gaps[-1],
        )

    def _sounding(self, step: int) -> tuple[int, int, int]:
        """Return pitch, length and interval of what sounded or began at a step."""
        index = bisect_right(self._onsets, step) - 1
        if index < 0:
            return 0, 0, 0
        note = self._notes[index]
        if step >= note.end:
            if index + 1 == len(self._notes):
                return 0, 0, 0
            return _REST, v.duration_class(self._onsets[index + 1] - step) + 1, 0
        if step > note.onset:
            return self._height(note.pitch), _HELD, 0
        length = v.duration_class(note.duration) + 1
        return self._height(note.pitch), length, self._interval_to(index)

    def _after_matches(self) -> tuple[int, ...]:
        exact, transposed = (0, 0, 0, 0), (0, 0, 0, 0)
        length, index = self._exact_found
        if length:
            note = self._notes[index]
            pitch, duration = self._height(note.pitch), v.duration_class(note.duration) + 1
            exact = (pitch, duration, self._gaps[index], min(length, LONGEST_MATCH))
        length, index = self._transposed_found
        if length:
            duration = v.duration_class(self._notes[index].duration) + 1
            interval = self._interval_to(index)
            transposed = (interval, duration, self._gaps[index], min(length, LONGEST_MATCH))
        return *exact, *transposed

    def _height(self, pitch: int) -> int:
        return v.height_class(pitch - self.reference) + 1

    def _interval_to(self, index: int) -> int:
        if not index:
            return 0
        return v.interval_class(self._notes[index].pitch - self._notes[index - 1].pitch)

    def _forget(self) -> None:
        """Drop the older half, as if the melody had begun with the younger."""
        kept = self._notes[LONGEST_HISTORY // 2 :]
        end, reference = self.end, self.reference
        self._onsets, self._notes, self._gaps = [], [], []
        self._exact, self._transposed = _Matcher(), _Matcher()
        self.end = kept[0].onset
        for note in kept:
            self.append(note)
        self.end, self.reference = end, reference


def _nearest_reference(key: Key, first_pitch: int) -> int:
    """Return the tonic from which heights are counted, in MIDI pitch."""
    seen = first_pitch
    while seen < LOWEST_FIRST_PITCH:
        seen += 12
    while seen > HIGHEST_FIRST_PITCH:
        seen -= 12
    return 60 + key.tonic_pitch_class + first_pitch - seen
