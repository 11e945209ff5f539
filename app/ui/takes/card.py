"""Owns CardDelegate: paints the cards of takes and versions."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import (
    QLineF,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QFontMetrics, QIcon, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.document import Document
from app.domain import Take, Version
from app.ui.takes.card_order import Row
from app.ui.takes.card_words import (
    AND,
    counted_bars,
    ending_of,
    is_quote,
    length_of,
    match_of,
    name_of,
)
from app.ui.takes.mini_roll import MiniRoll
from app.ui.takes.model import ROW_ROLE, TakesModel
from app.ui.theme import Theme

GAP: Final = 4
COLUMN: Final = 36
LEVEL: Final = 12
MOST_LEVELS: Final = 4
"""How far a tree is indented: the pixels for each level, and the most levels."""

NARROWEST_WORDS: Final = 116
NARROWEST_ROLL: Final = 48
DOT: Final = " · "

Index = QModelIndex | QPersistentModelIndex


class CardDelegate(QStyledItemDelegate):
    """Paints number and star at the left, a small piano roll in the middle, words at the right."""

    def __init__(
        self, document: Document, theme: Theme, model: TakesModel, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._document, self._theme, self._model = document, theme, model
        self._mini = MiniRoll(theme)
        self._icons: dict[tuple[str, str, bool], QIcon] = {}
        theme.changed.connect(self._icons.clear)
        self._height = theme.sizes.card
        self._step = min(20, (self._height - 6) // 3)
        self._small = theme.font(11, 500, tabular=True)
        # In the widest typeface, a match of two figures needs more room.
        metrics = QFontMetrics(self._small)
        needed = metrics.horizontalAdvance(self.tr("longest match {0}").format(88)) + 24
        self._words_width = max(NARROWEST_WORDS, needed)
        self._top = (self._height - 3 * self._step + 2) / 2
        self.current_id: str | None = None
        self.playhead_ticks: float | None = None
        self.is_sounding = False

    def sizeHint(self, option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Return the size of a card, including the gap below it."""
        return QSize(option.rect.width(), self._height + GAP)

    def star_rect(self, card: QRect, row: Row) -> QRect:
        """Return the part of a row's rectangle in which a click means the star."""
        left = card.left() + _indent(row)
        return QRect(left, card.top() + 40, COLUMN, self._height - 40)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one card."""
        row: Row = index.data(ROW_ROLE)
        node, theme = row.node, self._theme
        card = QRectF(option.rect)
        card.setLeft(card.left() + _indent(row))
        card.setHeight(self._height)
        is_current = node.id == self.current_id
        is_hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_branches(painter, QRectF(option.rect), row)
        ground = "card.current" if is_current else "control.hover" if is_hovered else "card"
        painter.setBrush(theme.color(ground))
        edge = QPen(Qt.PenStyle.NoPen)
        if is_current:
            edge = QPen(theme.color(_edge(row)), 1.5)
        elif not theme.is_dark:
            edge = QPen(theme.color("line"), 1)
        painter.setPen(edge)
        painter.drawRoundedRect(card.adjusted(0.75, 0.75, -0.75, -0.75), 6, 6)
        words = QRectF(card)
        words.setLeft(card.right() - self._words_width)
        mini = card.adjusted(COLUMN, 8, -self._words_width - 8, -8)
        if mini.width() >= NARROWEST_ROLL:
            self._mini.paint(
                painter,
                mini,
                node,
                self._model.pitches,
                is_current=is_current,
                playhead=self.playhead_ticks if is_current else None,
            )
        else:
            words.setLeft(mini.left())
        words.adjust(0, self._top, -6, 0)
        if isinstance(node, Take):
            self._paint_column(painter, card, node, is_hovered=is_hovered and not is_current)
            self._paint_words(painter, words, node, sounds=is_current and self.is_sounding)
        else:
            self._paint_version(painter, card, words, node)
        painter.restore()

    def _paint_branches(self, painter: QPainter, rect: QRectF, row: Row) -> None:
        """Draw the lines of the tree: down if more children follow, and across to the card."""
        shown = row.branches[-MOST_LEVELS:]
        if not shown:
            return
        painter.setPen(QPen(self._theme.color("border"), 1))
        middle = round(rect.top() + self._height / 2) + 0.5
        for level, goes_on in enumerate(shown):
            x = round(rect.left()) + level * LEVEL + 5.5
            is_own = level == len(shown) - 1
            if goes_on or is_own:
                end = rect.bottom() + 1 if goes_on else middle
                painter.drawLine(QLineF(x, rect.top() - GAP, x, end))
            if is_own:
                painter.drawLine(QLineF(x, middle, rect.left() + (level + 1) * LEVEL - 1, middle))

    def _paint_column(
        self, painter: QPainter, card: QRectF, take: Take, *, is_hovered: bool
    ) -> None:
        theme = self._theme
        if is_hovered:
            self._paint_icon(
                painter, card.left() + 11, card.top() + 11, 14, "play", "text", filled=True
            )
        else:
            painter.setFont(theme.font(14, 600, tabular=True))
            painter.setPen(theme.color("text"))
            top = QRectF(card.left(), card.top() + 8, COLUMN, 20)
            painter.drawText(top, Qt.AlignmentFlag.AlignCenter, str(take.number))
        token = "text" if take.starred else "text.3"
        y = card.top() + self._height - 25
        self._paint_icon(painter, card.left() + 11, y, 14, "star", token, filled=take.starred)

    def _paint_words(self, painter: QPainter, rect: QRectF, take: Take, *, sounds: bool) -> None:
        theme, words = self._theme, self._model.words(take)
        line = QRectF(rect.left(), rect.top(), rect.width(), 18)
        painter.setFont(theme.font(12, 600))
        if painter.fontMetrics().horizontalAdvance(words) > line.width():
            # Of words that are too long together the last, of a bar that is repeated, says more.
            words = words.split(AND)[-1]
        self._write(painter, line, take.name or words, "text")
        painter.setFont(self._small)
        line.translate(0, self._step)
        if is_quote(take):
            self._paint_icon(painter, line.left(), line.top() + 3, 12, "warning", "warn")
            self._write(painter, line.adjusted(16, 0, 0, 0), match_of(take), "warn")
        elif take.name:
            self._write(painter, line, words, "text.2")
        else:
            self._paint_icon(painter, line.left(), line.top() + 3, 12, "quotes", "text.2")
            self._write(painter, line.adjusted(16, 0, 0, 0), match_of(take), "text.2")
        line.translate(0, self._step)
        if sounds:
            icon = ("speaker-high", "note.model.line")
            self._paint_icon(painter, line.left(), line.top() + 3, 12, *icon)
            line.setLeft(line.left() + 16)
        parts = [length_of(take), ending_of(take), f"#{take.seed}"]
        metrics = painter.fontMetrics()
        while len(parts) > 1 and metrics.horizontalAdvance(_joined(parts)) > line.width():
            parts.pop()
        self._write(painter, line, _joined(parts), "text.3")

    def _paint_version(
        self, painter: QPainter, card: QRectF, rect: QRectF, version: Version
    ) -> None:
        y = card.top() + self._height / 2 - 8
        self._paint_icon(painter, card.left() + 10, y, 16, "tree-structure", "text.2")
        line = QRectF(rect.left(), rect.top() + self._step / 2, rect.width(), 18)
        painter.setFont(self._theme.font(12, 600))
        self._write(painter, line, name_of(version, self._document.node), "text")
        painter.setFont(self._small)
        line.translate(0, self._step)
        self._write(painter, line, counted_bars(version.sketch.bars), "text.3")

    def _write(self, painter: QPainter, line: QRectF, text: str, token: str) -> None:
        width = int(line.width())
        text = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, width)
        painter.setPen(self._theme.color(token))
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, text)

    def _paint_icon(
        self,
        painter: QPainter,
        x: float,
        y: float,
        side: int,
        name: str,
        token: str,
        *,
        filled: bool = False,
    ) -> None:
        """Paint an icon aligned to whole pixels."""
        key = (name, token, filled)
        if key not in self._icons:
            self._icons[key] = self._theme.icon(name, token, filled=filled)
        self._icons[key].paint(painter, QRect(round(x), round(y), side, side))


def _indent(row: Row) -> int:
    return LEVEL * min(len(row.branches), MOST_LEVELS)


def _edge(row: Row) -> str:
    return "note.model.line" if isinstance(row.node, Take) else "note.player"


def _joined(parts: list[str]) -> str:
    return DOT.join(part for part in parts if part)
