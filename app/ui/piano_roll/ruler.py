"""Owns Ruler: bar numbers, the loop, chords, and who wrote each bar; and RulerCorner."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QWidget

from app.domain import Author, Sketch
from app.domain.authorship import authors_of_bars
from app.ui.piano_roll.transform import RollTransform
from app.ui.theme import Theme

CHORDS: Final = 20
"""The height of the lower row, in pixels; the upper row has the rest."""

STRIP: Final = 3
NARROWEST_NUMBER_PX: Final = 28
HANDLE: Final = 3
HEAD: Final = 5.5
LABEL_INSET: Final = 8


class Ruler(QWidget):
    """A click moves the playhead, a drag sets the loop, and a double-click removes the loop."""

    seek_requested = Signal(int)
    loop_changed = Signal(object)
    """The pair (start_ticks, end_ticks), or None."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._sketch = Sketch()
        self._authors: dict[int, Author] = {}
        self._to = RollTransform()
        self._left = 0.0
        self._playhead: float | None = None
        self._loop: tuple[int, int] | None = None
        self._pressed: float | None = None
        theme.changed.connect(self.update)

    def show_sketch(self, sketch: Sketch, transform: RollTransform, left: float) -> None:
        """Show a sketch at a scale; `left` is the scene's x at the left edge."""
        if sketch is not self._sketch:
            self._authors = authors_of_bars(sketch)
        self._sketch, self._to, self._left = sketch, transform, left
        self.update()

    def set_playhead(self, ticks: float | None) -> None:
        """Show the playhead at a time, or hide it."""
        self._playhead = ticks
        self.update()

    def set_loop(self, loop: tuple[int, int] | None) -> None:
        """Show the bars of the loop, or none."""
        self._loop = loop
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a click or a drag."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._pressed = event.position().x()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Set the loop to the bars that the drag touches."""
        if self._pressed is None or abs(event.position().x() - self._pressed) < 4:
            return
        edges = sorted((self._ticks_at(self._pressed), self._ticks_at(event.position().x())))
        sketch = self._sketch
        start = sketch.bar_start_ticks(sketch.bar_at(edges[0]))
        end = sketch.bar_start_ticks(sketch.bar_at(edges[1]) + 1)
        if (start, end) != self._loop:
            self.set_loop((start, end))
            self.loop_changed.emit(self._loop)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Move the playhead, unless this was a drag."""
        if self._pressed is not None and abs(event.position().x() - self._pressed) < 4:
            self.seek_requested.emit(self._ticks_at(event.position().x()))
        self._pressed = None

    def mouseDoubleClickEvent(self, _event: QMouseEvent) -> None:
        """Remove the loop."""
        self.set_loop(None)
        self.loop_changed.emit(None)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw everything that is in view."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.color("panel"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_loop(painter)
        self._paint_bars(painter)
        self._paint_chords(painter)
        self._paint_authors(painter)
        painter.fillRect(QRectF(0, self._numbers, self.width(), 1), self._theme.color("line"))
        self._paint_playhead(painter)

    @property
    def _numbers(self) -> int:
        return self.height() - CHORDS

    def _x(self, ticks: float) -> float:
        return self._to.x_of(ticks) - self._left

    def _ticks_at(self, x: float) -> int:
        return self._to.ticks_at(x + self._left)

    def _paint_loop(self, painter: QPainter) -> None:
        if self._loop is None:
            return
        left, right = (self._x(ticks) for ticks in self._loop)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("loop.soft"))
        painter.drawRoundedRect(QRectF(left, 4, right - left, self._numbers - 4), 4, 4)
        painter.setBrush(self._theme.color("loop"))
        for x in (left, right - HANDLE):
            painter.drawRoundedRect(QRectF(x, 4, HANDLE, self._numbers - 4), 1.5, 1.5)

    def _paint_bars(self, painter: QPainter) -> None:
        sketch = self._sketch
        painter.setFont(self._theme.font(11, 600, tabular=True))
        width = self._to.x_of(sketch.meter.bar_ticks)
        every = 1
        while width * every < NARROWEST_NUMBER_PX:
            every *= 2
        bar = max(1, sketch.bar_at(self._ticks_at(0)))
        last_bar = sketch.bar_at(self._ticks_at(self.width()))
        while bar <= last_bar:
            start = sketch.bar_start_ticks(bar)
            x = self._x(start)
            painter.fillRect(
                QRectF(round(x), 4, 1, self.height() - 4), self._theme.color("grid.bar")
            )
            if (bar - 1) % every == 0:
                in_loop = self._loop is not None and self._loop[0] <= start < self._loop[1]
                is_beyond = bool(len(sketch.melody)) and start >= sketch.end_ticks
                token = "accent.soft.text" if in_loop else "text.3" if is_beyond else "text.2"
                painter.setPen(self._theme.color(token))
                place = QRectF(x + 7, 2, max(width * every, 40), self._numbers - 2)
                painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, str(bar))
            bar += 1

    def _paint_chords(self, painter: QPainter) -> None:
        painter.setFont(self._theme.font(11, 600))
        sketch = self._sketch
        pattern_end = sketch.bar_start_ticks(len(sketch.chords.bars) + 1)
        for change in sketch.chord_changes:
            token = "text" if change.onset_ticks < pattern_end else "text.2"
            painter.setPen(self._theme.color(token))
            left = self._x(change.onset_ticks) + 4
            place = QRectF(left, self._numbers, 60, CHORDS - STRIP)
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, str(change.chord))

    def _paint_authors(self, painter: QPainter) -> None:
        """Underline each bar in the colour of whoever wrote most of its notes."""
        sketch = self._sketch
        first = sketch.bar_at(self._ticks_at(0))
        last = min(sketch.bar_at(self._ticks_at(self.width())), sketch.bars)
        for bar in range(first, last + 1):
            left = self._x(sketch.bar_start_ticks(bar))
            right = self._x(sketch.bar_start_ticks(bar + 1))
            strip = QRectF(left, self.height() - STRIP, right - left, STRIP)
            is_model = self._authors.get(bar) is Author.MODEL
            token = "note.model.line" if is_model else "note.player"
            painter.fillRect(strip, self._theme.color(token))

    def _paint_playhead(self, painter: QPainter) -> None:
        if self._playhead is None:
            return
        x = self._x(self._playhead)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("playhead"))
        top = self._numbers - 10
        head = [(-HEAD, top), (HEAD, top), (HEAD, top + 6), (0, top + 11), (-HEAD, top + 6)]
        painter.drawPolygon(QPolygonF([QPointF(x + dx, y) for dx, y in head]))
        painter.drawRect(QRectF(x - 0.75, self._numbers, 1.5, CHORDS))


class RulerCorner(QWidget):
    """The corner above the keyboard, which names the two rows of the ruler."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        theme.changed.connect(self.update)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the names of the rows."""
        theme, painter = self._theme, QPainter(self)
        numbers = self.height() - CHORDS
        painter.fillRect(self.rect(), theme.color("panel"))
        painter.setFont(theme.font(10))
        painter.setPen(theme.color("text.3"))
        width = self.width() - LABEL_INSET
        rows = ((2, numbers - 2, self.tr("bar")), (numbers, CHORDS, self.tr("chords")))
        for top, height, word in rows:
            place = QRectF(LABEL_INSET, top, width, height)
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, word)
        painter.fillRect(QRectF(0, numbers, self.width(), 1), theme.color("line"))
