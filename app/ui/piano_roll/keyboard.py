"""Owns Keyboard: the piano keys at the left of the roll, which sound when they are clicked."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from app.constants import DEFAULT_VELOCITY
from app.domain import Key
from app.ui.piano_roll.transform import RollTransform
from app.ui.theme import Theme

WIDTH: Final = 52
BLACK_WIDTH: Final = 30
BLACK: Final = frozenset({1, 3, 6, 8, 10})
SMALLEST_NAMED_ROW: Final = 9.0


class Keyboard(QWidget):
    """A key for each row; every C, every tonic, and the lit keys are named."""

    key_pressed = Signal(int, int)
    """The pitch and the velocity."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._key = Key()
        self._to = RollTransform()
        self._top = 0.0
        self._sounding: int | None = None
        self._pointed: int | None = None
        theme.changed.connect(self.update)

    def show_key(self, key: Key, transform: RollTransform, top: float) -> None:
        """Show a key at a scale; `top` is the scene's y at the upper edge."""
        self._key, self._to, self._top = key, transform, top
        self.update()

    def set_sounding(self, pitch: int | None) -> None:
        """Highlight the key that sounds."""
        if pitch != self._sounding:
            self._sounding = pitch
            self.update()

    def set_pointed(self, pitch: int | None) -> None:
        """Highlight, more faintly, the key of the row that the mouse is in."""
        if pitch != self._pointed:
            self._pointed = pitch
            self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Sound the key."""
        if event.button() is Qt.MouseButton.LeftButton:
            pitch = self._to.pitch_at(event.position().y() + self._top)
            self.key_pressed.emit(pitch, DEFAULT_VELOCITY)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the keys that are in view."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.color("key.white"))
        for pitch in self._to.pitches_between(self._top, self._top + self.height()):
            self._paint_key(painter, pitch)
        edge = QRectF(self.width() - 1, 0, 1, self.height())
        painter.fillRect(edge, self._theme.color("key.line"))

    def _paint_key(self, painter: QPainter, pitch: int) -> None:
        top, height = self._to.y_of(pitch) - self._top, self._to.row_height
        is_black = pitch % 12 in BLACK
        row = QRectF(0, top, self.width(), height)
        if pitch == self._sounding:
            painter.fillRect(row, self._theme.color("note.playing"))
        elif pitch == self._pointed:
            painter.fillRect(row, self._theme.color("accent.soft"))
        elif is_black:
            middle = QRectF(BLACK_WIDTH, round(top + height / 2), self.width(), 1)
            painter.fillRect(middle, self._theme.color("key.line"))
            body = QRectF(0, top + 0.5, BLACK_WIDTH, height - 1)
            painter.fillRect(body, self._theme.color("key.black"))
        elif pitch % 12 in (0, 5):
            line = QRectF(0, round(top + height), self.width(), 1)
            painter.fillRect(line, self._theme.color("key.line"))
        is_lit, is_pointed = pitch == self._sounding, pitch == self._pointed
        is_named = is_lit or is_pointed or pitch % 12 in (0, self._key.tonic_pitch_class)
        if is_named and height >= SMALLEST_NAMED_ROW:
            painter.setFont(self._theme.font(10, 600))
            token = "accent.soft.text" if is_pointed else "key.text"
            painter.setPen(self._theme.color("note.model.text" if is_lit else token))
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(row.adjusted(0, -2, -6, 2), right, str(self._key.spell(pitch)))
