"""Divides a melody into bars, and each bar into note values, rests and ties. Pure arithmetic.

Everything written has an id: `n5` is the first value of `melody.notes[5]`, `n5-1` the value tied to
it, and `r3` a rest. Notes that are neither on the grid of 64ths and triplet 32nds nor in a rarer
tuplet are written at the nearest place on that grid.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace

from app.domain import Melody, Note, Sketch
from app.notation.writing.grids import BINARY_GRID, written_grid
from app.notation.writing.rhythm import Value, written_values
from app.notation.writing.tuplets import Tuplet, all_tuplets, rare_tuplets


@dataclass(frozen=True, slots=True)
class Written:
    """A note or rest as it is written.

    `note` is the index of the note in the melody, or None for a rest. `value` is None for a rest
    that fills the bar. `tie` is "start", "continue", "stop" or None.
    """

    id: str
    note: int | None
    onset_ticks: int
    value: Value | None
    tie: str | None = None


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar (number 0 is the pickup) and what is written in it.

    `shift_ticks` says how much of a full bar is missing at its beginning; it is 0 except for a
    pickup.
    """

    number: int
    start_ticks: int
    shift_ticks: int
    written: tuple[Written, ...]


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of a bar, in ticks from the bar line; `note` is an index, or None for a rest."""

    start_ticks: int
    end_ticks: int
    note: int | None
    begins: bool = True
    ends: bool = True


def written_bars(sketch: Sketch, least_bars: int = 1) -> tuple[Bar, ...]:
    """Return the bars of the sketch, with empty bars added until there are `least_bars`."""
    bars: list[Bar] = []
    rests = 0
    continued: dict[int, int] = {}
    grids = _Grids(sketch)
    for number in range(0 if sketch.pickup_ticks else 1, max(sketch.bars, least_bars) + 1):
        grid = grids.of_bar(number)
        start, shift = grid.start_ticks, grid.shift_ticks
        written: list[Written] = []
        for note, ticks, value, tie in _values(sketch, _pieces(sketch, grid), grid.rare):
            if note is None:
                name = f"r{rests}"
                rests += 1
            else:
                count = continued.get(note, 0)
                continued[note] = count + 1
                name = f"n{note}-{count}" if count else f"n{note}"
            written.append(Written(name, note, start + ticks - shift, value, tie))
        bars.append(Bar(number, start, shift, tuple(written)))
    return tuple(bars)


def on_written_grid(sketch: Sketch) -> Sketch:
    """Return the sketch as it is written, with every note moved to where it stands in its bar."""
    notes: list[Note] = []
    grids = _Grids(sketch)
    for note in sketch.melody:
        onset, end = (grids.written_place(at) for at in (note.onset_ticks, note.end_ticks))
        onset = max(onset, notes[-1].end_ticks if notes else 0)
        if end > onset:
            notes.append(replace(note, onset_ticks=onset, duration_ticks=end - onset))
    return replace(sketch, melody=Melody(tuple(notes)))


@dataclass(frozen=True, slots=True)
class _Grid:
    """The places of a bar at which notes can be written, which its rarer tuplets add to.

    The bar begins at `start_ticks`; `shift_ticks` are missing at its beginning if it is a pickup.
    `near` are the notes that may be written in it.
    """

    start_ticks: int
    shift_ticks: int
    near: range
    rare: tuple[Tuplet, ...]

    def place(self, ticks: int) -> int:
        """Return where a moment is written, in ticks from the bar line of the whole bar."""
        exact = ticks - self.start_ticks + self.shift_ticks
        is_in_tuplet = any(exact in tuplet.places for tuplet in self.rare)
        return exact if is_in_tuplet else self.shift_ticks + written_grid(ticks - self.start_ticks)


class _Grids:
    """The grid of each bar of a sketch."""

    def __init__(self, sketch: Sketch) -> None:
        self._sketch = sketch
        self._onsets = [note.onset_ticks for note in sketch.melody]
        self._ends = [note.end_ticks for note in sketch.melody]
        self._kept: dict[int, _Grid] = {}

    def of_bar(self, number: int) -> _Grid:
        """Return the grid of a bar."""
        if number not in self._kept:
            self._kept[number] = self._found(number)
        return self._kept[number]

    def written_place(self, ticks: int) -> int:
        """Return the tick at which a moment is written."""
        grid = self.of_bar(self._sketch.bar_at(ticks))
        return grid.start_ticks + grid.place(ticks) - grid.shift_ticks

    def _found(self, number: int) -> _Grid:
        sketch = self._sketch
        start, end = sketch.bar_start_ticks(number), sketch.bar_start_ticks(number + 1)
        # Rounding to the grid can move a note across the bar line.
        near = range(
            bisect_left(self._ends, start - BINARY_GRID),
            bisect_right(self._onsets, end + BINARY_GRID),
        )
        inside = tuple(
            (max(self._onsets[i], start) - start, min(self._ends[i], end) - start)
            for i in near
            if self._ends[i] > start and self._onsets[i] < end
        )

        def grid(shift: int) -> _Grid:
            notes = tuple((onset + shift, until + shift) for onset, until in inside)
            return _Grid(start, shift, near, rare_tuplets(sketch.meter, notes, shift))

        if number > 0:
            return grid(0)
        exact = grid(sketch.meter.bar_ticks - (end - start))
        if any(tuplet.holds(exact.shift_ticks) for tuplet in exact.rare):
            return exact
        # A pickup that is off the grid is written with the nearest length on it.
        return grid(sketch.meter.bar_ticks - max(written_grid(end - start), BINARY_GRID))


def _pieces(sketch: Sketch, grid: _Grid) -> list[_Piece]:
    """Cut out the part of the melody that lies in a bar, and fill the gaps with rests."""
    pieces: list[_Piece] = []
    start, end = grid.shift_ticks, sketch.meter.bar_ticks
    position = start
    for index in grid.near:
        note = sketch.melody.notes[index]
        onset, note_end = grid.place(note.onset_ticks), grid.place(note.end_ticks)
        if note_end <= start or onset >= end:
            continue
        onset_here = max(onset, position)
        end_here = min(note_end, end)
        if end_here <= onset_here:
            continue  # shorter than the finest value there is
        if onset_here > position:
            pieces.append(_Piece(position, onset_here, None))
        pieces.append(_Piece(onset_here, end_here, index, onset >= start, note_end <= end))
        position = end_here
    if position < end:
        pieces.append(_Piece(position, end, None))
    return pieces


def _values(
    sketch: Sketch, pieces: list[_Piece], rare: tuple[Tuplet, ...]
) -> Iterator[tuple[int | None, int, Value | None, str | None]]:
    """Yield note, ticks from the bar line, value and tie."""
    if len(pieces) == 1 and pieces[0].note is None and pieces[0].start_ticks == 0:
        yield None, 0, None, None
        return
    bounds = frozenset(p.start_ticks for p in pieces) | {p.end_ticks for p in pieces}
    in_bar = all_tuplets(sketch.meter, rare, bounds)
    for piece in pieces:
        is_rest = piece.note is None
        values = written_values(
            sketch.meter, piece.start_ticks, piece.end_ticks, in_bar, is_rest=is_rest
        )
        for place, value in enumerate(values):
            begins = piece.begins and place == 0
            ends = piece.ends and place == len(values) - 1
            is_tied = not is_rest and not (begins and ends)
            tie = ("start" if begins else "stop" if ends else "continue") if is_tied else None
            if value.tuplet is not None and piece is pieces[0] and place == 0:
                # A pickup can begin inside a tuplet.
                value = replace(value, opens=True)
            yield piece.note, value.start_ticks, value, tie
