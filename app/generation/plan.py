"""Owns the plan of a melody: for each of its bars, how it relates to an earlier bar.

Plans are read from tunes. Given to the model, a plan makes it develop what came before.
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

VARIED_SHARE: Final = 0.6
"""Share of notes in common (Dice 1945) from which on a bar is a variation of another."""


class PlannedBar(NamedTuple):
    """How a bar relates to the one `lag` bars before it; the lag is 0 where it relates to none."""

    relation: Relation
    lag: int = 0


Plan = tuple[PlannedBar, ...]
"""The bars of a melody from the first full bar on."""

UNPLANNED: Final = PlannedBar(Relation.UNPLANNED)

Bar = tuple[StepNote, ...]
"""The notes that begin in a bar, their onsets counted from its bar line."""


def bars_of(notes: Sequence[StepNote], bar: int) -> list[Bar]:
    """Divide notes among full bars of `bar` steps; those of a pickup are left out."""
    count = notes[-1].onset // bar + 1 if notes else 0
    bars: list[list[StepNote]] = [[] for _ in range(max(0, count))]
    for note in notes:
        if note.onset >= 0:
            number, place = divmod(note.onset, bar)
            bars[number].append(StepNote(place, note.duration, note.pitch))
    return [tuple(notes) for notes in bars]


def read_plan(notes: Sequence[StepNote], bar: int, key: Key) -> Plan:
    """Return how each full bar of a tune relates to an earlier one; `bar` is its length in steps.

    The closest relation counts, variation ranking between inversion and rhythm alone. Of several
    sources with that relation, the one at the lag of the bar before is taken, else the nearest.
    """
    bars = bars_of(notes, bar)
    sources: defaultdict[Hashable, list[int]] = defaultdict(list)
    plan: list[PlannedBar] = []
    for number, content in enumerate(bars):
        lag_before = plan[-1].lag if plan else 0
        likenesses = _likenesses(content, key)
        plan.append(_plan_bar(number, bars, likenesses, sources, lag_before))
        for relation, likeness in likenesses:
            if relation is not Relation.INVERTED:
                sources[relation, likeness].append(number)
    return tuple(plan)


def _plan_bar(
    number: int,
    bars: list[Bar],
    likenesses: list[tuple[Relation, Hashable]],
    sources: dict[Hashable, list[int]],
    lag_before: int,
) -> PlannedBar:
    if not bars[number]:
        return PlannedBar(Relation.EMPTY)
    for relation, likeness in likenesses:
        if relation is Relation.RHYTHM:
            lag = _varied_lag(number, bars, lag_before)
            if lag:
                return PlannedBar(Relation.VARIED, lag)
        # A mirrored bar looks for its mirror image among the sequences.
        sought = Relation.SEQUENCE if relation is Relation.INVERTED else relation
        lag = _lag_to(number, sources.get((sought, likeness), []), lag_before)
        if lag:
            return PlannedBar(relation, lag)
    return PlannedBar(Relation.NEW)


def _lag_to(number: int, found: list[int], lag_before: int) -> int:
    """Return the lag from a bar to one of the bars found, or 0 if all are too far back.

    `lag_before` is taken if it leads to one of them, else the shortest lag.
    """
    lags = {number - source for source in found if number - source <= v.FARTHEST_SOURCE}
    return lag_before if lag_before in lags else min(lags, default=0)


def _varied_lag(number: int, bars: list[Bar], lag_before: int) -> int:
    """Return the lag to an earlier bar of which this one is a variation, 0 if there is none."""
    here = {(note.onset, note.pitch) for note in bars[number]}
    found = []
    for source in range(max(0, number - v.FARTHEST_SOURCE), number):
        there = {(note.onset, note.pitch) for note in bars[source]}
        if there and 2 * len(here & there) >= VARIED_SHARE * (len(here) + len(there)):
            found.append(source)
    return _lag_to(number, found, lag_before)


def _likenesses(content: Bar, key: Key) -> list[tuple[Relation, Hashable]]:
    """Return what each relation compares in a bar, the closest relation first."""
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
