"""Owns MiniRoll: the small picture of a take, with the player's and the model's notes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QRectF, QSizeF, Qt
from PySide6.QtGui import QPainter

from app.domain import Author, Node, Take
from app.ui.note_boxes import SIDE_PX, note_boxes, px_per_tick
from app.ui.theme import Theme

FEWEST_BARS_AROUND: Final = 1
KEPT: Final = 512
"""How many pictures are remembered: many more than are ever in view."""


@dataclass(frozen=True, slots=True)
class Picture:
    """What is drawn of a take in a rectangle of one size, relative to its top left corner."""

    bars: list[QRectF]
    given: list[QRectF]
    new: list[QRectF]
    start_ticks: int
    end_ticks: int

    def x_of(self, ticks: float, width: float) -> float | None:
        """Return the x of a tick; None if it is not in the picture."""
        if not self.start_ticks <= ticks < self.end_ticks:
            return None
        per_tick = px_per_tick(self.start_ticks, self.end_ticks, width)
        return SIDE_PX + (ticks - self.start_ticks) * per_tick


class MiniRoll:
    """Paints the new bars of a take after some of the motif, or the notes of a version."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._pictures: dict[tuple[object, ...], Picture] = {}

    def paint(
        self,
        painter: QPainter,
        rect: QRectF,
        node: Node,
        pitches: tuple[int, int],
        *,
        is_current: bool,
        playhead: float | None,
    ) -> None:
        """Paint into a rectangle that reaches from the lowest to the highest of `pitches`.

        `playhead` is the tick at which playing is, or None.
        """
        theme = self._theme
        painter.save()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("canvas" if is_current else "mini.ground"))
        painter.drawRoundedRect(rect, 4, 4)
        picture = self._picture(node, rect.width(), rect.height(), pitches)
        painter.translate(rect.topLeft())
        for rects, token in (
            (picture.bars, "mini.line"),
            (picture.given, "note.player"),
            (picture.new, "mini.note.current" if is_current else "mini.note"),
        ):
            painter.setBrush(theme.color(token))
            painter.drawRects(rects)
        x = None if playhead is None else picture.x_of(playhead, rect.width())
        if x is not None:
            painter.fillRect(QRectF(x, 0, 1.5, rect.height()), theme.color("playhead"))
        painter.restore()

    def _picture(
        self, node: Node, width: float, height: float, pitches: tuple[int, int]
    ) -> Picture:
        key = (node.id, width, height, pitches)
        if key not in self._pictures:
            if len(self._pictures) >= KEPT:
                self._pictures.clear()
            self._pictures[key] = _drawn(node, width, height, pitches)
        return self._pictures[key]


def window_of(node: Node) -> tuple[int, int]:
    """Return the first and last tick in the picture of a take.

    Around the new bars it shows half as much again of the others.
    """
    sketch = node.sketch
    if not isinstance(node, Take):
        return 0, max(sketch.end_ticks, 1)
    bar = sketch.meter.bar_ticks
    bars = max(FEWEST_BARS_AROUND, round((node.end_ticks - node.start_ticks) / bar / 2))
    start = node.start_ticks - bars * bar
    # A pickup is shown with the bar that it leads to.
    start = 0 if start <= sketch.pickup_ticks else start
    return start, min(node.end_ticks + bars * bar, max(sketch.end_ticks, node.end_ticks))


def _drawn(node: Node, width: float, height: float, pitches: tuple[int, int]) -> Picture:
    start, end = window_of(node)
    sketch = node.sketch
    per_tick, size = px_per_tick(start, end, width), QSizeF(width, height)
    lines = (sketch.bar_start_ticks(bar) for bar in range(sketch.bar_at(start), sketch.bars + 1))
    bars = [
        QRectF(round(SIDE_PX + (ticks - start) * per_tick), 0, 1, height)
        for ticks in lines
        if start < ticks < end
    ]
    inside = [n for n in sketch.melody if n.onset_ticks < end and n.end_ticks > start]
    # A sketch has no new bars: there the notes tell who wrote them.
    new = set(
        node.new_notes
        if isinstance(node, Take)
        else (note for note in inside if note.author is Author.MODEL)
    )
    return Picture(
        bars,
        note_boxes([note for note in inside if note not in new], start, end, pitches, size),
        note_boxes([note for note in inside if note in new], start, end, pitches, size),
        start,
        end,
    )
