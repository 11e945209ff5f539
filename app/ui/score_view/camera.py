"""Owns ScoreCamera: which part of the canvas the scroll bars of the view show."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QAbstractScrollArea

from app.notation.drawing.rect import Rect
from app.ui.score_view.following import shown_wholly, turned

SCROLL_STEP: Final = 24


class ScoreCamera:
    """Scrolls just far enough to show what has to be seen."""

    def __init__(self, area: QAbstractScrollArea) -> None:
        self._area = area

    @property
    def origin(self) -> QPointF:
        """The point of the canvas in the top left corner of the view."""
        area = self._area
        return QPointF(area.horizontalScrollBar().value(), area.verticalScrollBar().value())

    @property
    def seen(self) -> Rect:
        """The part of the canvas that is in view."""
        origin, viewport = self.origin, self._area.viewport()
        return Rect(origin.x(), origin.y(), viewport.width(), viewport.height())

    def fit(self, width: float, height: float) -> None:
        """Set the scroll bars for a canvas of this size."""
        area = self._area
        for bar, whole, seen in (
            (area.horizontalScrollBar(), width, area.viewport().width()),
            (area.verticalScrollBar(), height, area.viewport().height()),
        ):
            bar.setPageStep(seen)
            bar.setSingleStep(SCROLL_STEP)
            # The engraver rounds: a line meant to be as wide as the view may be a pixel wider.
            hidden = round(whole) - seen
            bar.setRange(0, hidden if hidden > 1 else 0)

    def show(self, place: Rect) -> None:
        """Scroll a place into view."""
        self._scroll(*shown_wholly(self.seen, place))

    def follow(self, x: float, lines: Sequence[Rect]) -> None:
        """Keep the playhead in view, and show the next line before it is needed.

        `lines` are the line of the playhead, which is at `x`, and the line after it, if any.
        """
        here, *after = lines
        self._scroll(*turned(self.seen, here, after[0] if after else None, x))

    def _scroll(self, across: float, down: float) -> None:
        for bar, way in (
            (self._area.horizontalScrollBar(), across),
            (self._area.verticalScrollBar(), down),
        ):
            if way:
                bar.setValue(round(bar.value() + way))
