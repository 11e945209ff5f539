"""Describes a take in a word or two: what sets it apart from the motif and from other takes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise
from statistics import fmean
from typing import Final

from app.domain.note import Note
from app.domain.take_figures import bars_of, motif_notes
from app.domain.takes import Take


class Direction(StrEnum):
    """Where the melody of a take goes."""

    CLIMBS = "climbs"
    FALLS = "falls"
    ARCHES = "arches"
    DIPS = "dips"
    LEAPS = "leaps"
    CIRCLES = "circles"
    STEPS = "steps"


class Character(StrEnum):
    """How a take differs from the bars around it."""

    BUSIER = "busier"
    CALMER = "calmer"
    HIGHER = "higher"
    LOWER = "lower"
    WIDER = "wider"
    CLOSER = "closer"
    EVEN = "even"


class Likeness(StrEnum):
    """What a take borrows from the motif; {0} stands for the number of a bar."""

    REPEATS = "repeats bar {0}"


LEAP_SEMITONES = 3.6
"""A melody whose mean interval is larger than this is heard as leaping: above a minor third."""

TURN_SEMITONES = 2.5
"""Mean pitches that differ by less than this, in semitones, are not heard as a direction."""


SHARED: Final = 0.85
"""The share of its weight that a word loses if all other takes have it, too."""

HEAVIEST: Final = 2.0
"""The largest weight: beyond twice what is clearly heard, more makes no difference."""

WORDS: Final = 2
READING: Final = (Direction, Character, Likeness)
"""The order in which the kinds of words are read."""


@dataclass(frozen=True, slots=True)
class Trait:
    """A word that describes a take, and the number of the bar it mentions; 0 for none."""

    word: Direction | Character | Likeness
    bar: int = 0


def describe(take: Take, mates: Iterable[Collection[Trait]] = ()) -> tuple[Trait, ...]:
    """Return the words that describe a take best, in the order in which they are read.

    `mates` holds the words of the other takes: the more of them share a word, the less it weighs.
    """
    weights = traits(take)
    others = list(mates)
    for trait in weights:
        share = sum(trait in other for other in others) / max(1, len(others))
        weights[trait] *= 1 - SHARED * share
    chosen = sorted(weights, key=lambda trait: -weights[trait])[:WORDS]
    return tuple(sorted(chosen, key=lambda trait: READING.index(type(trait.word))))


def traits(take: Take) -> dict[Trait, float]:
    """Return every word that fits the take's new bars, with how strongly it is heard."""
    new = take.new_notes
    found: dict[Trait, float] = {Trait(direction_of(new)): 1.0}
    found |= {Trait(word): weight for word, weight in characters_of(_around(take), new).items()}
    return found | _repeats(take)


def direction_of(notes: Sequence[Note]) -> Direction:
    """Find where a melody goes by comparing the mean pitches of its first, middle and last third.

    All notes weigh the same, however long they are.
    """
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


def characters_of(old: Sequence[Note], new: Sequence[Note]) -> dict[Character, float]:
    """Return how `new` differs from `old` in pace, height and range: 1 is clearly heard."""
    if not old or not new:
        return {Character.EVEN: 0.1}
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
        Character.EVEN: 0.1,
    }
    return {
        word: min(weight, HEAVIEST)
        for word, weight in found.items()
        if weight >= 1 or word is Character.EVEN
    }


def _repeats(take: Take) -> dict[Trait, float]:
    """Return the bar of the motif that the new bars repeat most often, note for note."""
    if not take.new_notes:
        return {}
    motif = bars_of(take.sketch, motif_notes(take))
    numbers = {bar: number for number, bar in reversed(motif.items())}
    new = bars_of(take.sketch, take.new_notes).values()
    counts = Counter(numbers[bar] for bar in new if bar in numbers)
    if not counts:
        return {}
    number, count = max(counts.items(), key=lambda item: (item[1], -item[0]))
    return {Trait(Likeness.REPEATS, number): 1 + count / len(new)}


def _around(take: Take) -> tuple[Note, ...]:
    """Return the notes outside the new bars, with those after them moved up to close the gap."""
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
