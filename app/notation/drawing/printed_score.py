"""Owns the printed score: a drawing divided into pages, with heading, staff lines and words.

All lengths are in pixels of 1/96 inch.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from app.domain import Paper
from app.notation.drawing.heading import Heading, Word
from app.notation.drawing.rect import Rect
from app.notation.drawing.score_drawing import ScoreDrawing, System

PX_PER_INCH: Final = 96
PX_PER_MM: Final = PX_PER_INCH / 25.4
MARGIN_MM: Final = 15.0
"""The margin on all sides: every printer can print up to it, and clips of music stands cover it."""

STAFF_PX: Final = 26.0
"""The height of a staff: 6.9 mm, as in printed parts."""

CHORD_PX: Final = 12
NUMBER_PX: Final = 9


@dataclass(frozen=True, slots=True)
class Page:
    """The size of a page."""

    width: float
    height: float

    @classmethod
    def of_mm(cls, width_mm: float, height_mm: float) -> Page:
        """Return a page by its size in millimetres."""
        return cls(width_mm * PX_PER_MM, height_mm * PX_PER_MM)

    @classmethod
    def of(cls, paper: Paper) -> Page:
        """Return a sheet of paper."""
        return cls.of_mm(*paper.size_mm)

    @property
    def margin(self) -> float:
        """The width of the margins, which leave most of the page even if it is small."""
        return min(MARGIN_MM * PX_PER_MM, self.width / 8, self.height / 8)

    @property
    def room(self) -> Rect:
        """The rectangle within the margins."""
        return Rect(
            self.margin, self.margin, self.width - 2 * self.margin, self.height - 2 * self.margin
        )


@dataclass(frozen=True, slots=True)
class PrintedScore:
    """A score engraved for the width of a page, its heading, and the lines of each page."""

    title: str
    heading: Heading
    page: Page
    drawing: ScoreDrawing
    pages: tuple[tuple[System, ...], ...]

    @property
    def picture_height(self) -> float:
        """The height of a single picture, as wide as the page, that shows all lines."""
        return self.drawing.height + 2 * self.page.margin + self.heading.height


def divided(
    systems: tuple[System, ...], height: float, heading_height: float
) -> tuple[tuple[System, ...], ...]:
    """Divide lines into pages whose lines may be `height` high together.

    On the first page the heading takes its height from that.
    """
    pages: list[list[System]] = [[]]
    start, room = 0.0, height - heading_height
    for system in systems:
        if pages[-1] and system.rect.bottom - start > room:
            pages.append([])
            start, room = system.rect.y, height
        pages[-1].append(system)
    return tuple(map(tuple, pages))


def staff_lines(drawing: ScoreDrawing, system: System) -> list[Rect]:
    """Return the five lines of a staff; a drawing doesn't hold them, so its painter asks here."""
    left, last = system.measures[0].x, system.measures[-1]
    width, half = last.x + last.width - left, drawing.line_px / 2
    tops = (system.staff_y + line * drawing.staff_px / 4 - half for line in range(5))
    return [Rect(left, top, width, drawing.line_px) for top in tops]


def words(system: System) -> list[Word]:
    """Return the words above a line: its chord names and its bar number."""
    written = [Word(c.text, c.x, c.y, CHORD_PX, is_bold=True) for c in system.chords]
    if system.bar_number is not None:
        number = system.bar_number
        written.append(Word(number.text, number.x, number.y, NUMBER_PX))
    return written
