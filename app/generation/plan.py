"""Owns the plan of a melody: for each bar, how it relates to an earlier one.

Plans are read off tunes; told to the model, they make it develop what has been.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from app.domain import Key
from app.generation import vocabulary as v
from app.generation.encoding import StepNote
from app.generation.scale_steps import scale_steps
from app.generation.vocabulary import Relation

MOSTLY: Final = 0.6
"""Share of common notes (Dice 1945) from which on a bar varies another."""


class PlannedBar(NamedTuple):
    """How a bar relates to the one `lag` bars before (0 where it relates to none)."""

    relation: Relation
    lag: int = 0


Plan = tuple[PlannedBar, ...]
"""The bars of a melody from the first full bar on."""

UNPLANNED: Final = PlannedBar(Relation.UNTOLD)

Bar = tuple[StepNote, ...]


def bars_of(notes: Sequence[StepNote], bar: int) -> list[Bar]:
    """Divide notes among full bars of `bar` steps, onsets counted from the bar line."""
    count = notes[-1].onset // bar + 1 if notes else 0
    bars: list[list[StepNote]] = [[] for _ in range(max(0, count))]
    for note in notes:
        if note.onset >= 0:
            number, place = divmod(note.onset, bar)
            bars[number].append(StepNote(place, note.duration, note.pitch))
    return [tuple(notes) for notes in bars]


def read_plan(notes: Sequence[StepNote], bar: int, key: Key) -> Plan:
    """Say of each bar what it is to the earlier ones; of equal kinships the lag before goes on."""
    bars = bars_of(notes, bar)
    sources: defaultdict[Hashable, list[int]] = defaultdict(list)
    plan: list[PlannedBar] = []
    for number, content in enumerate(bars):
        before = plan[-1].lag if plan else 0
        likenesses = _likenesses(content, key)
        plan.append(_planned(number, bars, likenesses, sources, before))
        for relation, likeness in likenesses:
            if relation is not Relation.INVERTED:
                sources[relation, likeness].append(number)
    return tuple(plan)


def _planned(
    number: int,
    bars: list[Bar],
    likenesses: list[tuple[Relation, Hashable]],
    sources: dict[Hashable, list[int]],
    before: int,
) -> PlannedBar:
    if not bars[number]:
        return PlannedBar(Relation.EMPTY)
    for relation, likeness in likenesses:
        if relation is Relation.RHYTHM:
            lag = _varied(number, bars, before)
            if lag:
                return PlannedBar(Relation.VARIED, lag)
        # A mirrored bar looks for its mirror image among the sequences.
        kin = Relation.SEQUENCE if relation is Relation.INVERTED else relation
        lag = _nearest(number, sources.get((kin, likeness), []), before)
        if lag:
            return PlannedBar(relation, lag)
    return PlannedBar(Relation.NEW)


def _nearest(number: int, found: list[int], before: int) -> int:
    """Return the lag to the nearest bar found, or the lag of the bar before if it fits; else 0."""
    lags = {number - source for source in found if number - source <= v.FARTHEST_SOURCE}
    return before if before in lags else min(lags, default=0)


def _varied(number: int, bars: list[Bar], before: int) -> int:
    here = {(note.onset, note.pitch) for note in bars[number]}
    found = []
    for source in range(max(0, number - v.FARTHEST_SOURCE), number):
        there = {(note.onset, note.pitch) for note in bars[source]}
        if there and 2 * len(here & there) >= MOSTLY * (len(here) + len(there)):
            found.append(source)
    return _nearest(number, found, before)


def _likenesses(content: Bar, key: Key) -> list[tuple[Relation, Hashable]]:
    """Return what a bar can share with another, the nearest kinship first."""
    rhythm = tuple((note.onset, note.duration) for note in content)
    pitches = tuple(note.pitch for note in content)
    if len(content) < 2:
        return [(Relation.REPEAT, (rhythm, pitches)), (Relation.RHYTHM, rhythm)]
    steps = [scale_steps(key).of_pitch[pitch] for pitch in pitches]
    moves = tuple(later - earlier for earlier, later in pairwise(steps))
    return [
        (Relation.REPEAT, (rhythm, pitches)),
        (Relation.TRANSPOSED, (rhythm, tuple(b - a for a, b in pairwise(pitches)))),
        (Relation.SEQUENCE, (rhythm, moves)),
        (Relation.INVERTED, (rhythm, tuple(-move for move in moves))),
        (Relation.RHYTHM, rhythm),
    ]
