"""Owns AutoScroll, which scrolls the view while a drag is held beyond its edges."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, QPoint, QTimer, Signal
from PySide6.QtWidgets import QAbstractScrollArea

FRAME_MS: Final = 16
SPEED: Final = 0.25
"""How far one frame scrolls, as a share of the mouse's distance from the edge."""

FASTEST_PX: Final = 40


class AutoScroll(QObject):
    """Scrolls a view as long as the last call of `follow` put the mouse outside it."""

    scrolled = Signal()
    """The view has scrolled, so something else is under the mouse now."""

    def __init__(self, area: QAbstractScrollArea) -> None:
        super().__init__(area)
        self._area = area
        self._beyond = QPoint()
        self._timer = QTimer(self, interval=FRAME_MS)
        self._timer.timeout.connect(self._scroll)

    def follow(self, position: QPoint) -> None:
        """Note the mouse position during a drag, in pixels of the viewport."""
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
        """Stop scrolling, because the drag has ended."""
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
