"""Owns ScorePainter, which paints a ScoreDrawing in the colours of the theme."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from app.notation.drawing.painter_paths import path_of
from app.notation.drawing.rect import Rect
from app.notation.drawing.score_drawing import (
    Ink,
    Mark,
    Outline,
    PackedLine,
    ScoreDrawing,
    System,
    is_open,
)
from app.ui.score_view.arrangement import Arrangement
from app.ui.theme import Theme

TOKENS: Final = {
    Ink.STAFF: "staff",
    Ink.SIGN: "ink",
    Ink.PLAYER: "ink",
    Ink.MODEL: "ink",
}
"""The colours of the inks if the authors are not told apart."""

RING: Final = 1.5
DRAGGED_OPACITY: Final = 0.35
LINE_REACH: Final = 4.0
"""At least as far as a mark's outline may reach beyond its bounds."""


@dataclass
class Marked:
    """Which notes are highlighted, by their index in the melody."""

    selected: frozenset[int] = field(default_factory=frozenset)
    dragged: frozenset[int] = field(default_factory=frozenset)
    sounding: int | None = None


class ScorePainter:
    """Paints the exposed part of a drawing, and keeps its outlines ready as paths of Qt."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self.tells_authors = True
        self.drawing: ScoreDrawing | None = None
        self._paths: dict[PackedLine, list[QPainterPath]] = {}

    def set_drawing(self, drawing: ScoreDrawing) -> None:
        """Switch to another drawing, and keep the paths of the lines that have not changed."""
        self.drawing = drawing
        shown = {system.packed for system in drawing.systems}
        self._paths = {line: paths for line, paths in self._paths.items() if line in shown}

    def paint(
        self, painter: QPainter, exposed: QRectF, marked: Marked, arrangement: Arrangement
    ) -> None:
        """Paint what is exposed, each line in its place in the arrangement."""
        if self.drawing is None:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for line, system in enumerate(self.drawing.systems):
            place = qrect(arrangement.placed(line, system.rect))
            if place.adjusted(-20, -20, 20, 20).intersects(exposed):
                across, down = arrangement.offsets[line]
                painter.save()
                painter.translate(across, down)
                self._paint_system(painter, system, exposed.translated(-across, -down), marked)
                painter.restore()

    def _paint_system(
        self, painter: QPainter, system: System, exposed: QRectF, marked: Marked
    ) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("wash.model"))
        for band in system.bands if self.tells_authors else ():
            painter.drawRoundedRect(qrect(band), 6, 6)
        self._paint_staff(painter, system)
        left, right = exposed.left() - LINE_REACH, exposed.right() + LINE_REACH
        outlines, paths = system.outlines, self._paths_of(system)
        for mark in system.marks:
            if mark.bounds.x <= right and mark.bounds.right >= left:
                outline, path = outlines[mark.outline], paths[mark.outline]
                self._paint_mark(painter, mark, outline, path, marked)
        self._paint_rings(painter, system, marked)
        painter.setFont(self._theme.font(12, 600))
        painter.setPen(self._theme.color("text.2"))
        for chord in system.chords:
            painter.drawText(QPointF(chord.x, chord.y), chord.text)
        if system.bar_number is not None:
            number = system.bar_number
            painter.setFont(self._theme.font(11, tabular=True))
            painter.setPen(self._theme.color("text.3"))
            painter.drawText(QPointF(number.x, number.y), number.text)

    def _paint_staff(self, painter: QPainter, system: System) -> None:
        """Draw the five lines, each exactly one pixel thick at any scale."""
        assert self.drawing is not None
        left, last = system.measures[0].x, system.measures[-1]
        for line in range(5):
            y = round(system.staff_y + line * self.drawing.staff_px / 4)
            place = QRectF(left, y, last.x + last.width - left, 1)
            painter.fillRect(place, self._theme.color("staff"))

    def _color(self, mark: Mark, marked: Marked) -> QColor:
        is_model = self._is_models(mark)
        if mark.note is not None and mark.note in marked.selected:
            return self._theme.color("note.model.line" if is_model else "note.player")
        if mark.note is not None and mark.note == marked.sounding:
            return self._theme.color("ink.playing" if is_model else "accent")
        return self._theme.color("ink.model" if is_model else TOKENS[mark.ink])

    def _is_models(self, mark: Mark) -> bool:
        return self.tells_authors and mark.ink is Ink.MODEL

    def _paths_of(self, system: System) -> list[QPainterPath]:
        paths = self._paths.get(system.packed)
        if paths is None:
            paths = self._paths[system.packed] = [path_of(outline) for outline in system.outlines]
        return paths

    def _paint_mark(
        self, painter: QPainter, mark: Mark, outline: Outline, path: QPainterPath, marked: Marked
    ) -> None:
        color = self._color(mark, marked)
        painter.save()
        painter.setOpacity(DRAGGED_OPACITY if mark.note in marked.dragged else 1.0)
        painter.translate(mark.x, mark.y)
        painter.scale(mark.scale, mark.scale)
        is_line = mark.bounds.width <= mark.stroke_px + 0.01
        if mark.stroke_px:
            pen = QPen(color, mark.stroke_px / mark.scale)
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            painter.setPen(pen)
        else:
            painter.setPen(Qt.PenStyle.NoPen)
        is_empty = is_line or is_open(mark, outline)
        painter.setBrush(Qt.BrushStyle.NoBrush if is_empty else color)
        painter.drawPath(path)
        painter.restore()

    def _paint_rings(self, painter: QPainter, system: System, marked: Marked) -> None:
        """Ring the heads of the model's selected notes, because their colour hardly changes."""
        models = {mark.note for mark in system.marks if self._is_models(mark)}
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self._theme.color("selection.ring"), RING))
        for box in system.notes:
            if box.note in marked.selected and box.note in models:
                painter.drawEllipse(qrect(box.head).adjusted(-3, -3, 3, 3))


def qrect(rect: Rect) -> QRectF:
    """Return a rectangle as a QRectF."""
    return QRectF(rect.x, rect.y, rect.width, rect.height)
