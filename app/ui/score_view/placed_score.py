"""Owns PlacedScore: an engraved sketch, with each line in its place on the canvas."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QRectF

from app.domain import Note, Selection, Sketch
from app.notation.drawing.rect import Rect
from app.notation.drawing.score_drawing import NoteBox, ScoreDrawing
from app.ui.score_view.arrangement import Arrangement
from app.ui.score_view.painter import qrect

REACH_PX: Final = 6.0
"""How far from a note or a rest a click still counts as a click on it."""

CARET_SPACES: Final = 1.6
CARET_REACH_SPACES: Final = 2.0
"""The width of the caret, and how far it reaches above and below the staff, in staff spaces."""

PLAYHEAD_WIDTH: Final = 4.0
"""The width of what is repainted when the playhead moves; the line itself is thinner."""


@dataclass(frozen=True, slots=True)
class StaffPoint:
    """The time and the step of the staff (see `Spelling.step`) at a point of the canvas.

    `rest_ticks` is where the rest at that point begins, or None if there is no rest.
    """

    ticks: int
    step: int
    rest_ticks: int | None


@dataclass(frozen=True, slots=True)
class PlacedScore:
    """Finds the places of notes and times, and the notes at a place, in pixels of the canvas."""

    sketch: Sketch
    drawing: ScoreDrawing
    arrangement: Arrangement

    def note_at(self, x: float, y: float) -> Note | None:
        """Return the note at a point, or else the nearest one within reach."""
        line = self.arrangement.line_near(self.drawing, x, y)
        index = self.drawing.note_at(*self.arrangement.in_drawing(line, x, y), REACH_PX)
        return None if index is None else self.sketch.melody.notes[index]

    def staff_point_at(self, x: float, y: float) -> StaffPoint:
        """Return the time and the step at a point, on the line nearest to it."""
        line = self.arrangement.line_near(self.drawing, x, y)
        system = self.drawing.systems[line]
        x, y = self.arrangement.in_drawing(line, x, y)
        rest = self.drawing.rest_at(x, y, REACH_PX)
        return StaffPoint(
            ticks=system.ticks_at(x),
            step=self.drawing.step_at(system, y),
            rest_ticks=None if rest is None else rest.start_ticks,
        )

    def notes_in(self, area: QRectF) -> Selection:
        """Return the notes whose heads a rectangle touches."""
        notes = self.sketch.melody.notes
        return frozenset(
            notes[box.note]
            for line, box in self._boxes_in_lines(area)
            if area.intersects(qrect(self.arrangement.placed(line, box.head)))
        )

    def notes_of_lines_in(self, area: QRectF) -> Selection:
        """Return the notes of the lines that a rectangle touches."""
        notes = self.sketch.melody.notes
        return frozenset(notes[box.note] for _, box in self._boxes_in_lines(area))

    def boxes_of(self, index: int) -> list[NoteBox]:
        """Return the boxes of a note, of which there are several if it is written with ties."""
        note, placed = self.sketch.melody.notes[index], self.arrangement.placed
        return [
            NoteBox(index, placed(line, box.rect), placed(line, box.head))
            for line, box in self.drawing.heads_of(index, note.onset_ticks, note.end_ticks)
        ]

    def rest_place(self, ticks: int) -> Rect | None:
        """Return the place of the rest that begins at a time, or None if there is none."""
        found = self.drawing.rest_of(ticks)
        return None if found is None else self.arrangement.placed(found[0], found[1].rect)

    def caret_place(self, ticks: int) -> Rect:
        """Return the place of the caret at a time; after the end, just before the last bar line."""
        drawing, space = self.drawing, self.drawing.staff_px / 4
        at = drawing.system_at(ticks)
        line = len(drawing.systems) - 1 if at is None else at
        system = drawing.systems[line]
        width, reach = CARET_SPACES * space, CARET_REACH_SPACES * space
        left = min(system.x_at(ticks) - space / 4, system.rect.right - width)
        rect = Rect(left, system.staff_y - reach, width, drawing.staff_px + 2 * reach)
        return self.arrangement.placed(line, rect)

    def playhead_place(self, ticks: float) -> Rect | None:
        """Return the place of the playhead at a time, or None after the end."""
        line = self.drawing.system_at(ticks)
        if line is None:
            return None
        system = self.drawing.systems[line]
        left = system.x_at(ticks) - PLAYHEAD_WIDTH / 2
        rect = Rect(left, system.rect.y, PLAYHEAD_WIDTH, system.rect.height)
        return self.arrangement.placed(line, rect)

    def lines_from(self, ticks: float) -> list[Rect]:
        """Return the places of the line at a time and of the line after it, if they exist."""
        line = self.drawing.system_at(ticks)
        if line is None:
            return []
        lines = range(line, min(line + 2, len(self.drawing.systems)))
        return [self.arrangement.placed(at, self.drawing.systems[at].rect) for at in lines]

    def _boxes_in_lines(self, area: QRectF) -> Iterator[tuple[int, NoteBox]]:
        """Yield the notes of the lines that an area touches, each with the index of its line."""
        for line, system in enumerate(self.drawing.systems):
            if area.intersects(qrect(self.arrangement.placed(line, system.rect))):
                yield from ((line, box) for box in system.notes)
