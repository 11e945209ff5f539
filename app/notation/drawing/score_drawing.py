"""Owns the drawn score as plain values: outlines, where they stand, and what each belongs to.

It needs only the standard library, so that one process can engrave without Qt and another paint
without music21. All lengths are in pixels of the drawing, with y counted downward.
"""

from __future__ import annotations

import pickle
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache
from typing import Final

from app.notation.drawing.rect import Rect

Segment = tuple[str, tuple[float, ...]]
"""A segment of a path in absolute coordinates: M x y, L x y, C x1 y1 x2 y2 x y, or Z."""

Outline = tuple[Segment, ...]

STAFF_STEPS: Final = 8
"""The number of steps from the lowest staff line to the highest."""

MARGIN_PX: Final = 16.0
"""The margins to the left and right of the staff on a screen."""

UNPACKED_LINES: Final = 64
"""How many unpacked lines are remembered: more than a window shows at once."""


class Ink(Enum):
    """What a mark is part of; this decides its colour."""

    STAFF = auto()
    SIGN = auto()
    PLAYER = auto()
    MODEL = auto()


@dataclass(frozen=True, slots=True)
class Mark:
    """A filled outline at a place; `outline` is its index among the outlines of the line.

    `note` is the index in the melody of the note to which the mark belongs; beams and rests have
    none. `stroke_px` is the width of the stroke that is drawn around it in addition.
    """

    outline: int
    x: float
    y: float
    scale: float
    ink: Ink
    bounds: Rect
    note: int | None = None
    stroke_px: float = 0.0

    def placed(self, y: float, first_note: int) -> Mark:
        """Return it moved down by `y`, with `first_note` notes before its line."""
        note = None if self.note is None else self.note + first_note
        bounds = self.bounds.moved(0, y)
        return Mark(
            self.outline, self.x, self.y + y, self.scale, self.ink, bounds, note, self.stroke_px
        )


def is_open(mark: Mark, outline: Outline) -> bool:
    """Tell whether a mark is only stroked, like a bracket, and not also filled, like a tie."""
    is_short = mark.stroke_px > 0 and len(outline) <= 3
    return is_short and all(kind in ("M", "L") for kind, _ in outline)


@dataclass(frozen=True, slots=True)
class NoteBox:
    """Where a note of the melody is drawn; a tied note has a box for each of its written values."""

    note: int
    rect: Rect
    head: Rect

    def placed(self, y: float, first_note: int) -> NoteBox:
        """Return it moved down by `y`, with `first_note` notes before its line."""
        return NoteBox(self.note + first_note, self.rect.moved(0, y), self.head.moved(0, y))


@dataclass(frozen=True, slots=True)
class RestBox:
    """Where a rest is drawn, and the time that it lasts."""

    start_ticks: int
    end_ticks: int
    rect: Rect

    def placed(self, y: float) -> RestBox:
        """Return it moved down by `y`."""
        return RestBox(self.start_ticks, self.end_ticks, self.rect.moved(0, y))


@dataclass(frozen=True, slots=True)
class MeasureBox:
    """A bar (number 0 is the pickup) and the place of its bar lines."""

    bar: int
    x: float
    width: float
    is_model: bool


@dataclass(frozen=True, slots=True)
class Label:
    """A text in the interface's typeface, placed by the left end of its baseline."""

    text: str
    x: float
    y: float

    def placed(self, y: float) -> Label:
        """Return it moved down by `y`."""
        return Label(self.text, self.x, self.y + y)


