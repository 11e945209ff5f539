"""Decides which notes of a bar are joined by beams. Pure arithmetic.

It follows common practice (Gould, *Behind Bars*, "Beaming according to the metre"): the first beam
joins the notes of a beat that are shorter than a quarter. Further beams are interrupted where a
tuplet begins or ends, between the quarters of a half-note beat, and between eighths if there are
32nds.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from enum import StrEnum
from functools import lru_cache
from typing import Final

from app.constants import TICKS_PER_QUARTER
from app.domain import Meter
from app.notation.writing.grids import TYPES
from app.notation.writing.rhythm import Value
from app.notation.writing.tuplets import TRIPLET

LEVELS: Final = {name: level for level, name in enumerate(list(TYPES.values())[4:], start=1)}
"""How many beams a note type has; a quarter has none."""

LONGEST_BEAMED_BAR: Final = TICKS_PER_QUARTER * 3 // 2
"""In ticks: bars up to this length, such as those of 3/8, are joined by a single beam."""


class Beam(StrEnum):
    """What one of a note's beams does at that note; a hook is a stub that reaches no other note."""

    START = "start"
    CONTINUE = "continue"
    STOP = "stop"
    FORWARD_HOOK = "partial-right"
    BACKWARD_HOOK = "partial-left"


def beams(meter: Meter, values: Sequence[Value | None]) -> list[tuple[Beam, ...]]:
    """Return the beams of each value of a bar, beginning with the one farthest from the note head.

    The values are in order, and None stands for a rest.
    """
    found: list[tuple[Beam, ...]] = [()] * len(values)
    group: list[tuple[int, Value]] = []
    for index, value in enumerate([*values, None]):
        if group and not (value and _joins(meter, group[-1][1], value)):
            if len(group) > 1:
                joined = _joined(meter, tuple(member for _, member in group))
                for (at, _), of_note in zip(group, joined, strict=True):
                    found[at] = of_note
            group = []
        if value and LEVELS.get(value.type, 0):
            group.append((index, value))
    return found


@lru_cache(maxsize=64)
def beam_starts(meter: Meter) -> tuple[int, ...]:
    """Return where a new beam begins, in ticks from the bar line."""
    if meter.bar_ticks <= LONGEST_BEAMED_BAR and not meter.groups:
        return (0,)
    starts = meter.beat_starts
    if meter.groups or meter.unit < 8 or len(starts) < meter.counts:
        return starts
    return tuple(range(0, meter.bar_ticks, TICKS_PER_QUARTER))


def _joins(meter: Meter, earlier: Value, later: Value) -> bool:
    starts = beam_starts(meter)
    is_one_beat = bisect_right(starts, earlier.start_ticks) == bisect_right(
        starts, later.start_ticks
    )
    # Triplets of eighths have a beam of their own, even where a beat is a half note.
    is_cut = _is_cut_by_tuplet(earlier, later) and later.start_ticks % TICKS_PER_QUARTER == 0
    is_joined = _is_one_rare_tuplet(earlier, later) or (is_one_beat and not is_cut)
    return bool(LEVELS.get(later.type, 0)) and is_joined


def _joined(meter: Meter, group: tuple[Value, ...]) -> list[tuple[Beam, ...]]:
    """Return all beams of a group of notes that share the first beam."""
    found: list[list[Beam]] = [[] for _ in group]
    for level in range(1, max(LEVELS[value.type] for value in group) + 1):
        run: list[int] = []
        for index, value in enumerate(group):
            if LEVELS[value.type] < level:
                continue
            run.append(index)
            following = group[index + 1] if index + 1 < len(group) else None
            if following and _stays(meter, value, following, level):
                continue
            for at, beam in zip(run, _run(group, run), strict=True):
                found[at].append(beam)
            run = []
    return [tuple(of_note) for of_note in found]


def _stays(meter: Meter, earlier: Value, later: Value, level: int) -> bool:
    """Tell whether the beam of a level goes on from one note to the next."""
    if level == 1:
        return True
    finest = max(LEVELS[earlier.type], LEVELS[later.type])
    stretch = TICKS_PER_QUARTER if meter.unit < 8 else meter.bar_ticks
    if finest > 2:
        stretch = TICKS_PER_QUARTER // 2
    is_cut = _is_cut_by_tuplet(earlier, later) or later.start_ticks % stretch == 0
    is_joined = _is_one_rare_tuplet(earlier, later) or not is_cut
    return LEVELS[later.type] >= level and is_joined


def _run(group: tuple[Value, ...], run: list[int]) -> list[Beam]:
    if len(run) > 1:
        return [Beam.START, *[Beam.CONTINUE] * (len(run) - 2), Beam.STOP]
    value = group[run[0]]
    length = value.length_ticks if not value.dots else value.length_ticks * 2 // 3
    points_on = run[0] == 0 or (run[0] < len(group) - 1 and value.start_ticks % (2 * length) == 0)
    return [Beam.FORWARD_HOOK if points_on else Beam.BACKWARD_HOOK]


def _is_cut_by_tuplet(earlier: Value, later: Value) -> bool:
    return earlier.closes or later.opens


def _is_one_rare_tuplet(earlier: Value, later: Value) -> bool:
    """Tell whether both belong to one rare tuplet, whose beams are not interrupted."""
    tuplet = earlier.tuplet
    return tuplet is not None and tuplet.actual != TRIPLET and tuplet == later.tuplet
