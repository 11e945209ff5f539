"""Owns NotePainter, which knows how a note looks in each of its states."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from app.constants import DEFAULT_VELOCITY, HIGHEST_VELOCITY
from app.domain import Author, Note, Sketch
from app.domain.spelling import spelling_of
from app.ui.piano_roll.transform import RollTransform
from app.ui.theme import Theme

CORNER: Final = 3.0
OUTLINE: Final = 1.5
SMALLEST_NAMED_ROW: Final = 15.0
NARROWEST_NAMED: Final = 12.0
"""No name fits into a narrower note, so none is looked up."""

NAME_MARGIN: Final = 3.0
HOVER_SHARE: Final = 0.08
SOUNDING_SHARE: Final = 0.25
LOUDEST_SHARE: Final = 0.3
"""How far the colour of the loudest note goes: the player's towards white (in the dark theme) or
black, the model's towards its outline."""

SOFTEST_SHARE: Final = 0.6
"""How far the colour of the softest note goes towards the colour of its row."""

LEAST_CONTRAST: Final = 4.5
TINY: Final = 5.0
"""A note narrower than this is drawn as a plain box."""


class NotePainter:
    """Draws notes of a sketch with a given painter, at a given scale."""

    def __init__(self, painter: QPainter, theme: Theme, to: RollTransform, sketch: Sketch) -> None:
        self._painter, self._theme, self._to, self._sketch = painter, theme, to, sketch
        self._font = theme.font(10, 600)
        self._metrics = QFontMetricsF(self._font)
        self._fills: dict[tuple[str, int], QColor] = {}
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)

    def draw(self, note: Note, *, hovered: bool = False, sounding: bool = False) -> None:
        """Draw a note that is not selected."""
        rect = self._to.rect_of(note)
        is_player = note.author is Author.PLAYER
        fill = self._fill("note.player" if is_player else "note.model", note.velocity)
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
            self._name(note, rect, fill)

    def draw_selected(self, note: Note) -> None:
        """Draw a selected note: fill, a gap, the ring, and two grips."""
        rect = self._to.rect_of(note)
        is_player = note.author is Author.PLAYER
        ring = rect.adjusted(-1.5, -1.5, 1.5, 1.5)
        painter = self._painter
        fill = self._fill("note.player.selected" if is_player else "note.model", note.velocity)
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

    def _fill(self, token: str, velocity: int) -> QColor:
        """Return the colour for a velocity; the default velocity has the colour of the token."""
        if (token, velocity) not in self._fills:
            color, louder = self._theme.color(token), velocity - DEFAULT_VELOCITY
            if louder >= 0:
                share = LOUDEST_SHARE * louder / (HIGHEST_VELOCITY - DEFAULT_VELOCITY)
                line = self._theme.color("note.model.line")
                is_model = token == "note.model"
                fill = _mixed(color, line, share) if is_model else self._shifted(color, share)
            else:
                share = -SOFTEST_SHARE * louder / DEFAULT_VELOCITY
                fill = _mixed(color, self._theme.color("row"), share)
            self._fills[token, velocity] = fill
        return self._fills[token, velocity]

    def _name(self, note: Note, rect: QRectF, fill: QColor) -> None:
        if self._to.row_height < SMALLEST_NAMED_ROW or rect.width() < NARROWEST_NAMED:
            return
        name = str(spelling_of(note, self._sketch))
        if self._metrics.horizontalAdvance(name) + 2 * NAME_MARGIN > rect.width():
            return
        token = "note.player.text" if note.author is Author.PLAYER else "note.model.text"
        self._painter.setFont(self._font)
        self._painter.setPen(legible(self._theme.color(token), fill))
        self._painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, name)

    def _shifted(self, color: QColor, share: float) -> QColor:
        """Return the colour moved towards white in the dark theme, towards black in the light."""
        return _mixed(color, QColor("white" if self._theme.is_dark else "black"), share)


def _mixed(color: QColor, other: QColor, share: float) -> QColor:
    """Return a colour mixed with a share of another one."""
    pairs = zip(_parts(color), _parts(other), strict=True)
    return QColor.fromRgbF(*(one + (two - one) * share for one, two in pairs))


def contrast(one: QColor, other: QColor) -> float:
    """Return the contrast of two colours, 1 to 21 (WCAG 2)."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def legible(text: QColor, ground: QColor) -> QColor:
    """Return the colour of a text, or black or white if that would be too faint on the ground."""
    if contrast(text, ground) >= LEAST_CONTRAST:
        return text
    return max(QColor("black"), QColor("white"), key=lambda color: contrast(color, ground))


def _luminance(color: QColor) -> float:
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in _parts(color)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _parts(color: QColor) -> tuple[float, float, float]:
    return color.redF(), color.greenF(), color.blueF()
