"""Owns Arrangement: where the lines of a drawing stand in the view, and the pages under them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from app.notation.drawing import Rect, ScoreDrawing

PAPER_STAFF_PX: Final = 26.0
"""Height of a staff on paper at 96 px an inch: 6.9 mm, as in printed parts."""

PX_PER_MM: Final = 96 / 25.4
MARGIN_MM: Final = 15.0
HEADING_MM: Final = 17.0
"""Height that the title takes on the first page."""

PAGE_GAP_PX: Final = 16.0


class ViewMode(StrEnum):
    """How the lines of the score are laid out."""

    LINES = "lines"
    PAGES = "pages"
    ENDLESS = "endless"


@dataclass(frozen=True, slots=True)
class Paper:
    """A sheet of paper in pixels of the view, `scale` of them to one of 96 an inch."""

    width: float
    height: float
    scale: float

    @classmethod
    def fitting(cls, width_mm: float, height_mm: float, staff_px: float, view_px: float) -> Paper:
        """Return a sheet on which a staff is so high, or a smaller one that fits the view."""
        widest = (view_px - 2 * PAGE_GAP_PX) / (width_mm * PX_PER_MM)
        scale = min(staff_px / PAPER_STAFF_PX, widest)
        return cls(width_mm * PX_PER_MM * scale, height_mm * PX_PER_MM * scale, scale)

    @property
    def staff_px(self) -> float:
        """Height of a staff on it."""
        return PAPER_STAFF_PX * self.scale

    @property
    def margin(self) -> float:
        """Width of its margins."""
        return MARGIN_MM * PX_PER_MM * self.scale

    @property
    def heading(self) -> float:
        """Height of a heading."""
        return HEADING_MM * PX_PER_MM * self.scale

    @property
    def room_width(self) -> float:
        """Width within the margins."""
        return self.width - 2 * self.margin


@dataclass(frozen=True, slots=True)
class Arrangement:
    """How far each line of a drawing stands from its place there; the size of all, and the pages.

    What is `placed` is where the view shows it; whole pixels keep staff lines sharp.
    """

    offsets: tuple[tuple[int, int], ...]
    width: float
    height: float
    pages: tuple[Rect, ...] = ()

    def heading(self, drawing: ScoreDrawing, paper: Paper) -> Rect:
        """Return where the heading of the first page is, as wide as the staff may be."""
        page, left = self.pages[0], self.placed(0, drawing.systems[0].rect).x
        width = paper.width - 2 * (left - page.x)
        return Rect(left, page.y + paper.margin, width, paper.heading)

    @classmethod
    def empty(cls) -> Arrangement:
        """Return that of no drawing."""
        return cls((), 0.0, 0.0)

    @classmethod
    def as_drawn(cls, drawing: ScoreDrawing, top: float = 0.0) -> Arrangement:
        """Leave every line where it is, below a space at the top."""
        offsets = ((0, round(top)),) * len(drawing.systems)
        return cls(offsets, drawing.width, round(top) + drawing.height)

    @classmethod
    def on_pages(
        cls, drawing: ScoreDrawing, paper: Paper, view_width: float, *, has_heading: bool
    ) -> Arrangement:
        """Divide the lines among pages, as many side by side as the view has room for."""
        numbers: list[int] = []
        heights: list[float] = []
        page, start, top = 0, 0.0, paper.margin + (paper.heading if has_heading else 0.0)
        for system in drawing.systems:
            bottom = top + system.rect.bottom - start
            if bottom > paper.height - paper.margin and numbers[-1:] == [page]:
                page, start, top = page + 1, system.rect.y, paper.margin
            numbers.append(page)
            heights.append(top - start)
        across, down = paper.width + PAGE_GAP_PX, paper.height + PAGE_GAP_PX
        columns = max(1, min(page + 1, int((view_width - PAGE_GAP_PX) // across)))
        width = max(columns * across + PAGE_GAP_PX, view_width)
        left = (width - columns * across + PAGE_GAP_PX) / 2
        corners = [
            (left + at % columns * across, PAGE_GAP_PX + at // columns * down)
            for at in range(page + 1)
        ]
        return cls(
            offsets=tuple(
                (round(corners[number][0] + paper.margin), round(corners[number][1] + height))
                for number, height in zip(numbers, heights, strict=True)
            ),
            width=width,
            height=PAGE_GAP_PX + (page // columns + 1) * down,
            pages=tuple(Rect(x, y, paper.width, paper.height) for x, y in corners),
        )

    def placed(self, line: int, rect: Rect) -> Rect:
        """Return where the view shows a rectangle of a line."""
        return rect.moved(*self.offsets[line])

    def line_near(self, drawing: ScoreDrawing, x: float, y: float) -> int:
        """Return the line that the view shows nearest to a point."""
        return min(
            range(len(self.offsets)),
            key=lambda line: self.placed(line, drawing.systems[line].rect).distance(x, y),
        )

    def in_drawing(self, line: int, x: float, y: float) -> tuple[float, float]:
        """Return the point of the drawing that the view shows at a point of a line."""
        across, down = self.offsets[line]
        return x - across, y - down
