"""Owns NotePainter: how a note looks in each of its states."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from app.domain import Author, Key, Note
from app.ui.piano_roll.transform import RollTransform
from app.ui.theme import Theme

CORNER: Final = 3.0
OUTLINE: Final = 1.5
SMALLEST_NAMED_ROW: Final = 15.0
NARROWEST_NAMED: Final = 12.0
"""No name fits into less, so that none is looked up."""

NAME_MARGIN: Final = 3.0
HOVER_SHARE: Final = 0.08
SOUNDING_SHARE: Final = 0.25
TINY: Final = 5.0
"""A note narrower than this is drawn as a plain box."""


class NotePainter:
    """Draws notes with one painter, at one scale."""

    def __init__(self, painter: QPainter, theme: Theme, to: RollTransform, key: Key) -> None:
        self._painter, self._theme, self._to, self._key = painter, theme, to, key
        self._font = theme.font(10, 600)
        self._metrics = QFontMetricsF(self._font)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)

    def draw(self, note: Note, *, hovered: bool = False, sounding: bool = False) -> None:
        """Draw a note that is not selected."""
        rect = self._to.rect_of(note)
        is_player = note.author is Author.PLAYER
        fill = self._theme.color("note.player" if is_player else "note.model")
        if sounding:
            fill = (
                self._shifted(fill, SOUNDING_SHARE)
                if is_player
                else self._theme.color("note.playing")
            )
        elif hovered:
            fill = self._shifted(fill, HOVER_SHARE)
        self._box(rect, fill, outlined=not is_player)
        if not sounding:
            self._name(note, rect)

    def draw_selected(self, note: Note) -> None:
        """Draw a selected note: fill, a gap, the ring, and two grips."""
        rect = self._to.rect_of(note)
        is_player = note.author is Author.PLAYER
        ring = rect.adjusted(-1.5, -1.5, 1.5, 1.5)
        painter = self._painter
        fill = self._theme.color("note.player.selected" if is_player else "note.model")
        if rect.width() < TINY:
            painter.fillRect(ring, self._theme.color("selection.ring"))
            painter.fillRect(rect, fill)
            return
        painter.setBrush(self._theme.color("row"))
        painter.setPen(QPen(self._theme.color("selection.ring"), OUTLINE))
        painter.drawRoundedRect(ring, CORNER + 1.5, CORNER + 1.5)
        inner = rect.adjusted(1, 1, -1, -1)
        self._box(inner, fill, outlined=not is_player)
        if inner.width() > 14:
            grip = QColor(self._theme.color("note.player.text" if is_player else "note.model.text"))
            grip.setAlphaF(0.5)
            height = inner.height() * 0.5
            top = inner.center().y() - height / 2
            for x in (inner.left() + 2.5, inner.right() - 3.5):
                painter.fillRect(QRectF(x, top, 1, height), grip)

    def _box(self, rect: QRectF, fill: QColor, *, outlined: bool) -> None:
        painter = self._painter
        line = self._theme.color("note.model.line")
        if rect.width() < TINY:
            painter.fillRect(rect, line if outlined else fill)
            return
        if outlined:
            painter.setPen(QPen(line, OUTLINE))
            rect = rect.adjusted(OUTLINE / 2, OUTLINE / 2, -OUTLINE / 2, -OUTLINE / 2)
        else:
            painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(fill)
        painter.drawRoundedRect(rect, CORNER, CORNER)

    def _name(self, note: Note, rect: QRectF) -> None:
        if self._to.row_height < SMALLEST_NAMED_ROW or rect.width() < NARROWEST_NAMED:
            return
        name = str(self._key.spell(note.pitch))
        if self._metrics.horizontalAdvance(name) + 2 * NAME_MARGIN > rect.width():
            return
        token = "note.player.text" if note.author is Author.PLAYER else "note.model.text"
        self._painter.setFont(self._font)
        self._painter.setPen(self._theme.color(token))
        self._painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, name)

    def _shifted(self, color: QColor, share: float) -> QColor:
        """Return the colour nearer to white in the dark theme, to black in the light one."""
        target = 255 if self._theme.is_dark else 0
        parts = (color.red(), color.green(), color.blue())
        return QColor(*(round(part + (target - part) * share) for part in parts))
