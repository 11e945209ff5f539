"""Owns Layout: how the score is laid out, at which size, and in how large a view."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QLocale

from app.domain import Paper, Sketch
from app.notation.drawing.heading import Heading, heading
from app.notation.drawing.score_drawing import ScoreDrawing
from app.ui.score_view.arrangement import Arrangement, Sheet, ViewMode

STAFF_PX: Final = 30.0
SMALLEST_STAFF: Final = 16.0
LARGEST_STAFF: Final = 80.0
NARROWEST_PX: Final = 100


def zoomed(staff_px: float, factor: float) -> float:
    """Return a larger or smaller height of a staff, within the limits."""
    return min(max(staff_px * factor, SMALLEST_STAFF), LARGEST_STAFF)


@dataclass(frozen=True, slots=True)
class Layout:
    """The mode, the height of a staff and the size of the view, which decide the layout."""

    mode: ViewMode = ViewMode.LINES
    staff_px: float = STAFF_PX
    width: int = 0
    height: int = 0

    @property
    def has_room(self) -> bool:
        """Whether the view is wide enough for a score, which it is not until it has been shown."""
        return self.width > NARROWEST_PX

    @property
    def sheet(self) -> Sheet:
        """A sheet of the paper that is common in the player's country."""
        is_american = QLocale().measurementSystem() is QLocale.MeasurementSystem.ImperialUSSystem
        paper = Paper.LETTER if is_american else Paper.A4
        return Sheet.zoomed(paper, self.staff_px / STAFF_PX, self.width)

    @property
    def engraved_size(self) -> tuple[float | None, float]:
        """The width of the lines to engrave (None: one endless line), and the height of a staff."""
        if self.mode is ViewMode.PAGES:
            return self.sheet.drawing_width, self.sheet.staff_px
        return (None if self.mode is ViewMode.ENDLESS else float(self.width)), self.staff_px

    def heading_of(self, sketch: Sketch) -> Heading:
        """Return the heading at the top of the first page."""
        return heading(sketch, self.sheet.page.room.width)

    def arranged(self, drawing: ScoreDrawing, sketch: Sketch) -> Arrangement:
        """Return the arrangement of the lines of a sketch's drawing."""
        if self.mode is ViewMode.PAGES:
            height = self.heading_of(sketch).height
            return Arrangement.on_pages(drawing, self.sheet, self.width, height)
        room = self.height - drawing.height if self.mode is ViewMode.ENDLESS else 0.0
        return Arrangement.as_drawn(drawing, max(0.0, room / 2))
