"""Draws what was played to a grid: all notes at once, so that none swallows another.

note-seq's quantiser, which files are read with, takes each note by itself to the nearest line. Two
notes of a fast run then fall on one line and one of them is lost, and a run played a little
unevenly gets holes; it knows no strength, and it costs half a second of imports where a keyboard is
listened to. Here the lines are chosen together by the shortest path through the notes' candidates
(Viterbi, "Error bounds for convolutional codes", 1967): least movement, no two on one line, and
lines between the grid's only for notes that follow each other faster than the grid.
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
"""The grid may be halved twice for runs faster than it."""

FAST_SHARE: Final = 0.75
"""Notes closer than this share of a cell were not meant a cell apart."""


@dataclass(frozen=True, slots=True)
class Quantising:
    """The grid, and how far notes are drawn to it: 0 per cent as played, 100 on its lines.

    Raises InvalidValueError for a grid or strength that can't be.
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
        """Return how far a place is drawn to its line; two places never change their order."""
        way = (line_ticks - played_ticks) * self.strength_percent
        return played_ticks + (2 * way + FULL_STRENGTH_PERCENT) // (2 * FULL_STRENGTH_PERCENT)


@dataclass(frozen=True, slots=True)
class _Line:
    """A place that a note may be drawn to; its cost is in squared ticks."""

    ticks: int
    cost: float


def quantised(melody: Melody, quantising: Quantising) -> Melody:
    """Draw onsets and ends to the grid; all notes stay, in their order.

    A note that reached the next one still does, any other keeps at least one cell of its grid.
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
    """Return the line that a note ends on, `limit` being where the next begins."""
    if later is not None and limit is not None and later - note.end_ticks < grid_ticks / 2:
        return limit
    line = (2 * note.end_ticks + grid_ticks) // (2 * grid_ticks) * grid_ticks
    end = line if line > onset else (onset // grid_ticks + 1) * grid_ticks
    return end if limit is None else min(end, limit)


def _lines(notes: tuple[Note, ...], grid_ticks: int) -> list[int]:
    """Return a line for each onset, rising, the sum of their costs the least there is."""
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
    """Return the lines around an onset, and its own place for when there are too few."""
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
    """Return the time from each onset to the nearest other, in ticks."""
    steps = [later.onset_ticks - note.onset_ticks for note, later in pairwise(notes)]
    return [min(around) for around in pairwise((inf, *steps, inf))]
