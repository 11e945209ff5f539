"""Paints words and headings with Qt, on the screen and on paper alike."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

from app.notation.drawing.heading import Heading, Word
from app.notation.drawing.painter_paths import path_of


def paint_heading(
    painter: QPainter,
    heading: Heading,
    ink: QColor,
    font_of: Callable[[Word], QFont],
    scale: float = 1.0,
) -> None:
    """Paint a heading with its upper left corner at the painter's origin.

    `scale` enlarges all places and the note of the tempo; the fonts have their size already, so
    that letters stay sharp.
    """
    painter.save()
    painter.setPen(ink)
    for word in heading.words:
        paint_word(painter, word, font_of(word), scale)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(scale, scale)
    painter.translate(*heading.note_place)
    painter.fillPath(path_of(heading.note), ink)
    painter.restore()


def paint_word(painter: QPainter, word: Word, font: QFont, scale: float = 1.0) -> None:
    """Paint a word with the painter's pen, its place enlarged by `scale`."""
    painter.setFont(font)
    width = QFontMetricsF(font).horizontalAdvance(word.text)
    left = word.x * scale - width * word.align.share_before
    painter.drawText(QPointF(left, word.y * scale), word.text)