@dataclass(frozen=True, slots=True)
class Line:
    """What one line of the score shows, regardless of where it stands and which notes precede it.

    Until a line is `placed`, heights are counted from the top line of its staff, and notes from the
    first one of the line. `rect` is as wide as the staff and reaches from above the chord names to
    below the lowest note. `outlines` are those of the marks. `times` holds pairs of ticks and x,
    both rising, from the first bar line to the last.
    """

    rect: Rect
    outlines: tuple[Outline, ...]
    marks: tuple[Mark, ...]
    notes: tuple[NoteBox, ...]
    rests: tuple[RestBox, ...]
    measures: tuple[MeasureBox, ...]
    bands: tuple[Rect, ...]
    chords: tuple[Label, ...]
    bar_number: Label | None
    times: tuple[tuple[int, float], ...]

    def placed(self, y: float, first_note: int) -> Line:
        """Return the line with its staff at `y` and with `first_note` notes before it."""
        return Line(
            rect=self.rect.moved(0, y),
            outlines=self.outlines,
            marks=tuple(mark.placed(y, first_note) for mark in self.marks),
            notes=tuple(box.placed(y, first_note) for box in self.notes),
            rests=tuple(box.placed(y) for box in self.rests),
            measures=self.measures,
            bands=tuple(band.moved(0, y) for band in self.bands),
            chords=tuple(label.placed(y) for label in self.chords),
            bar_number=self.bar_number and self.bar_number.placed(y),
            times=self.times,
        )


@dataclass(frozen=True, slots=True)
class PackedLine:
    """A Line packed for another process, with what is often asked of it beside.

    Since it is unpacked only when it is looked at, a long score passes between processes quickly,
    and costs its reader only the lines in view.
    """

    rect: Rect
    start_ticks: int
    end_ticks: int
    data: bytes

    @classmethod
    def of(cls, line: Line) -> PackedLine:
        """Pack a line that was not placed yet."""
        return cls(line.rect, line.times[0][0], line.times[-1][0], pickle.dumps(line, -1))


@dataclass(frozen=True, slots=True, eq=False)
class System:
    """A line of the score in its place."""

    packed: PackedLine
    staff_y: float
    first_note: int

    def __eq__(self, other: object) -> bool:
        return isinstance(other, System) and self._line == other._line

    @property
    def rect(self) -> Rect:
        """From above the chord names to below the lowest note, as wide as the staff."""
        return self.packed.rect.moved(0, self.staff_y)

    @property
    def start_ticks(self) -> int:
        """The tick at which its first bar begins."""
        return self.packed.start_ticks

    @property
    def end_ticks(self) -> int:
        """The tick at which its last bar ends."""
        return self.packed.end_ticks

    @property
    def outlines(self) -> tuple[Outline, ...]:
        """The outlines to which its marks refer by index."""
        return self._line.outlines

    @property
    def marks(self) -> tuple[Mark, ...]:
        """Everything that is drawn, except staff lines and words."""
        return self._line.marks

    @property
    def notes(self) -> tuple[NoteBox, ...]:
        """Where its notes are drawn."""
        return self._line.notes

    @property
    def rests(self) -> tuple[RestBox, ...]:
        """Where its rests are drawn."""
        return self._line.rests

    @property
    def measures(self) -> tuple[MeasureBox, ...]:
        """Its bars from left to right."""
        return self._line.measures

    @property
    def bands(self) -> tuple[Rect, ...]:
        """The background bands of the model's bars."""
        return self._line.bands

    @property
    def chords(self) -> tuple[Label, ...]:
        """The chord names above it."""
        return self._line.chords

    @property
    def bar_number(self) -> Label | None:
        """The number of its first bar; the first line shows none."""
        return self._line.bar_number

    @property
    def times(self) -> tuple[tuple[int, float], ...]:
        """Pairs of ticks and x, both rising, from the first bar line to the last."""
        return self._line.times

    @property
    def _line(self) -> Line:
        return _placed(self.packed.data, self.staff_y, self.first_note)

    def x_at(self, ticks: float) -> float:
        """Return the x at which a tick stands, within the line."""
        return interpolated(self.times, ticks)

    def ticks_at(self, x: float) -> int:
        """Return the tick that stands at x, within the line."""
        return round(interpolated([(x, ticks) for ticks, x in self.times], x))


