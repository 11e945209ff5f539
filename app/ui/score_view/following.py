"""Works out how the view scrolls with the playhead, so that the next line is seen early enough."""

from __future__ import annotations

from typing import Final

from app.notation.drawing.rect import Rect

MARGIN_PX: Final = 12.0
TURN_AT: Final = 0.85
"""How far across the view the playhead goes on one long line before the view scrolls."""

TURNED_TO: Final = 0.15
"""Where in the view the playhead is after that."""


def shown_wholly(view: Rect, wanted: Rect) -> tuple[float, float]:
    """Return how far the view has to scroll, across and down, to show a whole rectangle.

    If the rectangle is larger than the view, its top left corner is shown.
    """
    across = _way(view.x, view.right, wanted.x - MARGIN_PX, wanted.right + MARGIN_PX)
    down = _way(view.y, view.bottom, wanted.y - MARGIN_PX, wanted.bottom + MARGIN_PX)
    return across, down


def turned(view: Rect, line: Rect, following: Rect | None, x: float) -> tuple[float, float]:
    """Return how far the view has to scroll for a playhead at `x` on a line of the score.

    Once the playhead has passed the middle of the line, the `following` line is shown as well, if
    the view has room for both.
    """
    if line.width > view.width:
        is_in_sight = view.x <= x <= view.x + TURN_AT * view.width
        across = 0.0 if is_in_sight else x - TURNED_TO * view.width - view.x
        return across, shown_wholly(view, Rect(x, line.y, 0, line.height))[1]
    both = line.united(following) if following is not None else line
    fits = both.height + 2 * MARGIN_PX <= view.height and both.width <= view.width
    is_late = x > line.x + line.width / 2
    if not fits or (is_late and following is None):
        return shown_wholly(view, line)
    if is_late or view.y > line.y or view.bottom < line.bottom:
        # When a line comes into view, the next one is shown at the same time.
        if _is_inside(view, both):
            return 0.0, 0.0
        return shown_wholly(view, both)[0], line.y - MARGIN_PX - view.y
    return 0.0, 0.0


def _is_inside(view: Rect, wanted: Rect) -> bool:
    return view.y <= wanted.y and wanted.bottom <= view.bottom


def _way(start: float, end: float, first: float, last: float) -> float:
    if first < start or last - first > end - start:
        return first - start
    return max(0.0, last - end)
