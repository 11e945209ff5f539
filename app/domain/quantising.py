"""Quantises what was played: moves all notes to a grid together, so that none is lost.

note-seq's quantiser, which is used for reading files, moves each note by itself to the nearest
line. Two notes of a fast run can then meet on one line, where one of them is lost, and a run that
was played unevenly gets holes. It also knows no strength, and takes half a second to import. Here
the lines of all notes are chosen together, as the shortest path through the candidates of each
note (Viterbi, "Error bounds for convolutional codes", 1967): the notes move as little as possible,
no two share a line, and lines between those of the grid are used only where notes follow each other
faster than the grid.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from math import inf
from typing import Final

from app.constants import TICKS_PER_QUARTER
from app.domain.melody import Melody
from app.domain.note import Note
from app.errors import InvalidValueError

FULL_STRENGTH_PERCENT: Final = 100

FINEST_DIVISION: Final = 4
"""Into how many parts a grid cell may be divided for runs that are faster than the grid."""

FAST_SHARE: Final = 0.75
"""Two notes closer than this share of a grid cell were not meant to be a cell apart."""


@dataclass(frozen=True, slots=True)
class Quantising:
    """A grid, and how strongly notes are drawn to it.

    The strength goes from 0 %, where notes stay as they were played, to 100 %, where they stand on
    the lines. Raises InvalidValueError for a grid or strength out of range.
    """

    grid_ticks: int = TICKS_PER_QUARTER // 4
    strength_percent: int = FULL_STRENGTH_PERCENT

    def __post_init__(self) -> None:
        if self.grid_ticks < 1:
            raise InvalidValueError(f"A grid of {self.grid_ticks} ticks has no lines.")
        if not 0 <= self.strength_percent <= FULL_STRENGTH_PERCENT:
            raise InvalidValueError(
                f"A strength of {self.strength_percent} per cent is outside"
                f" 0–{FULL_STRENGTH_PERCENT}."
            )

    def drawn(self, played_ticks: int, line_ticks: int) -> int:
        """Return where a note ends up that was played at one tick and belongs to a line.

        Notes never change their order by it.
        """
        way = (line_ticks - played_ticks) * self.strength_percent
        return played_ticks + (2 * way + FULL_STRENGTH_PERCENT) // (2 * FULL_STRENGTH_PERCENT)


@dataclass(frozen=True, slots=True)
class _Line:
    """A place to which a note may be moved, and its cost in squared ticks."""

    ticks: int
    cost: float


def quantised(melody: Melody, quantising: Quantising) -> Melody:
    """Move onsets and ends to the grid; every note is kept, and so is their order.

    A note that lasted until the next one still does; any other stays at least one grid cell long.
    """
    notes = melody.notes
    onsets = _lines(notes, quantising.grid_ticks)
    result: list[Note] = []
    for index, note in enumerate(notes):
        is_last = index + 1 == len(notes)
        later = None if is_last else notes[index + 1].onset_ticks
        limit = None if is_last else onsets[index + 1]
        end = _end(note, onsets[index], quantising.grid_ticks, later, limit)
        onset = quantising.drawn(note.onset_ticks, onsets[index])
        drawn_end = max(quantising.drawn(note.end_ticks, end), onset + 1)
        result.append(replace(note, onset_ticks=onset, duration_ticks=drawn_end - onset))
    return Melody(tuple(result))


def _end(note: Note, onset: int, grid_ticks: int, later: int | None, limit: int | None) -> int:
    """Return the line on which a note ends; the next note begins at `limit`."""
    if later is not None and limit is not None and later - note.end_ticks < grid_ticks / 2:
        return limit
    line = (2 * note.end_ticks + grid_ticks) // (2 * grid_ticks) * grid_ticks
    end = line if line > onset else (onset // grid_ticks + 1) * grid_ticks
    return end if limit is None else min(end, limit)


def _lines(notes: tuple[Note, ...], grid_ticks: int) -> list[int]:
    """Return a line for each onset, in rising order and with the smallest total cost."""
    if not notes:
        return []
    choices = [
        _candidates(note.onset_ticks, grid_ticks, gap)
        for note, gap in zip(notes, _gaps(notes), strict=True)
    ]
    costs = [line.cost for line in choices[0]]
    origins: list[list[int]] = []
    for before, lines in pairwise(choices):
        best, best_cost, position = 0, inf, 0
        came: list[int] = []
        total: list[float] = []
        for line in lines:
            while position < len(before) and before[position].ticks < line.ticks:
                if costs[position] < best_cost:
                    best, best_cost = position, costs[position]
                position += 1
            came.append(best)
            total.append(best_cost + line.cost)
        origins.append(came)
        costs = total
    place = min(range(len(costs)), key=lambda index: costs[index])
    path = [place]
    for came in reversed(origins):
        path.append(came[path[-1]])
    return [lines[index].ticks for lines, index in zip(choices, reversed(path), strict=True)]


def _candidates(onset: int, grid_ticks: int, gap_ticks: float) -> list[_Line]:
    """Return the lines around an onset, and its own place in case there are too few lines."""
    cost_of: dict[int, float] = {onset: float(grid_ticks**2)}
    division = 1
    while division <= FINEST_DIVISION and grid_ticks % division == 0:
        cell = grid_ticks // division
        below = onset // cell * cell
        penalty = (division - 1) * (grid_ticks / 4) ** 2
        for ticks in (below, below + cell):
            cost = (ticks - onset) ** 2 + penalty
            cost_of[ticks] = min(cost, cost_of.get(ticks, cost))
        if gap_ticks >= FAST_SHARE * cell:
            break
        division *= 2
    return [_Line(ticks, cost_of[ticks]) for ticks in sorted(cost_of)]


def _gaps(notes: tuple[Note, ...]) -> list[float]:
    """Return for each onset the ticks to the nearest other onset."""
    steps = [later.onset_ticks - note.onset_ticks for note, later in pairwise(notes)]
    return [min(around) for around in pairwise((inf, *steps, inf))]
