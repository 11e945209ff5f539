"""Measures one continuation: pure functions of the motif's notes, the new notes and the frame.

A bar stands for the notes that begin in it. Most measures are shares, and None if there is nothing
to count. A beat is the one that is felt: three counts in compound meters.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import Final

from app.domain.timebase import ticks_to_steps
from app.generation.encoding import Frame, StepNote

MOTIF_BARS: Final = 4
NEW_BARS: Final = 8
FEWEST_NOTES_IN_PATTERN: Final = 3
LEAP_SEMITONES: Final = 8
"""An interval of so many semitones or more is a leap."""

Notes = Sequence[StepNote]
Measure = Callable[[Notes, Notes, Frame], float | None]
Histogram = Callable[[Notes, Notes, Frame], Counter[int]]
Bar = tuple[tuple[int, int, int], ...]
"""The onset in the bar, the duration and the pitch of each note that begins in a bar."""


def bars(notes: Notes, frame: Frame) -> list[Bar]:
    """Return the bars in which a note begins, in order."""
    found: dict[int, list[tuple[int, int, int]]] = {}
    for note in notes:
        place = (note.onset % frame.bar, note.duration, note.pitch)
        found.setdefault(note.onset // frame.bar, []).append(place)
    return [tuple(bar) for bar in found.values()]


def intervals(bar: Bar) -> tuple[int, ...] | None:
    """Return the intervals in a bar in semitones, None if it has fewer than three notes."""
    if len(bar) < FEWEST_NOTES_IN_PATTERN:
        return None
    return tuple(later[2] - earlier[2] for earlier, later in pairwise(bar))


def in_scale(_motif: Notes, new: Notes, frame: Frame) -> float | None:
    """Return the share of new notes that belong to the key's scale."""
    return _share(frame.key.contains(note.pitch) for note in new)


def closes(notes: Notes, frame: Frame, end: int) -> bool:
    """Whether a melody that has to end at the step `end` closes.

    It does if its last note begins in the last bar, lasts a beat or longer, and belongs to the
    triad of the tonic or the dominant; the dominant may have the scale's seventh or the leading
    note.
    """
    scale = frame.key.scale
    triads = {*scale[::2], scale[1], (scale[0] - 1) % 12}
    last = notes[-1]
    return (
        last.onset // frame.bar == (end - 1) // frame.bar
        and last.duration >= beat(frame)
        and last.pitch % 12 in triads
    )


def motif_intervals(motif: Notes, new: Notes, frame: Frame) -> float | None:
    """Return the share of bars of three notes or more that have the intervals of a motif bar."""
    known = {intervals(bar) for bar in bars(motif, frame)}
    patterns = [intervals(bar) for bar in bars(new, frame)]
    return _share(pattern in known for pattern in patterns if pattern is not None)


def motif_rhythm(motif: Notes, new: Notes, frame: Frame) -> float | None:
    """Return the share of bars that have the onsets and durations of a motif bar."""
    known = {_rhythm(bar) for bar in bars(motif, frame)}
    return _share(_rhythm(bar) in known for bar in bars(new, frame))


def motif_bars(motif: Notes, new: Notes, frame: Frame) -> float | None:
    """Return the share of bars that repeat a motif bar exactly."""
    known = set(bars(motif, frame))
    return _share(bar in known for bar in bars(new, frame))


def earlier_bars(motif: Notes, new: Notes, frame: Frame) -> float | None:
    """Return the share of new bars that repeat any earlier bar exactly."""
    known, repeats = set(bars(motif, frame)), []
    for bar in bars(new, frame):
        repeats.append(bar in known)
        known.add(bar)
    return _share(repeats)


def without_recurrence(motif: Notes, new: Notes, frame: Frame) -> float | None:
    """Return 1 if no new bar repeats an earlier bar or has its intervals, otherwise 0."""
    known: set[Bar | tuple[int, ...]] = set()
    motifs, later = bars(motif, frame), bars(new, frame)
    for index, bar in enumerate((*motifs, *later)):
        pattern = intervals(bar)
        names: set[Bar | tuple[int, ...]] = {bar} if pattern is None else {bar, pattern}
        if index >= len(motifs) and names & known:
            return 0.0
        known |= names
    return 1.0 if later else None


def leaps(motif: Notes, new: Notes, _frame: Frame) -> float | None:
    """Return the share of leaps among the intervals, the one into the new notes included."""
    line = (*motif[-1:], *new)
    return _share(
        abs(later.pitch - earlier.pitch) >= LEAP_SEMITONES for earlier, later in pairwise(line)
    )


def long_ends_of_two(_motif: Notes, new: Notes, frame: Frame) -> float | None:
    """Return the share of two-bar units, but the last, that end with a note of a beat or more."""
    return _long_ends(new, frame, 2)


def long_ends_of_four(_motif: Notes, new: Notes, frame: Frame) -> float | None:
    """Return the share of four-bar units, but the last, that end with a note of a beat or more."""
    return _long_ends(new, frame, 4)


def notes_a_bar(_motif: Notes, new: Notes, _frame: Frame) -> float | None:
    """Return the number of notes a bar."""
    return len(new) / NEW_BARS


def degrees(_motif: Notes, new: Notes, frame: Frame) -> Counter[int]:
    """Count pitch classes above the tonic."""
    tonic = frame.key.tonic_pitch_class
    return Counter((note.pitch - tonic) % 12 for note in new)


def durations(_motif: Notes, new: Notes, _frame: Frame) -> Counter[int]:
    """Count durations in steps."""
    return Counter(note.duration for note in new)


def interval_sizes(motif: Notes, new: Notes, _frame: Frame) -> Counter[int]:
    """Count intervals in semitones, the one into the new notes included."""
    line = (*motif[-1:], *new)
    return Counter(later.pitch - earlier.pitch for earlier, later in pairwise(line))


def overlap(one: Counter[int], other: Counter[int]) -> float:
    """Return the area that two histograms have in common, each scaled to an area of 1."""
    ones, others = max(1, one.total()), max(1, other.total())
    return sum(min(one[key] / ones, other[key] / others) for key in one)


def distance(one: Notes, other: Notes) -> float:
    """Return 1 minus the share of notes, by onset and pitch, that two melodies have in common."""
    these = {(note.onset, note.pitch) for note in one}
    those = {(note.onset, note.pitch) for note in other}
    return 1.0 - len(these & those) / max(1, len(these | those))


def beat(frame: Frame) -> int:
    """Return the length of a beat in steps."""
    return ticks_to_steps(frame.meter.beat_ticks)


def _long_ends(new: Notes, frame: Frame, unit_bars: int) -> float | None:
    # In the last unit, which is left out, a continuation has to close but the real tune goes on.
    close = (MOTIF_BARS + NEW_BARS - unit_bars) * frame.bar
    going_on = [note for note in new if note.onset < close]
    lasts = {note.onset // (unit_bars * frame.bar): note for note in going_on}
    return _share(note.duration >= beat(frame) for note in lasts.values())


def _rhythm(bar: Bar) -> tuple[tuple[int, int], ...]:
    return tuple((onset, duration) for onset, duration, _ in bar)


def _share(holds: Iterable[bool]) -> float | None:
    counted = list(holds)
    return sum(counted) / len(counted) if counted else None
