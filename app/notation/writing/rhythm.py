"""Decides how a length of time in a bar is written: with which note values, dots and ties.

Pure arithmetic on ticks. It follows common practice (Gould, *Behind Bars*, "Grouping of rhythms"):
a value may run across a beat only if it begins or ends on a beat that is as strong, or if it is a
plain syncopation.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from app.domain import Meter
from app.notation.writing.grids import BINARY_GRID, TYPES
from app.notation.writing.tuplets import Tuplet


@dataclass(frozen=True, slots=True)
class Value:
    """A written note value that begins at `start_ticks` from the bar line and lasts `length_ticks`.

    A value in a tuplet is shorter than its type says; `opens` and `closes` mark the first and the
    last value of the tuplet.
    """

    start_ticks: int
    length_ticks: int
    type: str
    dots: int = 0
    tuplet: Tuplet | None = None
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


@lru_cache(maxsize=4096)
def written_values(
    meter: Meter, start: int, end: int, tuplets: tuple[Tuplet, ...], *, is_rest: bool
) -> tuple[Value, ...]:
    """Write a stretch of a bar; if several values are returned, they have to be tied."""
    values: list[Value] = []
    position = start
    while position < end:
        tuplet = next((each for each in tuplets if each.holds(position)), None)
        if tuplet is None:
            until = min(
                [end, *(each.start_ticks for each in tuplets if each.start_ticks > position)]
            )
            values += _plain(meter, position, until, is_rest=is_rest)
        else:
            until = min(end, tuplet.end_ticks)
            values += _in_tuplet(tuplet, position, until)
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


def _in_tuplet(tuplet: Tuplet, start: int, end: int) -> list[Value]:
    first, last = tuplet.written_ticks(start), tuplet.written_ticks(end)
    written = expressible(last - first)
    if written is None:
        next_part = (first // tuplet.part_ticks + 1) * tuplet.part_ticks
        cut = next_part if next_part < last else first + _longest_plain(last - first)
        middle = tuplet.sounding_ticks(cut)
        return [*_in_tuplet(tuplet, start, middle), *_in_tuplet(tuplet, middle, end)]
    return [
        Value(
            start,
            end - start,
            *written,
            tuplet=tuplet,
            opens=start == tuplet.start_ticks,
            closes=end == tuplet.end_ticks,
        )
    ]
