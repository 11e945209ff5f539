"""Owns History: the notes of a melody so far, and the feature row that they make.

There is a row after every note, and one before the first. It describes the past, and the place in
the bar at which the last note has ended. Training and the app make it by the same code.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.domain import Key
from app.generation import columns as c
from app.generation import vocabulary as v
from app.generation.encoding import LONGEST_HISTORY, Frame, StepNote
from app.generation.matching import Matcher
from app.generation.plan import UNPLANNED, Plan, PlannedBar
from app.generation.scale_steps import scale_steps

Row = NDArray[np.int32]
"""Indices into the embedding table, [columns]; see `columns`."""

LOWEST_FIRST_PITCH: Final = 55
HIGHEST_FIRST_PITCH: Final = 84
"""G3 to C6, where the corpus lies. A melody that begins outside is seen in a nearer octave."""

_SYMBOL_LENGTHS: Final = 8192
"""Symbols for matching are a length in steps, below this, plus this times a pitch or the like."""

_NO_INTERVAL: Final = 999
"""Stands for the interval of a melody's first note; no interval in MIDI is as wide."""


class _Lag:
    """For how many notes in a row the melody has repeated what it did so many steps ago."""

    __slots__ = ("by_interval", "by_pitch", "by_rhythm", "steps")

    def __init__(self, steps: int) -> None:
        self.steps = steps
        self.by_rhythm = self.by_interval = self.by_pitch = 0

    def copy(self) -> _Lag:
        other = _Lag(self.steps)
        other.by_rhythm, other.by_interval = self.by_rhythm, self.by_interval
        other.by_pitch = self.by_pitch
        return other

    @property
    def run(self) -> int:
        """The class of a "run" column: agreement in pitch counts most, in rhythm alone least."""
        if self.by_pitch and self.by_pitch >= self.by_interval:
            return 2 * c.LONGEST_RUN + min(self.by_pitch, c.LONGEST_RUN)
        if self.by_interval:
            return c.LONGEST_RUN + min(self.by_interval, c.LONGEST_RUN)
        return min(self.by_rhythm, c.LONGEST_RUN)


class _NoteClasses(NamedTuple):
    """The classes that a note has in the columns that look it up."""

    pitch: int
    length: int
    interval: int
    gap: int


