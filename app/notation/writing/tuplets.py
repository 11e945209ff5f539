"""Finds the tuplets of a bar: stretches whose notes divide it into another number of parts.

Pure arithmetic on ticks. Triplets are found wherever notes lie on their grid. Rarer tuplets (five,
seven, nine and so on in the time of four, eight and so on) are found only where every note of the
stretch begins and ends exactly, to the tick, where such a tuplet has it: elsewhere a note is more
likely to be a little off.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from app.constants import TICKS_PER_QUARTER
from app.domain import Meter
from app.notation.writing.grids import BINARY_GRID, TRIPLET_GRID, TYPES, WHOLE

SHORTEST_TRIPLET: Final = 3 * TRIPLET_GRID

TRIPLET: Final = 3
"""The number of parts of a triplet."""

RARE: Final = (5, 7, 9, 10, 11, 13, 14, 15)
"""The numbers of parts of the rarer tuplets; six parts are two triplets."""

SHORTEST_RARE: Final = TICKS_PER_QUARTER // 2
"""Shorter stretches than an eighth have no rare tuplets."""


@dataclass(frozen=True, slots=True)
class Tuplet:
    """A stretch of a bar, in ticks from the bar line: `actual` parts take the time of `normal`.

    The places between the parts are rounded to whole ticks.
    """

    start_ticks: int
    end_ticks: int
    actual: int
    normal: int

    @property
    def part_ticks(self) -> int:
        """How long a part is as it is written, which is longer than it sounds."""
        return (self.end_ticks - self.start_ticks) // self.normal

    @property
    def places(self) -> frozenset[int]:
        """Where its parts begin and end, in ticks from the bar line."""
        length = self.end_ticks - self.start_ticks
        return frozenset(
            self.start_ticks + round(part * length / self.actual) for part in range(self.actual + 1)
        )

    def holds(self, ticks: int) -> bool:
        """Tell whether what begins at a tick is in it."""
        return self.start_ticks <= ticks < self.end_ticks

    def meets(self, start: int, end: int) -> bool:
        """Tell whether it has some time in common with a stretch."""
        return self.start_ticks < end and start < self.end_ticks

    def written_ticks(self, ticks: int) -> int:
        """Return how far a place in it is from its beginning, in the ticks of what is written."""
        if self.actual == TRIPLET:  # its parts may be divided, and no place needs rounding
            return (ticks - self.start_ticks) * 3 // 2
        length = self.end_ticks - self.start_ticks
        return round((ticks - self.start_ticks) * self.actual / length) * self.part_ticks

    def sounding_ticks(self, written: int) -> int:
        """Return the place that is so far from its beginning as it is written."""
        return self.start_ticks + round(written * self.normal / self.actual)


def all_tuplets(
    meter: Meter, rare: tuple[Tuplet, ...], boundaries: frozenset[int]
) -> tuple[Tuplet, ...]:
    """Return the rare tuplets of a bar and its triplets, in order.

    The boundaries are where its notes and rests begin and end.
    """
    length = TICKS_PER_QUARTER if meter.unit < 4 else min(TICKS_PER_QUARTER, meter.count_ticks)
    found = list(rare)
    start = 0
    while start < meter.bar_ticks:
        end = start + length
        if any(each.meets(start, end) for each in rare):
            found += _triplets_beside(rare, start, end, boundaries)
        elif _is_half_triplet(meter, start, boundaries) or _is_pair_triplet(
            meter, start, boundaries
        ):
            end += length
            found.append(_triplet(start, end))
        else:
            found += _triplets(start, end, boundaries)
        start = end
    return tuple(sorted(found, key=lambda each: each.start_ticks))


def _triplets_beside(
    rare: tuple[Tuplet, ...], start: int, end: int, boundaries: frozenset[int]
) -> list[Tuplet]:
    """Return the triplets in those halves, or halves of halves, that no rare tuplet meets."""
    if not any(each.meets(start, end) for each in rare):
        return _triplets(start, end, boundaries)
    middle = (start + end) // 2
    if middle - start < SHORTEST_RARE:
        return []
    return [
        *_triplets_beside(rare, start, middle, boundaries),
        *_triplets_beside(rare, middle, end, boundaries),
    ]


def rare_tuplets(
    meter: Meter, notes: tuple[tuple[int, int], ...], first_tick: int = 0
) -> tuple[Tuplet, ...]:
    """Return those tuplets of a bar that are no triplets.

    `notes` are the beginning and the end of each note, in ticks from the bar line; of a pickup,
    there is nothing before `first_tick`, which can be inside a tuplet that is not whole. A tuplet
    at both of whose ends a note begins or ends is likelier than one that goes on in a rest; of the
    former the shortest are taken, and of the latter those that account for the most notes.
    """
    boundaries = {first_tick, meter.bar_ticks, *(edge for note in notes for edge in note)}
    off_grid = {b for b in boundaries if b % BINARY_GRID and b % TRIPLET_GRID}
    if not off_grid:
        return ()
    told: list[Tuplet] = []
    in_rest: list[tuple[int, Tuplet]] = []
    for start, end in _stretches(meter):
        inside = {b for b in boundaries if start < b < end}
        is_crossed = any(a < edge < b for edge in (start, end) for a, b in notes)
        may_begin = start >= first_tick or first_tick in off_grid
        if not may_begin or is_crossed or not inside & off_grid:
            continue
        fitting = (_rare(start, end, parts) for parts in RARE)
        tuplet = next((each for each in fitting if each and inside <= each.places), None)
        if tuplet is not None and {start, end} <= boundaries:
            told.append(tuplet)
        elif tuplet is not None:
            in_rest.append((len(inside & off_grid), tuplet))
    in_rest.sort(key=lambda each: -each[0])
    found: list[Tuplet] = []
    for tuplet in (*told, *(each for _, each in in_rest)):
        if not any(each.meets(tuplet.start_ticks, tuplet.end_ticks) for each in found):
            found.append(tuplet)
    return tuple(found)


def _stretches(meter: Meter) -> Iterator[tuple[int, int]]:
    """Yield the stretches of a bar that a tuplet may fill, the shortest first."""
    beat_lengths = {end - start for start, end in pairwise((*meter.beat_starts, meter.bar_ticks))}
    plain = {SHORTEST_RARE << doublings for doublings in range(4)}
    dotted = {length * 3 for length in plain}
    for length in sorted({*plain, *dotted, *beat_lengths, meter.bar_ticks}):
        step = min(length, TICKS_PER_QUARTER) if meter.unit <= 4 else min(length, meter.count_ticks)
        starts = range(0, meter.bar_ticks - length + 1, step)
        yield from ((start, start + length) for start in starts)


def _rare(start: int, end: int, parts: int) -> Tuplet | None:
    """Return the tuplet of so many parts in a stretch, unless it can't be written.

    The parts are written in the shortest values of which the stretch has at most as many or, if
    there are none, in the longest ones of which it has more.
    """
    length = end - start
    wished = (*range(parts, 1, -1), *range(parts + 1, 2 * parts))
    normal = next((n for n in wished if length % n == 0 and length // n in TYPES), None)
    return None if normal is None else Tuplet(start, end, parts, normal)


def _triplet(start: int, end: int) -> Tuplet:
    return Tuplet(start, end, TRIPLET, 2)


def _is_half_triplet(meter: Meter, start: int, boundaries: frozenset[int]) -> bool:
    """Tell whether three quarters take the time of the two that begin at `start`."""
    if meter.unit > 4:
        return False
    end, third = start + WHOLE // 2, WHOLE // 6
    may_begin = start % (WHOLE // 2) == 0 or (meter.unit == 4 and meter.counts % 2 == 1)
    if not may_begin or not {start, end} <= boundaries:
        return False
    inside = {b - start for b in boundaries if start < b < end}
    # With eighths at both ends, a triplet for each quarter is easier to read.
    halves = {third // 2, third, third * 2, third * 5 // 2}
    return inside < halves and not inside.isdisjoint({third, third * 2})


def _is_pair_triplet(meter: Meter, start: int, boundaries: frozenset[int]) -> bool:
    """Tell whether three counts of a beat take the time of the two that begin at `start`."""
    if meter.unit < 8:
        return False
    end, third = start + 2 * meter.count_ticks, 2 * meter.count_ticks // 3
    beat_end = next((beat for beat in meter.beat_starts if beat > start), meter.bar_ticks)
    inside = {b - start for b in boundaries if start < b < end}
    is_one = bool(inside) and inside <= {third, 2 * third} and {start, end} <= boundaries
    return is_one and end <= beat_end


def _triplets(start: int, end: int, boundaries: frozenset[int]) -> list[Tuplet]:
    inside = {b - start for b in boundaries if start < b < end}
    if all((start + b) % BINARY_GRID == 0 for b in inside):
        return []
    sixth, half = (end - start) // 6, (end - start) // 2
    is_one = {2 * sixth, 4 * sixth} <= inside and not {sixth, 5 * sixth} <= inside
    if half in inside and not is_one and half >= SHORTEST_TRIPLET:
        return [
            *_triplets(start, start + half, boundaries),
            *_triplets(start + half, end, boundaries),
        ]
    return [_triplet(start, end)]