@dataclass(frozen=True, slots=True)
class ScoreDrawing:
    """A score wrapped to a width, with its lines from top to bottom.

    `staff_px` is the distance between the outer staff lines, `line_px` the thickness of a printed
    staff line, and `top_step` the step (see `Spelling.step`) of the top line.
    """

    width: float
    height: float
    staff_px: float
    line_px: float
    top_step: int
    systems: tuple[System, ...]

    def system_at(self, ticks: float) -> int | None:
        """Return the index of the line in which a tick lies, or None after the end."""
        for index, system in enumerate(self.systems):
            if system.start_ticks <= ticks < system.end_ticks:
                return index
        return None

    def note_at(self, x: float, y: float, reach_px: float) -> int | None:
        """Return the note whose head, or else whose stem or flag, is within reach of a point."""
        near = [
            (box.head.distance(x, y), box.rect.distance(x, y), box.note)
            for system in self.systems
            if system.rect.distance(system.rect.x, y) <= reach_px
            for box in system.notes
            if box.rect.distance(x, y) <= reach_px
        ]
        return min(near)[2] if near else None

    def rest_at(self, x: float, y: float, reach_px: float) -> RestBox | None:
        """Return the rest that is within reach of a point."""
        near = [
            (box.rect.distance(x, y), box.start_ticks, box)
            for system in self.systems
            if system.rect.distance(system.rect.x, y) <= reach_px
            for box in system.rests
            if box.rect.distance(x, y) <= reach_px
        ]
        return min(near, key=lambda found: found[:2])[2] if near else None

    def rest_of(self, ticks: int) -> tuple[int, RestBox] | None:
        """Return the rest that begins at a tick, with the index of its line; None without one."""
        rests = ((at, box) for at in self._lines_near(ticks) for box in self.systems[at].rests)
        return next(((at, box) for at, box in rests if box.start_ticks == ticks), None)

    def heads_of(self, note: int, start_ticks: int, end_ticks: int) -> list[tuple[int, NoteBox]]:
        """Return the boxes in which a note of the melody is drawn, each with the index of its line.

        The ticks between which it sounds tell in which lines to look.
        """
        lines = self._lines_near(start_ticks, end_ticks)
        return [(at, box) for at in lines for box in self.systems[at].notes if box.note == note]

    def places_near(self, ticks: int) -> tuple[int, ...]:
        """Return the ticks near one at which something is written or a line ends, rising."""
        lines = self._lines_near(ticks)
        return tuple(sorted({place for at in lines for place, _ in self.systems[at].times}))

    def y_of(self, system: System, step: int) -> float:
        """Return the y of a staff step on a line of the score."""
        return system.staff_y + (self.top_step - step) * self.staff_px / STAFF_STEPS

    def step_at(self, system: System, y: float) -> int:
        """Return the staff step nearest to a y on a line of the score."""
        return self.top_step - round((y - system.staff_y) * STAFF_STEPS / self.staff_px)

    def ledger_heights(self, system: System, step: int) -> list[float]:
        """Return the y of each ledger line that a note on a step needs."""
        above = range(self.top_step + 2, step + 1, 2)
        below = range(self.top_step - STAFF_STEPS - 2, step - 1, -2)
        return [self.y_of(system, line) for line in (*above, *below)]

    def _lines_near(self, start_ticks: int, end_ticks: int | None = None) -> range:
        """Return the indices of the lines in which a time lies, and of one more on each side."""
        starts = [system.start_ticks for system in self.systems]
        first = bisect_right(starts, start_ticks) - 1
        last = first if end_ticks is None else bisect_right(starts, end_ticks) - 1
        return range(max(first - 1, 0), min(last + 2, len(starts)))


@lru_cache(maxsize=UNPACKED_LINES)
def _placed(data: bytes, staff_y: float, first_note: int) -> Line:
    line: Line = pickle.loads(data)
    return line.placed(staff_y, first_note)


def interpolated(points: Sequence[tuple[float, float]], at: float) -> float:
    """Return the second coordinate at a given first one, interpolated between rising points.

    Outside the points, it is that of the nearest.
    """
    if at <= points[0][0]:
        return points[0][1]
    if at >= points[-1][0]:
        return points[-1][1]
    index = bisect_right(points, at, key=lambda point: point[0])
    (left, low), (right, high) = points[index - 1], points[index]
    return low + (high - low) * (at - left) / (right - left)
