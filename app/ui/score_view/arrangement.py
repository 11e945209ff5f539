"""Owns Arrangement: where the lines of a drawing stand in the view, and the pages under them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from app.domain import Paper
from app.notation.drawing.printed_score import STAFF_PX, Page, divided
from app.notation.drawing.rect import Rect
from app.notation.drawing.score_drawing import MARGIN_PX, ScoreDrawing

PAGE_GAP_PX: Final = 16.0
SCREEN_SCALE: Final = 1.15
"""What is read from farther away than paper is larger."""


class ViewMode(StrEnum):
    """How the lines of the score are laid out."""

    LINES = "lines"
    PAGES = "pages"
    ENDLESS = "endless"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page in the view, `scale` of its pixels to one of the page."""

    page: Page
    scale: float

    @classmethod
    def zoomed(cls, paper: Paper, zoom: float, view_px: float) -> Sheet:
        """Return a sheet that is, at a zoom of 1, as large as is read with ease or the view."""
        page = Page.of(paper)
        fitting = (view_px - 2 * PAGE_GAP_PX) / page.width
        return cls(page, zoom * min(SCREEN_SCALE, fitting))

    @property
    def staff_px(self) -> float:
        """Height of a staff on it."""
        return STAFF_PX * self.scale

    @property
    def room(self) -> Rect:
        """What is within the margins, from the sheet's corner."""
        room, scale = self.page.room, self.scale
        return Rect(room.x * scale, room.y * scale, room.width * scale, room.height * scale)

    @property
    def drawing_width(self) -> float:
        """Width of a drawing whose staff is as wide as the room."""
        return self.room.width + 2 * MARGIN_PX

    def at(self, x: float, y: float) -> Rect:
        """Return the whole sheet with its corner at a point."""
        return Rect(x, y, self.page.width * self.scale, self.page.height * self.scale)


@dataclass(frozen=True, slots=True)
class Arrangement:
    """How far each line of a drawing stands from its place there; the size of all, and the pages.

    What is `placed` is where the view shows it; whole pixels keep staff lines sharp.
    """

    offsets: tuple[tuple[int, int], ...]
    width: float
    height: float
    pages: tuple[Rect, ...] = ()

    def heading_corner(self, sheet: Sheet) -> tuple[float, float]:
        """Return where the heading of the first page begins."""
        return self.pages[0].x + sheet.room.x, self.pages[0].y + sheet.room.y

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
        cls, drawing: ScoreDrawing, sheet: Sheet, view_width: float, heading_height: float
    ) -> Arrangement:
        """Divide the lines among pages, as many side by side as the view has room for.

        The heading of the first is so high as printed.
        """
        heading_space = heading_height * sheet.scale
        pages = divided(drawing.systems, sheet.room.height, heading_space)
        size = sheet.at(0, 0)
        across, down = size.width + PAGE_GAP_PX, size.height + PAGE_GAP_PX
        columns = max(1, min(len(pages), int((view_width - PAGE_GAP_PX) // across)))
        width = max(columns * across + PAGE_GAP_PX, view_width)
        left = (width - columns * across + PAGE_GAP_PX) / 2
        corners = [
            (left + at % columns * across, PAGE_GAP_PX + at // columns * down)
            for at in range(len(pages))
        ]
        offsets: list[tuple[int, int]] = []
        for number, (systems, (x, y)) in enumerate(zip(pages, corners, strict=True)):
            top = y + sheet.room.y + (0.0 if number else heading_space)
            first = systems[0].rect.y if number else 0.0
            offsets += [(round(x + sheet.room.x - MARGIN_PX), round(top - first))] * len(systems)
        return cls(
            offsets=tuple(offsets),
            width=width,
            height=PAGE_GAP_PX - (-len(pages) // columns) * down,
            pages=tuple(sheet.at(*corner) for corner in corners),
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
