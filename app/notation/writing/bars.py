"""Divides a melody into bars, and each bar into note values, rests and ties. Pure arithmetic.

Everything written has an id: `n5` is the first value of `melody.notes[5]`, `n5-1` the value tied to
it, and `r3` a rest. Notes that are off the grid of 64ths and triplet 32nds are written at the
nearest place on it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace

from app.domain import Melody, Note, Sketch
from app.notation.writing.rhythm import (
    BINARY_GRID,
    Value,
    triplet_windows,
    written_grid,
    written_values,
)


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
    onsets = [note.onset_ticks for note in sketch.melody]
    ends = [note.end_ticks for note in sketch.melody]
    for number in range(0 if sketch.pickup_ticks else 1, max(sketch.bars, least_bars) + 1):
        start, end = sketch.bar_start_ticks(number), sketch.bar_start_ticks(number + 1)
        # A pickup that is off the grid is written with the nearest length on it.
        length = max(written_grid(end - start), BINARY_GRID)
        shift = sketch.meter.bar_ticks - length if number == 0 else 0
        # Rounding to the grid can move a note across the bar line.
        near = range(
            bisect_left(ends, start - BINARY_GRID), bisect_right(onsets, end + BINARY_GRID)
        )
        written: list[Written] = []
        for note, ticks, value, tie in _values(sketch, _pieces(sketch, near, start, length, shift)):
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
    for note in sketch.melody:
        onset, end = (_written_place(sketch, at) for at in (note.onset_ticks, note.end_ticks))
        onset = max(onset, notes[-1].end_ticks if notes else 0)
        if end > onset:
            notes.append(replace(note, onset_ticks=onset, duration_ticks=end - onset))
    return replace(sketch, melody=Melody(tuple(notes)))


def _written_place(sketch: Sketch, ticks: int) -> int:
    start = sketch.bar_start_ticks(sketch.bar_at(ticks))
    return start + written_grid(ticks - start)


def _pieces(sketch: Sketch, near: range, start: int, length: int, shift: int) -> list[_Piece]:
    """Cut out the part of the melody that lies in a bar, and fill the gaps with rests."""
    pieces: list[_Piece] = []
    position = 0
    for index in near:
        note = sketch.melody.notes[index]
        onset = written_grid(note.onset_ticks - start)
        note_end = written_grid(note.end_ticks - start)
        if note_end <= 0 or onset >= length:
            continue
        onset_here = max(onset, position)
        end_here = min(note_end, length)
        if end_here <= onset_here:
            continue  # shorter than the finest value there is
        if onset_here > position:
            pieces.append(_Piece(position, onset_here, None))
        pieces.append(_Piece(onset_here, end_here, index, onset >= 0, note_end <= length))
        position = end_here
    if position < length:
        pieces.append(_Piece(position, length, None))
    return [
        _Piece(p.start_ticks + shift, p.end_ticks + shift, p.note, p.begins, p.ends) for p in pieces
    ]


def _values(
    sketch: Sketch, pieces: list[_Piece]
) -> Iterator[tuple[int | None, int, Value | None, str | None]]:
    """Yield note, ticks from the bar line, value and tie."""
    if len(pieces) == 1 and pieces[0].note is None and pieces[0].start_ticks == 0:
        yield None, 0, None, None
        return
    bounds = frozenset(p.start_ticks for p in pieces) | {p.end_ticks for p in pieces}
    windows = triplet_windows(sketch.meter, bounds)
    for piece in pieces:
        is_rest = piece.note is None
        values = written_values(
            sketch.meter, piece.start_ticks, piece.end_ticks, windows, is_rest=is_rest
        )
        for place, value in enumerate(values):
            begins = piece.begins and place == 0
            ends = piece.ends and place == len(values) - 1
            is_tied = not is_rest and not (begins and ends)
            tie = ("start" if begins else "stop" if ends else "continue") if is_tied else None
            yield piece.note, value.start_ticks, value, tie
