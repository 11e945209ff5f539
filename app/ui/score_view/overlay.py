"""Paints what is over and under the score: caret, dragged notes, rubber band, pages, heading."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen

from app.domain import Note, Sketch
from app.domain.key import ACCIDENTAL_SIGNS
from app.domain.spelling import spelling_of, spellings
from app.notation.drawing import heading_painting
from app.notation.drawing.heading import HEAD_TILT, Heading, Word
from app.notation.drawing.rect import Rect
from app.notation.drawing.score_drawing import STAFF_STEPS, ScoreDrawing
from app.ui.score_view.caret import Caret
from app.ui.theme import Theme

TAG_PX: Final = 18.0

LEDGER_OVERHANG: Final = 0.35
"""How far a ledger line reaches beyond a head, in widths of the head."""


@dataclass(frozen=True, slots=True)
class Ghost:
    """The head of a note where a drag would put it, with the ledger lines and sign it needs."""

    line: int
    head: Rect
    ledgers: tuple[float, ...]
    sign: str = ""


def ghosts(drawing: ScoreDrawing, notes: tuple[Note, ...], drawn: Sketch) -> list[Ghost]:
    """Return the heads of dragged notes, each in place of the drawn note with the same onset."""
    places = {note.onset_ticks: index for index, note in enumerate(drawn.melody)}
    before = spellings(drawn)
    found: list[Ghost] = []
    for note in notes:
        index = places.get(note.onset_ticks)
        if index is None:
            continue
        spelling = spelling_of(note, drawn)
        step, usual = spelling.step, drawn.key.alteration(spelling.letter)
        sign = "" if spelling.alter == usual else ACCIDENTAL_SIGNS[spelling.alter] or "♮"
        up = step - before[index].step
        for line, box in drawing.heads_of(index, note.onset_ticks, note.end_ticks):
            head = box.head.moved(0, -up * drawing.staff_px / STAFF_STEPS)
            ledgers = drawing.ledger_heights(drawing.systems[line], step)
            found.append(Ghost(line, head, tuple(ledgers), sign))
    return found


def with_tag(caret: Rect) -> Rect:
    """Return the rectangle of a caret together with the tag below it."""
    return Rect(caret.x, caret.y, max(caret.width, 2 * TAG_PX), caret.height + TAG_PX)


def paint_caret(painter: QPainter, theme: Theme, place: QRectF, caret: Caret) -> None:
    """Paint the caret as a tinted bar, with the value of the next note in a tag below it."""
    ground = QColor(theme.color("accent"))
    ground.setAlphaF(0.28)
    painter.fillRect(place, ground)
    painter.fillRect(QRectF(place.left(), place.top(), 2, place.height()), theme.color("accent"))
    sign = ACCIDENTAL_SIGNS[caret.semitones]
    width = TAG_PX + (8 if sign else 0) + (5 if caret.is_dotted else 0)
    tag = QRectF(place.left(), place.bottom(), width, TAG_PX)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color("accent.soft"))
    painter.drawRoundedRect(tag, 4, 4)
    text = theme.color("accent.soft.text")
    if sign:
        painter.setPen(text)
        painter.setFont(theme.font(12, 600))
        painter.drawText(
            QRectF(tag.left() + 2, tag.top(), 10, TAG_PX), Qt.AlignmentFlag.AlignCenter, sign
        )
    foot = QPointF(tag.left() + (8 if sign else 0) + TAG_PX / 2 - 1, tag.bottom() - 4.5)
    paint_value(painter, text, foot, caret)


def paint_value(painter: QPainter, color: QColor, head: QPointF, caret: Caret) -> None:
    """Paint a small note of the caret's value, with its head centred on a point."""
    is_open = caret.value >= 6
    painter.setPen(QPen(color, 1.2))
    painter.setBrush(Qt.BrushStyle.NoBrush if is_open else color)
    painter.drawEllipse(head, 2.6, 1.9)
    if caret.value < 7:
        stem = QPointF(head.x() + 2.6, head.y() - 10.5)
        painter.drawLine(QPointF(head.x() + 2.6, head.y()), stem)
        for flag in range(max(0, 5 - caret.value)):
            start = stem + QPointF(0, 2.2 * flag)
            painter.drawLine(start, start + QPointF(3.2, 2.4))
    if caret.is_dotted:
        painter.setBrush(color)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawEllipse(head + QPointF(6.4, 0), 1.1, 1.1)


def paint_rest_mark(painter: QPainter, theme: Theme, rest: QRectF, margin: float) -> None:
    """Paint the mark of a selected rest: a tinted box behind it."""
    ground = QColor(theme.color("accent"))
    ground.setAlphaF(0.28)
    painter.setPen(QPen(theme.color("accent"), 1))
    painter.setBrush(ground)
    painter.drawRoundedRect(rest.adjusted(-margin, -margin, margin, margin), 3, 3)


def paint_ghost(painter: QPainter, theme: Theme, ghost: Ghost, offset: tuple[float, float]) -> None:
    """Paint the head of a dragged note, tilted like other heads, with its ledger lines."""
    head = ghost.head
    overhang = head.width * LEDGER_OVERHANG
    painter.save()
    painter.translate(*offset)
    for y in ghost.ledgers:
        line = QRectF(head.x - overhang, round(y), head.width + 2 * overhang, 1)
        painter.fillRect(line, theme.color("staff"))
    if ghost.sign:
        place = QRectF(
            head.x - 3 * head.width, head.y - head.height, 2.8 * head.width, 3 * head.height
        )
        painter.setPen(theme.color("accent"))
        painter.setFont(theme.font(round(2 * head.height), 600))
        beside = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(place, beside, ghost.sign)
    painter.translate(head.x + head.width / 2, head.y + head.height / 2)
    painter.rotate(-HEAD_TILT)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color("accent"))
    painter.drawEllipse(QPointF(0, 0), head.width * 0.52, head.height * 0.42)
    painter.restore()


def paint_band(painter: QPainter, theme: Theme, band: QRectF) -> None:
    """Paint a rubber band."""
    ground = QColor(theme.color("accent"))
    ground.setAlphaF(0.12)
    painter.setPen(QPen(theme.color("accent"), 1))
    painter.setBrush(ground)
    painter.drawRect(band)


def paint_pages(painter: QPainter, theme: Theme, pages: tuple[Rect, ...]) -> None:
    """Paint sheets of paper."""
    painter.setPen(QPen(theme.color("line"), 1))
    painter.setBrush(theme.color("canvas"))
    for page in pages:
        painter.drawRect(QRectF(page.x, page.y, page.width, page.height))


def paint_heading(
    painter: QPainter, theme: Theme, heading: Heading, corner: tuple[float, float], scale: float
) -> None:
    """Paint title, composer and tempo on a page; at a scale of 1, they are as large as in print."""

    def font_of(word: Word) -> QFont:
        return theme.font(max(1, round(word.size_px * scale)), 600 if word.is_bold else 400)

    painter.save()
    painter.translate(*corner)
    heading_painting.paint_heading(painter, heading, theme.color("ink"), font_of, scale)
    painter.restore()
