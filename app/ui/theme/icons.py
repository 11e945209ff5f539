"""Provides the icons of one set, Phosphor, in the colours of the theme.

The font comes from qtawesome. Importing qtawesome itself would load every module of Qt, which takes
longer than everything else in the window.
"""

from __future__ import annotations

import json
from functools import cache
from typing import Final

from PySide6.QtCore import QPointF, QRect, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontDatabase,
    QIcon,
    QIconEngine,
    QPainter,
    QPen,
    QPixmap,
    QPolygonF,
)

from app.resources import package_path

FONT: Final = "phosphor-1.3.0.ttf"
NAMES: Final = "phosphor-charmap-1.3.0.json"

GRID: Final = 256
STROKE: Final = 16
"""The size of Phosphor's grid, and the width of its lines on that grid."""

DRAWINGS: Final = {
    "metronome": (
        ((92, 32), (164, 32), (208, 216), (48, 216), (92, 32)),
        ((60, 168), (196, 168)),
        ((128, 168), (208, 64)),
    ),
}
"""Icons that this edition of the set lacks: lines on its grid, with round ends and joins."""


@cache
def _phosphor() -> tuple[str, dict[str, str]]:
    """Return the family of the icon font, and the hexadecimal code point of each icon."""
    folder = package_path("qtawesome", "fonts")
    number = QFontDatabase.addApplicationFont(str(folder / FONT))
    names: dict[str, str] = json.loads((folder / NAMES).read_text(encoding="utf-8"))
    return QFontDatabase.applicationFontFamilies(number)[0], names


class GlyphEngine(QIconEngine):
    """Paints a glyph of the icon font, at any size, in the colour of its mode and state."""

    def __init__(
        self, name: str, name_on: str, colors: dict[tuple[QIcon.Mode, QIcon.State], QColor]
    ) -> None:
        super().__init__()
        self._name, self._name_on, self._colors = name, name_on, colors

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        """Paint the glyph into a square."""
        name = self._name_on if state == QIcon.State.On else self._name
        color = self._colors.get((mode, state), self._colors[QIcon.Mode.Normal, state])
        painter.save()
        if name in DRAWINGS:
            _draw_lines(painter, rect, name, color)
        else:
            _draw_glyph(painter, rect, name, color)
        painter.restore()

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        """Return the glyph on a transparent background."""
        pixmap = QPixmap(size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        self.paint(painter, QRect(0, 0, size.width(), size.height()), mode, state)
        painter.end()
        return pixmap

    def clone(self) -> GlyphEngine:
        """Return a copy."""
        return GlyphEngine(self._name, self._name_on, self._colors)


def _draw_glyph(painter: QPainter, rect: QRect, name: str, color: QColor) -> None:
    family, names = _phosphor()
    font = QFont(family)
    font.setPixelSize(max(1, rect.height()))
    painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
    painter.setFont(font)
    painter.setPen(color)
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, chr(int(names[name], 16)))


def _draw_lines(painter: QPainter, rect: QRect, name: str, color: QColor) -> None:
    cap, join = Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(color, STROKE, Qt.PenStyle.SolidLine, cap, join))
    painter.translate(rect.topLeft())
    painter.scale(rect.width() / GRID, rect.height() / GRID)
    for line in DRAWINGS[name]:
        painter.drawPolyline(QPolygonF([QPointF(x, y) for x, y in line]))


def draw_icon(
    name: str,
    color: str,
    hover: str,
    disabled: str,
    on: str,
    *,
    filled: bool,
    fills_on: bool,
    name_on: str | None,
) -> QIcon:
    """Return the icon that Phosphor calls `name`; colours are anything that QColor accepts.

    `filled` chooses the solid drawing, which means that something is on right now. When checked,
    `fills_on` changes to that drawing, and `name_on` to another icon.
    """
    plain = f"{name}-fill" if filled else name
    off, checked = QIcon.State.Off, QIcon.State.On
    colors = {
        (QIcon.Mode.Normal, off): QColor(color),
        (QIcon.Mode.Active, off): QColor(hover),
        (QIcon.Mode.Disabled, off): QColor(disabled),
        (QIcon.Mode.Normal, checked): QColor(on),
        (QIcon.Mode.Disabled, checked): QColor(disabled),
    }
    shown_on = name_on or (f"{name}-fill" if fills_on else plain)
    return QIcon(GlyphEngine(plain, shown_on, colors))