class History:
    """The notes of a melody so far, with its frame and plan.

    `register` is a pitch near which the melody will begin, None if that is not known; then the
    first note decides the octave in which the melody is seen.
    """

    def __init__(self, frame: Frame, plan: Plan = (), register: int | None = None) -> None:
        self.frame = frame
        self.plan = plan
        self.end = frame.start
        self.reference = 60 + frame.key.tonic_pitch_class
        self._has_register = register is not None
        if register is not None:
            self.reference = _nearest_reference(frame.key, register)
        self._bar = frame.bar
        self._lags = [_Lag(max(1, int(bars * frame.bar))) for bars in c.LAG_BARS]
        self._steps = scale_steps(frame.key)
        self._notes: list[StepNote] = []
        self._onsets: list[int] = []
        self._places: dict[int, int] = {}
        self._classes: list[_NoteClasses] = []
        self._exact, self._moved, self._stepped, self._rhythm = (Matcher() for _ in range(4))
        meter, mode = v.meter_class(frame.meter), v.MODES.index(frame.key.mode)
        self._constants = (meter, mode, frame.style)

    def __len__(self) -> int:
        return len(self._notes)

    @property
    def last_pitch(self) -> int | None:
        """The pitch of the last note, None before the first one."""
        return self._notes[-1].pitch if self._notes else None

    def copy(self) -> History:
        """Return an independent copy."""
        other = History(self.frame, self.plan)
        other.end, other.reference = self.end, self.reference
        other._has_register = self._has_register
        other._lags = [lag.copy() for lag in self._lags]
        other._notes, other._onsets, other._classes = (
            self._notes[:],
            self._onsets[:],
            self._classes[:],
        )
        other._places = self._places.copy()
        other._exact, other._moved = self._exact.copy(), self._moved.copy()
        other._stepped, other._rhythm = self._stepped.copy(), self._rhythm.copy()
        return other

    def append(self, note: StepNote) -> None:
        """Add a note that begins at or after the end of the last."""
        index = len(self._notes)
        if index == LONGEST_HISTORY:
            self._forget()
            index = len(self._notes)
        if not index and not self._has_register:
            self.reference = _nearest_reference(self.frame.key, note.pitch)
        before = self._notes[-1].pitch if index else None
        length = min(note.duration, _SYMBOL_LENGTHS - 1)
        interval, steps = _NO_INTERVAL, _NO_INTERVAL
        if before is not None:
            interval = note.pitch - before
            steps = self._steps.of_pitch[note.pitch] - self._steps.of_pitch[before]
        self._exact.append(index, note.pitch * _SYMBOL_LENGTHS + length)
        self._moved.append(index, (interval + 1024) * _SYMBOL_LENGTHS + length)
        self._stepped.append(index, (steps + 1024) * _SYMBOL_LENGTHS + length)
        self._rhythm.append(index, note.onset % self._bar * _SYMBOL_LENGTHS + length)
        for lag in self._lags:
            self._update_run(lag, note, interval)
        self._classes.append(
            _NoteClasses(
                self._height(note.pitch),
                v.duration_class(note.duration) + 1,
                v.interval_class(interval) if index else 0,
                v.gap_class(max(0, note.onset - self.end)),
            )
        )
        self._onsets.append(note.onset)
        self._places[note.onset] = index
        self._notes.append(note)
        self.end = note.end

    def row(self, countdown: int = 0) -> Row:
        """Return the features at this moment, int32 [columns].

        `countdown` is the number of bars left, the present one included; 0 hides it from the model.
        The columns about a known future are empty; `known_future` fills them.
        """
        now, bar = self.end, self._bar
        bar_number, place = divmod(now, bar)
        values = [
            *self._note_before(),
            place % v.POSITION_CLASSES,
            min(bar - place, v.POSITION_CLASSES) - 1,
            now % 24,
            bar_number % 4,
            bar_number % 8,
            min(max(bar_number + 1, 0), c.FARTHEST_BAR),
            *self._constants,
            min(countdown, c.FARTHEST_COUNTDOWN),
            min(self.frame.density, c.DENSEST),
            self.frame.chord_at(now),
        ]
        for lag in self._lags:
            values += self._sounding(now - lag.steps)
            values.append(lag.run)
        values += self._matches()
        values += self._plan_columns()
        row = c.OFFSETS.copy()
        row[: len(values)] += np.array(values, np.int32)
        return row

    def _update_run(self, lag: _Lag, note: StepNote, interval: int) -> None:
        """Compare a new note with the one that began so many steps ago."""
        index = self._places.get(note.onset - lag.steps)
        if index is None or self._notes[index].duration != note.duration:
            lag.by_rhythm = lag.by_interval = lag.by_pitch = 0
            return
        lag.by_rhythm += 1
        same_interval = index > 0 and interval == (
            self._notes[index].pitch - self._notes[index - 1].pitch
        )
        lag.by_interval = lag.by_interval + 1 if same_interval else 0
        lag.by_pitch = lag.by_pitch + 1 if self._notes[index].pitch == note.pitch else 0

    def _note_before(self) -> tuple[int, int, int, int, int]:
        if not self._notes:
            return 0, 0, 0, 0, 0
        classes, degree = self._classes[-1], (self._notes[-1].pitch - self.reference) % 12 + 1
        return classes.pitch, degree, classes.interval, classes.length, classes.gap

    def _sounding(self, step: int) -> tuple[int, int, int]:
        """Return the pitch, length and interval classes of what sounded or began at a step."""
        index = bisect_right(self._onsets, step) - 1
        if index < 0:
            return 0, 0, 0
        note = self._notes[index]
        if step >= note.end:
            if index + 1 == len(self._notes):
                return 0, 0, 0
            return c.REST, v.duration_class(self._onsets[index + 1] - step) + 1, 0
        classes = self._classes[index]
        if step > note.onset:
            return classes.pitch, c.SUSTAINED, 0
        return classes.pitch, classes.length, classes.interval

    def _matches(self) -> list[int]:
        return [
            *self._exact_match(),
            *self._moved_match(),
            *self._stepped_match(),
            *self._rhythm_match(),
        ]

    def _exact_match(self) -> tuple[int, int, int, int]:
        index, length = self._exact.found, self._exact.length
        if not length:
            return 0, 0, 0, 0
        classes = self._classes[index]
        return classes.pitch, classes.length, classes.gap, min(length, c.LONGEST_MATCH)

    def _moved_match(self) -> tuple[int, int, int, int]:
        index, length = self._moved.found, self._moved.length
        if not length:
            return 0, 0, 0, 0
        classes = self._classes[index]
        return classes.interval, classes.length, classes.gap, min(length, c.LONGEST_MATCH)

    def _stepped_match(self) -> tuple[int, int, int]:
        index, length = self._stepped.found, self._stepped.length
        if not length:
            return 0, 0, 0
        return self._stepped_pitch(index), self._classes[index].length, min(length, c.LONGEST_MATCH)

    def _rhythm_match(self) -> tuple[int, int, int]:
        index, length = self._rhythm.found, self._rhythm.length
        if not length:
            return 0, 0, 0
        classes = self._classes[index]
        return classes.length, classes.gap, min(length, c.LONGEST_MATCH)

    def _plan_columns(self) -> tuple[int, int, int, int, int, int]:
        """Return what the plan says of the present bar, and what its source has at this place."""
        planned = self.planned_bar(self.end // self._bar)
        if not planned.lag:
            return planned.relation, 0, 0, 0, 0, 0
        step = self.end - planned.lag * self._bar
        pitch, length, interval = self._sounding(step)
        stepped = 0
        if interval and self._notes:
            mirrored = planned.relation is v.Relation.INVERTED
            stepped = self._stepped_pitch(self._places[step], mirrored)
        lag = min(planned.lag, v.FARTHEST_SOURCE)
        return planned.relation, lag, pitch, length, interval, stepped

    def planned_bar(self, number: int) -> PlannedBar:
        """Return the plan of a bar; the first full bar has the number 0."""
        return self.plan[number] if 0 <= number < len(self.plan) else UNPLANNED

    def _stepped_pitch(self, index: int, mirrored: bool = False) -> int:
        """Return the height class that lies as many scale steps from here as led to a note.

        `index` is the note's; `mirrored` goes the other way. The class is 0 for the first note.
        """
        if not index:
            return 0
        of_pitch = self._steps.of_pitch
        steps = of_pitch[self._notes[index].pitch] - of_pitch[self._notes[index - 1].pitch]
        here = self._notes[-1].pitch
        return self._height(self._steps.moved(here, -steps if mirrored else steps))

    def _height(self, pitch: int) -> int:
        return v.height_class(pitch - self.reference) + 1

    def _forget(self) -> None:
        """Drop the older half of the notes, as if the melody had begun with the newer half."""
        kept = self._notes[LONGEST_HISTORY // 2 :]
        end = self.end
        self._has_register = True
        self._lags = [_Lag(lag.steps) for lag in self._lags]
        self._notes, self._onsets, self._classes, self._places = [], [], [], {}
        self._exact, self._moved, self._stepped, self._rhythm = (Matcher() for _ in range(4))
        self.end = kept[0].onset
        for note in kept:
            self.append(note)
        self.end = end


def _nearest_reference(key: Key, first_pitch: int) -> int:
    """Return the MIDI pitch of the tonic from which heights are counted."""
    seen_pitch = first_pitch
    while seen_pitch < LOWEST_FIRST_PITCH:
        seen_pitch += 12
    while seen_pitch > HIGHEST_FIRST_PITCH:
        seen_pitch -= 12
    return 60 + key.tonic_pitch_class + first_pitch - seen_pitch
