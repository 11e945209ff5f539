"""Owns Arrangement: where the lines of a score are in the view, and the pages under them."""

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
"""Pages on the screen are larger than on paper, because they are read from farther away."""


class ViewMode(StrEnum):
    """How the lines of the score are laid out."""

    LINES = "lines"
    PAGES = "pages"
    ENDLESS = "endless"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page in the view; one pixel of the page is `scale` pixels of the view."""

    page: Page
    scale: float

    @classmethod
    def zoomed(cls, paper: Paper, zoom: float, view_px: float) -> Sheet:
        """Return a sheet that, at a zoom of 1, is easy to read or just fits into the view."""
        page = Page.of(paper)
        fitting = (view_px - 2 * PAGE_GAP_PX) / page.width
        return cls(page, zoom * min(SCREEN_SCALE, fitting))

    @property
    def staff_px(self) -> float:
        """The height of a staff on the sheet."""
        return STAFF_PX * self.scale

    @property
    def room(self) -> Rect:
        """The area within the margins, measured from the corner of the sheet."""
        room, scale = self.page.room, self.scale
        return Rect(room.x * scale, room.y * scale, room.width * scale, room.height * scale)

    @property
    def drawing_width(self) -> float:
        """The width of a drawing whose staves fill the width between the margins."""
        return self.room.width + 2 * MARGIN_PX

    def at(self, x: float, y: float) -> Rect:
        """Return the rectangle of the sheet with its corner at a point."""
        return Rect(x, y, self.page.width * self.scale, self.page.height * self.scale)


@dataclass(frozen=True, slots=True)
class Arrangement:
    """How far each line is moved from its place in the drawing, the size of it all, and the pages.

    The offsets are whole pixels, which keep the staff lines sharp.
    """

    offsets: tuple[tuple[int, int], ...]
    width: float
    height: float
    pages: tuple[Rect, ...] = ()

    def heading_corner(self, sheet: Sheet) -> tuple[float, float]:
        """Return the corner of the heading on the first page."""
        return self.pages[0].x + sheet.room.x, self.pages[0].y + sheet.room.y

    @classmethod
    def empty(cls) -> Arrangement:
        """Return the arrangement for a score that is not drawn yet."""
        return cls((), 0.0, 0.0)

    @classmethod
    def as_drawn(cls, drawing: ScoreDrawing, top: float = 0.0) -> Arrangement:
        """Return an arrangement that keeps the lines in place, below a space at the top."""
        offsets = ((0, round(top)),) * len(drawing.systems)
        return cls(offsets, drawing.width, round(top) + drawing.height)

    @classmethod
    def on_pages(
        cls, drawing: ScoreDrawing, sheet: Sheet, view_width: float, heading_height: float
    ) -> Arrangement:
        """Divide the lines among pages, with as many pages side by side as fit into the view.

        `heading_height` is the height of the heading on the first page, in pixels of the page.
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
        """Return where the canvas shows a rectangle of a line."""
        return rect.moved(*self.offsets[line])

    def line_near(self, drawing: ScoreDrawing, x: float, y: float) -> int:
        """Return the line that is nearest to a point of the canvas."""
        return min(
            range(len(self.offsets)),
            key=lambda line: self.placed(line, drawing.systems[line].rect).distance(x, y),
        )

    def in_drawing(self, line: int, x: float, y: float) -> tuple[float, float]:
        """Return the point in the drawing for a point of the canvas on a line."""
        across, down = self.offsets[line]
        return x - across, y - down
