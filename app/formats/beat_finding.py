"""Finds the beat of music that was played without one, by following it through the onsets.

A file that was recorded without a metronome has a tempo all the same, mostly 120, which says
nothing of the music. As in Dixon (2001), "Automatic Extraction of Tempo and Beat from Expressive
Performances", several followers start with different periods and moments. Each expects an onset a
period after the last beat, and bends to what it finds there. The one wins on whose beats and simple
divisions most of the onsets lie.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Final

SLOWEST_SECONDS: Final = 1.2
FASTEST_SECONDS: Final = 0.3
"""The periods that a beat can have: 50 to 200 a minute."""

USUAL_SECONDS: Final = 0.6
"""The period that is preferred if others fit as well."""

PERIODS: Final = 64
STARTS: Final = 6
"""How many periods and how many first onsets are tried."""

FIRST_ONSETS: Final = 200
FIRST_SECONDS: Final = 120
"""How many onsets, of how many seconds, decide where to begin; then the beats are followed on."""

REACH: Final = 0.22
"""How far from where it is expected, in periods, an onset is still taken for a beat."""

BEND_PLACE: Final = 0.5
BEND_PERIOD: Final = 0.15
"""How much of the difference moves the beat, and how much of it the period."""

DIVISIONS: Final = ((1, 0.0), (2, 0.02), (4, 0.05), (3, 0.07))
"""The parts of a beat on which an onset can lie, and what each costs, in beats."""

UNUSUAL_COST: Final = 0.02
"""What a tempo twice or half the usual one costs, in beats."""

FEWEST_ONSETS: Final = 6
MOST_MISFIT: Final = 0.075
"""The misfit above which beats say nothing; without any relation to the onsets it is about 0.09."""

TOGETHER_SECONDS: Final = 0.03
"""Onsets that are so near belong to one chord."""


@dataclass(frozen=True, slots=True)
class Beats:
    """The moments of beats in seconds, at least two, in order."""

    moments: tuple[float, ...]

    @property
    def tempo_bpm(self) -> float:
        """The usual tempo, in whole beats a minute."""
        return float(round(60 / median(b - a for a, b in pairwise(self.moments))))

    def at(self, seconds: float) -> float:
        """Return how many beats after the first one a moment is."""
        place = min(max(bisect_left(self.moments, seconds) - 1, 0), len(self.moments) - 2)
        begin, end = self.moments[place], self.moments[place + 1]
        return place + (seconds - begin) / (end - begin)


def misfit(places: Sequence[float]) -> float:
    """Return how far onsets, whose places are in beats, are from beats and their divisions.

    It is in beats, and 0 if all are on a beat.
    """
    return sum(
        min(abs(place * parts - round(place * parts)) / parts + cost for parts, cost in DIVISIONS)
        for place in places
    ) / len(places)


def found_beats(onsets: Sequence[float]) -> Beats | None:
    """Return the beats of onsets in seconds; None if there are too few of them, or no beat."""
    moments = _apart(sorted(onsets))
    if not moments:
        return None
    ratio = SLOWEST_SECONDS / FASTEST_SECONDS
    periods = [FASTEST_SECONDS * ratio ** (step / (PERIODS - 1)) for step in range(PERIODS)]
    first = moments[: min(FIRST_ONSETS, bisect_left(moments, moments[0] + FIRST_SECONDS))]
    if len(first) < FEWEST_ONSETS:
        return None
    beginnings = [(start, period) for period in periods for start in range(STARTS)]
    best = min(beginnings, key=lambda beginning: _cost(first, _followed(first, *beginning)))
    beats = _followed(moments, *best)
    return beats if misfit([beats.at(moment) for moment in moments]) <= MOST_MISFIT else None


def _apart(onsets: Sequence[float]) -> list[float]:
    apart: list[float] = []
    for onset in onsets:
        if not apart or onset - apart[-1] > TOGETHER_SECONDS:
            apart.append(onset)
    return apart


def _followed(onsets: Sequence[float], start: int, period: float) -> Beats:
    """Return the beats from an onset on, and one period at least."""
    beats = [onsets[start]]
    slowest, fastest = period * 1.3, period / 1.3
    while beats[-1] < onsets[-1] or len(beats) < 2:
        expected = beats[-1] + period
        found = _nearest(onsets, expected)
        off = found - expected
        if abs(off) <= REACH * period:
            period = min(max(period + BEND_PERIOD * off, fastest), slowest)
            expected += BEND_PLACE * off
        beats.append(expected)
    return Beats(tuple(beats))


def _nearest(onsets: Sequence[float], moment: float) -> float:
    place = bisect_left(onsets, moment)
    return min(onsets[max(place - 1, 0) : place + 1], key=lambda onset: abs(onset - moment))


def _cost(onsets: Sequence[float], beats: Beats) -> float:
    """Return how badly beats fit; a tempo that is unusual has to fit better."""
    period = 60 / beats.tempo_bpm
    unusual = max(period / USUAL_SECONDS, USUAL_SECONDS / period) - 1
    return misfit([beats.at(onset) for onset in onsets]) + UNUSUAL_COST * unusual
