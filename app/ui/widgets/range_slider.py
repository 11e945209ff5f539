"""Owns RangeSlider: two knobs on one track, for a lowest and a highest value."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.theme import Theme

KNOB: Final = 14
HEIGHT: Final = 18
TRACK: Final = 4


class RangeSlider(QWidget):
    """Two knobs to drag, neither of which can pass the other.

    It has no keys; whoever uses it has to offer another control for the keyboard.
    """

    values_changed = Signal(int, int)
    """The lowest and highest value, chosen with the mouse."""

    def __init__(self, theme: Theme, least: int, most: int) -> None:
        super().__init__()
        self._theme = theme
        self._least, self._most = least, most
        self._values = [least, most]
        self._held: int | None = None
        self._hovered: int | None = None
        self.setMouseTracking(True)
        self.setFixedHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    @property
    def values(self) -> tuple[int, int]:
        """The lowest and the highest value."""
        return self._values[0], self._values[1]

    def set_values(self, lowest: int, highest: int) -> None:
        """Set the values without emitting `values_changed`."""
        self._values = [lowest, highest]
        self.update()

    def x_of(self, value: float) -> float:
        """Return the x at which a knob shows a value."""
        room = self.width() - KNOB
        return KNOB / 2 + (value - self._least) / (self._most - self._least) * room

    def sizeHint(self) -> QSize:
        """Return a size that is easy to hit with the mouse."""
        return QSize(120, HEIGHT)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the nearer knob."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._held = self._nearest(event.position().x())
            self._move_to(event.position().x())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move the held knob, or enlarge the one below the pointer."""
        if self._held is not None:
            self._move_to(event.position().x())
        else:
            self._hover(self._nearest(event.position().x()))

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """Release the knob."""
        self._held = None

    def enterEvent(self, event: QEnterEvent) -> None:
        """Enlarge the knob below the pointer."""
        self._hover(self._nearest(event.position().x()))

    def leaveEvent(self, _event: object) -> None:
        """Draw the knob in its normal size again."""
        self._hover(None)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the track, the range between the knobs, and the knobs."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setOpacity(1.0 if self.isEnabled() else 0.4)
        middle = self.height() / 2
        left, right = (self.x_of(value) for value in self._values)
        painter.setPen(Qt.PenStyle.NoPen)
        for start, end, token in ((0.0, float(self.width()), "border"), (left, right, "accent")):
            painter.setBrush(self._theme.color(token))
            track = QRectF(start, middle - TRACK / 2, end - start, TRACK)
            painter.drawRoundedRect(track, TRACK / 2, TRACK / 2)
        painter.setBrush(self._theme.color("knob"))
        painter.setPen(self._theme.color("knob.edge"))
        for knob, x in enumerate((left, right)):
            radius = (KNOB + 2 * (knob == self._hovered) - 1) / 2
            painter.drawEllipse(QPointF(x, middle), radius, radius)

    def _hover(self, knob: int | None) -> None:
        if knob != self._hovered:
            self._hovered = knob
            self.update()

    def _nearest(self, x: float) -> int:
        """Return the nearer knob; if both are in one place, the one that can move there."""
        low, high = (abs(x - self.x_of(value)) for value in self._values)
        return int(high < low or (high == low and x > self.x_of(self._values[1])))

    def _move_to(self, x: float) -> None:
        assert self._held is not None
        share = (x - KNOB / 2) / max(1, self.width() - KNOB)
        value = round(self._least + share * (self._most - self._least))
        least, most = (
            (self._least, self._values[1]) if self._held == 0 else (self._values[0], self._most)
        )
        value = max(least, min(value, most))
        if value != self._values[self._held]:
            self._values[self._held] = value
            self.update()
            self.values_changed.emit(*self._values)
