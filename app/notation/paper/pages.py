"""Engraves a sketch for paper.

Nothing heavy is imported before that: the window prints pages that a worker has engraved for it,
and imports this module along with the painting.
"""

from __future__ import annotations

from app.domain import Sketch
from app.notation.drawing.heading import heading
from app.notation.drawing.printed_score import STAFF_PX, Page, PrintedScore, divided


def engraved_pages(sketch: Sketch, page: Page) -> PrintedScore:
    """Engrave a sketch for paper."""
    from app.notation.engraving.engraver import engrave

    drawing = engrave(sketch, page.room.width, STAFF_PX, margin_px=0)
    head = heading(sketch, page.room.width)
    pages = divided(drawing.systems, page.room.height, head.height)
    return PrintedScore(sketch.title, head, page, drawing, pages)
