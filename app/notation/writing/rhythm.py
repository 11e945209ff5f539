"""Decides how a length of time in a bar is written: with which note values, dots, tuplets and ties.

Pure arithmetic on ticks. It follows common practice (Gould, *Behind Bars*, "Grouping of rhythms"):
a value may run across a beat only if it begins or ends on a beat that is as strong, or if it is a
plain syncopation.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from app.constants import TICKS_PER_QUARTER
from app.domain import Meter

BINARY_GRID: Final = TICKS_PER_QUARTER // 16
TRIPLET_GRID: Final = TICKS_PER_QUARTER // 24
SHORTEST_TRIPLET: Final = 3 * TRIPLET_GRID
WHOLE: Final = TICKS_PER_QUARTER * 4

TYPES: Final = {
    WHOLE * 2: "breve",
    WHOLE: "whole",
    WHOLE // 2: "half",
    WHOLE // 4: "quarter",
    WHOLE // 8: "eighth",
    WHOLE // 16: "16th",
    WHOLE // 32: "32nd",
    WHOLE // 64: "64th",
    WHOLE // 128: "128th",
}
"""The note types, by music21's names, and their lengths in ticks."""


@dataclass(frozen=True, slots=True)
class Value:
    """A written note value that begins at `start_ticks` from the bar line and lasts `length_ticks`.

    `in_triplet` means that three such values take the time of two; `opens` and `closes` mark the
    first and the last value of the triplet.
    """

    start_ticks: int
    length_ticks: int
    type: str
    dots: int = 0
    in_triplet: bool = False
    opens: bool = False
    closes: bool = False

    @property
    def end_ticks(self) -> int:
        """Where the value ends, in ticks from the bar line."""
        return self.start_ticks + self.length_ticks


@lru_cache(maxsize=4096)
def strength(meter: Meter, ticks: int) -> int:
    """Return how strong a place in the bar is: bar line 6, mid-bar 5, beat 4, others less."""
    if ticks % meter.bar_ticks == 0:
        return 6
    starts = meter.beat_starts
    if ticks in starts:
        beats = len(starts)
        middles = meter.accents[1:] or (starts[(beats + 1) // 2 : (beats + 3) // 2] * (beats > 3))
        return 5 if ticks in middles else 4
    inside = ticks - max(start for start in starts if start < ticks)
    for level, division in ((3, 1), (2, 2), (1, 4)):
        if inside % (meter.count_ticks // division) == 0:
            return level
    return 0


def expressible(length_ticks: int) -> tuple[str, int] | None:
    """Return the note type and the dots of a length, or None if no single value has that length."""
    for dots, (numerator, denominator) in enumerate(((1, 1), (3, 2), (7, 4))):
        base, rest = divmod(length_ticks * denominator, numerator)
        if rest == 0 and base in TYPES:
            return TYPES[base], dots
    return None


def triplet_windows(meter: Meter, boundaries: frozenset[int]) -> tuple[tuple[int, int], ...]:
    """Return the stretches of a bar, as (start, end), that the notes' boundaries make triplets."""
    length = TICKS_PER_QUARTER if meter.unit < 4 else min(TICKS_PER_QUARTER, meter.count_ticks)
    windows: list[tuple[int, int]] = []
    start = 0
    while start < meter.bar_ticks:
        end = start + length
        if _is_half_triplet(meter, start, boundaries) or _is_pair_triplet(meter, start, boundaries):
            end += length
            windows.append((start, end))
        else:
            windows += _triplets(start, end, boundaries)
        start = end
    return tuple(windows)


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


def _triplets(start: int, end: int, boundaries: frozenset[int]) -> list[tuple[int, int]]:
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
    return [(start, end)]


@lru_cache(maxsize=4096)
def written_grid(ticks: int) -> int:
    """Return the nearest place that can be written: on 64ths, or on triplets down to 32nds."""
    binary = round(ticks / BINARY_GRID) * BINARY_GRID
    triplet = round(ticks / TRIPLET_GRID) * TRIPLET_GRID
    return binary if abs(binary - ticks) <= abs(triplet - ticks) else triplet


@lru_cache(maxsize=4096)
def written_values(
    meter: Meter, start: int, end: int, windows: tuple[tuple[int, int], ...], *, is_rest: bool
) -> tuple[Value, ...]:
    """Write a stretch of a bar; if several values are returned, they have to be tied."""
    values: list[Value] = []
    position = start
    while position < end:
        window = next(((a, b) for a, b in windows if a <= position < b), None)
        if window is None:
            until = min([end, *(a for a, _ in windows if a > position)])
            values += _plain(meter, position, until, is_rest=is_rest)
        else:
            until = min(end, window[1])
            values += _in_triplet(window, position, until)
        position = until
    return tuple(values)


def _plain(meter: Meter, start: int, end: int, *, is_rest: bool) -> list[Value]:
    length = end - start
    written = expressible(length)
    inside = _strongest_inside(meter, start, end)
    if written is not None and (
        inside is None or _may_hide(meter, start, end, inside, written[1], is_rest=is_rest)
    ):
        return [Value(start, length, *written)]
    cut = inside if inside is not None else start + _longest_plain(length)
    return [
        *_plain(meter, start, cut, is_rest=is_rest),
        *_plain(meter, cut, end, is_rest=is_rest),
    ]


def _may_hide(meter: Meter, start: int, end: int, inside: int, dots: int, *, is_rest: bool) -> bool:
    hidden = strength(meter, inside)
    outer = strength(meter, start), strength(meter, end)
    if dots > 1 or (is_rest and dots and not meter.is_compound):
        return False
    if is_rest and meter.is_compound and outer[0] < 4 and hidden >= 3:
        return False  # A rest of two counts begins the beat.
    if min(outer) >= hidden:
        return True
    has_long_beats = len(meter.beat_starts) < meter.counts
    if is_rest or (has_long_beats and hidden >= 4 > min(outer)):
        return False  # Only values of whole beats may run across such a beat.
    if max(outer) >= max(hidden, 4):
        return True
    if hidden == 5:  # From the second to the third of four beats.
        return min(outer) == 4 and end - start == meter.bar_ticks // 2
    is_syncopation = dots == 0 and start % ((end - start) // 2) == 0
    if is_syncopation and (hidden < 4 or meter.unit < 8):
        return True
    return max(outer) >= hidden and hidden < 4


def _strongest_inside(meter: Meter, start: int, end: int) -> int | None:
    grid = min(BINARY_GRID, meter.count_ticks)
    inside = range((start // grid + 1) * grid, end, grid)
    best = max(inside, key=lambda ticks: (strength(meter, ticks), -ticks), default=None)
    return best if best is not None and strength(meter, best) > 0 else None


def _longest_plain(length: int) -> int:
    return max((base for base in TYPES if base < length), default=length // 2 or 1)


def _in_triplet(window: tuple[int, int], start: int, end: int) -> list[Value]:
    third = (window[1] - window[0]) // 3
    written = expressible((end - start) * 3 // 2)
    if written is None or (end - start) * 3 % 2:
        next_third = window[0] + ((start - window[0]) // third + 1) * third
        cut = next_third if next_third < end else start + _longest_in_triplet(end - start)
        return [*_in_triplet(window, start, cut), *_in_triplet(window, cut, end)]
    return [
        Value(
            start,
            end - start,
            *written,
            in_triplet=True,
            opens=start == window[0],
            closes=end == window[1],
        )
    ]


def _longest_in_triplet(length: int) -> int:
    return max(base * 2 // 3 for base in TYPES if base * 2 // 3 < length)
