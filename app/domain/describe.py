"""Says in two words how a take's passage sounds beside the rest: a direction and a character."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum
from itertools import pairwise
from statistics import fmean

from app.domain.note import Note
from app.domain.takes import Take


class Direction(StrEnum):
    """Where the line goes."""

    CLIMBS = "climbs"
    FALLS = "falls"
    ARCHES = "arches"
    DIPS = "dips"
    LEAPS = "leaps"
    CIRCLES = "circles"
    STEPS = "steps"


class Character(StrEnum):
    """How it differs most from the bars around it."""

    BUSIER = "busier"
    CALMER = "calmer"
    HIGHER = "higher"
    LOWER = "lower"
    WIDER = "wider"
    CLOSER = "closer"
    EVEN = "even"


LEAP_SEMITONES = 3.6
"""A mean interval above this is heard as leaping: more than a minor third."""

TURN_SEMITONES = 2.5
"""A difference of means below this is no direction."""


def describe(take: Take) -> tuple[Direction, Character]:
    """Return direction and character of the take's passage."""
    new = take.new_notes
    return direction_of(new), character_of(_around(take), new)


def direction_of(notes: Sequence[Note]) -> Direction:
    """Compare the thirds of the line, weighing each note alike."""
    pitches = [note.pitch for note in notes]
    if len(pitches) < 3:
        return Direction.STEPS
    third = max(1, len(pitches) // 3)
    first, middle, last = (
        fmean(part)
        for part in (pitches[:third], pitches[third:-third] or pitches, pitches[-third:])
    )
    if middle - max(first, last) > TURN_SEMITONES:
        return Direction.ARCHES
    if min(first, last) - middle > TURN_SEMITONES:
        return Direction.DIPS
    if abs(last - first) > TURN_SEMITONES:
        return Direction.CLIMBS if last > first else Direction.FALLS
    if fmean(abs(b - a) for a, b in pairwise(pitches)) > LEAP_SEMITONES:
        return Direction.LEAPS
    return Direction.CIRCLES if max(pitches) - min(pitches) > 7 else Direction.STEPS


def character_of(old: Sequence[Note], new: Sequence[Note]) -> Character:
    """Name the greatest difference in pace, height or range."""
    if not old or not new:
        return Character.EVEN
    pace = _pace(new) / _pace(old)
    height = fmean(note.pitch for note in new) - fmean(note.pitch for note in old)
    spread = _range(new) - _range(old)
    found = {
        Character.BUSIER: (pace - 1) / 0.25,
        Character.CALMER: (1 / pace - 1) / 0.25,
        Character.HIGHER: height / 3,
        Character.LOWER: -height / 3,
        Character.WIDER: spread / 5,
        Character.CLOSER: -spread / 5,
    }
    greatest = max(found, key=lambda character: found[character])
    return greatest if found[greatest] >= 1 else Character.EVEN


def _around(take: Take) -> tuple[Note, ...]:
    """Return the notes outside the passage, those after it drawn near to those before."""
    passage_ticks = take.end_ticks - take.start_ticks
    melody = take.sketch.melody
    before = (note for note in melody if note.onset_ticks < take.start_ticks)
    after = (
        replace(note, onset_ticks=note.onset_ticks - passage_ticks)
        for note in melody
        if note.onset_ticks >= take.end_ticks
    )
    return (*before, *after)


def _pace(notes: Sequence[Note]) -> float:
    return len(notes) / max(1, notes[-1].end_ticks - notes[0].onset_ticks)


def _range(notes: Sequence[Note]) -> int:
    pitches = [note.pitch for note in notes]
    return max(pitches) - min(pitches)
