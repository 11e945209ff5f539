"""Owns AutoScroll: the view goes on while a drag is held beyond its edges."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, QPoint, QTimer, Signal
from PySide6.QtWidgets import QAbstractScrollArea

FRAME_MS: Final = 16
SPEED: Final = 0.25
"""Share of the way beyond the edge that one frame scrolls."""

FASTEST_PX: Final = 40


class AutoScroll(QObject):
    """Scrolls a view while `follow` says that the mouse is outside of it."""

    scrolled = Signal()
    """Something else lies under the mouse now."""

    def __init__(self, area: QAbstractScrollArea) -> None:
        super().__init__(area)
        self._area = area
        self._beyond = QPoint()
        self._timer = QTimer(self, interval=FRAME_MS)
        self._timer.timeout.connect(self._scroll)

    def follow(self, position: QPoint) -> None:
        """Take in where the mouse of a drag is, in pixels of the viewport."""
        rect = self._area.viewport().rect()
        nearest = QPoint(
            min(max(position.x(), rect.left()), rect.right()),
            min(max(position.y(), rect.top()), rect.bottom()),
        )
        self._beyond = position - nearest
        if self._beyond.isNull():
            self._timer.stop()
        elif not self._timer.isActive():
            self._timer.start()

    def stop(self) -> None:
        """Scroll no more: the drag has ended."""
        self._timer.stop()

    def _scroll(self) -> None:
        for bar, beyond in (
            (self._area.horizontalScrollBar(), self._beyond.x()),
            (self._area.verticalScrollBar(), self._beyond.y()),
        ):
            if beyond:
                way = min(1 + abs(beyond) * SPEED, FASTEST_PX)
                bar.setValue(bar.value() + round(way if beyond > 0 else -way))
        self.scrolled.emit()
