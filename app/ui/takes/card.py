"""Owns CardDelegate: paints the card of a take."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QIcon, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.domain import Take
from app.domain.describe import describe
from app.domain.timebase import ticks_to_seconds
from app.ui.takes.model import TAKE_ROLE
from app.ui.theme import Theme

GAP: Final = 4
COLUMN: Final = 36
NARROWEST_WORDS: Final = 116
FEWEST_QUOTED_NOTES: Final = 10
"""From so many notes in a row on, a take is said to quote the tune it shares them with."""

Index = QModelIndex | QPersistentModelIndex


class CardDelegate(QStyledItemDelegate):
    """Number and star at the left, the new bars in the middle, words at the right."""

    star_clicked = Signal(str)
    """The id of a take whose star was clicked."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._height = theme.sizes.card
        self._step = min(20, (self._height - 6) // 3)
        # The widest face needs more room for a match of two figures.
        metrics = QFontMetrics(theme.font(11, 500, tabular=True))
        needed = metrics.horizontalAdvance(self.tr("longest match {0}").format(88)) + 24
        self._words_width = max(NARROWEST_WORDS, needed)
        self._top = (self._height - 3 * self._step + 2) / 2
        self.current_id: str | None = None
        self.playhead_ticks: float | None = None
        self.is_sounding = False
        self.pitches: tuple[int, int] = (60, 84)

    def sizeHint(self, option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Return the card with the gap under it."""
        return QSize(option.rect.width(), self._height + GAP)

    def editorEvent(
        self,
        event: QEvent,
        model: QAbstractItemModel,
        option: QStyleOptionViewItem,
        index: Index,
    ) -> bool:
        """Take a click on the star."""
        if isinstance(event, QMouseEvent) and event.type() is QEvent.Type.MouseButtonPress:
            card = self._card_rect(option)
            star = QRect(card.left(), card.top() + 40, COLUMN, self._height - 40)
            if star.contains(event.position().toPoint()):
                take: Take = index.data(TAKE_ROLE)
                self.star_clicked.emit(take.id)
                return True
        return super().editorEvent(event, model, option, index)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one card."""
        take: Take = index.data(TAKE_ROLE)
        theme = self._theme
        card = QRectF(self._card_rect(option))
        is_current = take.id == self.current_id
        state = option.state
        is_hovered = bool(state & QStyle.StateFlag.State_MouseOver)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = "card.current" if is_current else "control.hover" if is_hovered else "card"
        painter.setBrush(theme.color(ground))
        edge = QPen(theme.color("note.model.line"), 1.5) if is_current else QPen(Qt.PenStyle.NoPen)
        if not is_current and not theme.is_dark:
            edge = QPen(theme.color("line"), 1)
        painter.setPen(edge)
        painter.drawRoundedRect(card.adjusted(0.75, 0.75, -0.75, -0.75), 6, 6)
        self._paint_column(painter, card, take, is_hovered=is_hovered and not is_current)
        width = self._words_width
        mini = card.adjusted(COLUMN, 8, -width - 8, -8)
        self._paint_roll(painter, mini, take, is_current=is_current)
        words = QRectF(card.right() - width, card.top() + self._top, width - 6, self._height)
        self._paint_words(painter, words, take, is_current=is_current)
        painter.restore()

    def _card_rect(self, option: QStyleOptionViewItem) -> QRect:
        rect = option.rect
        return QRect(rect.left(), rect.top(), rect.width(), self._height)

    def _paint_column(
        self, painter: QPainter, card: QRectF, take: Take, *, is_hovered: bool
    ) -> None:
        theme = self._theme
        top = QRectF(card.left(), card.top() + 8, COLUMN, 20)
        if is_hovered:
            play = QRect(round(card.left()) + 11, round(card.top()) + 11, 14, 14)
            theme.icon("play", "text", filled=True).paint(painter, play)
        else:
            painter.setFont(theme.font(14, 600, tabular=True))
            painter.setPen(theme.color("text"))
            painter.drawText(top, Qt.AlignmentFlag.AlignCenter, str(take.number))
        star = QRect(round(card.left()) + 11, round(card.top()) + self._height - 25, 14, 14)
        icon = theme.icon("star", "text" if take.starred else "text.3", filled=take.starred)
        icon.paint(painter, star, mode=QIcon.Mode.Normal)

    def _paint_roll(self, painter: QPainter, rect: QRectF, take: Take, *, is_current: bool) -> None:
        theme, sketch = self._theme, take.sketch
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("canvas" if is_current else "mini.ground"))
        painter.drawRoundedRect(rect, 4, 4)
        inner = rect.adjusted(3, 4, -3, -4)
        start, end = take.start_ticks, max(take.end_ticks, take.start_ticks + 1)
        per_tick = inner.width() / (end - start)
        for bar_start in range(start + sketch.meter.bar_ticks, end, sketch.meter.bar_ticks):
            left = round(inner.left() + (bar_start - start) * per_tick)
            painter.fillRect(QRectF(left, rect.top(), 1, rect.height()), theme.color("mini.line"))
        low, high = self.pitches
        row = inner.height() / (high - low + 1)
        color = theme.color("mini.note.current" if is_current else "mini.note")
        for note in take.new_notes:
            x = inner.left() + (note.onset_ticks - start) * per_tick
            y = inner.top() + (high - note.pitch) * row
            ticks = min(note.duration_ticks, end - note.onset_ticks)
            width = max(ticks * per_tick - 0.75, 1.5)
            box = QRectF(x, y + row / 2 - 1.25, width, 2.5)
            painter.fillRect(box, color)
        playhead = self.playhead_ticks
        if is_current and playhead is not None and start <= playhead < end:
            x = inner.left() + (playhead - start) * per_tick
            painter.fillRect(QRectF(x, rect.top(), 1.5, rect.height()), theme.color("playhead"))

    def _paint_words(
        self, painter: QPainter, rect: QRectF, take: Take, *, is_current: bool
    ) -> None:
        theme = self._theme
        line = QRectF(rect.left(), rect.top(), rect.width(), 18)
        painter.setFont(theme.font(12, 600))
        painter.setPen(theme.color("text"))
        name = take.name or ", ".join(self.tr(word) for word in describe(take))
        elided = painter.fontMetrics().elidedText(
            name, Qt.TextElideMode.ElideRight, int(line.width())
        )
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, elided)
        line.translate(0, self._step)
        matched = take.originality.longest_match_notes
        is_quote = matched >= FEWEST_QUOTED_NOTES
        token = "warn" if is_quote else "text.2"
        place = QRect(round(line.left()), round(line.top()) + 3, 12, 12)
        theme.icon("warning" if is_quote else "quotes", token).paint(painter, place)
        painter.setFont(theme.font(11, 500, tabular=True))
        painter.setPen(theme.color(token))
        text = self.tr("longest match {0}").format(matched)
        painter.drawText(line.adjusted(16, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, text)
        line.translate(0, self._step)
        left = 0
        if is_current and self.is_sounding:
            place = QRect(round(line.left()), round(line.top()) + 3, 12, 12)
            theme.icon("speaker-high", "note.model.line").paint(painter, place)
            left = 16
        painter.setPen(theme.color("text.3"))
        painter.drawText(line.adjusted(left, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, _length(take))


def _length(take: Take) -> str:
    """Write how long the new bars last, and how many notes they have."""
    ticks = take.end_ticks - take.start_ticks
    seconds = round(ticks_to_seconds(ticks, take.sketch.tempo_bpm))
    return f"{seconds // 60}:{seconds % 60:02d} · {len(take.new_notes)} notes"
