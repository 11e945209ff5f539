"""Owns Slider and Gauge: a number chosen by hand, and what it says."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSlider, QWidget

from app.ui.theme import Theme

GAP = 8


class Slider(QSlider):
    """A slider; the wheel scrolls the panel it is in, and never changes a value unasked."""

    def __init__(self, least: int, most: int, value: int) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.setRange(least, most)
        self.setValue(value)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to what is around."""
        event.ignore()


class Gauge(QWidget):
    """A slider, and beside it in words what it is set to; `words` is the longest of them."""

    def __init__(self, theme: Theme, slider: Slider, words: str) -> None:
        super().__init__()
        self.slider = slider
        self._label = QLabel(words)
        self._label.setFont(theme.font(12, 500, tabular=True))
        self._label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._label.setFixedWidth(self._label.fontMetrics().horizontalAdvance(words) + 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        row.addWidget(slider, 1)
        row.addWidget(self._label)
        self.setFocusProxy(slider)

    def tell(self, text: str) -> None:
        """Say what the slider is set to."""
        self._label.setText(text)
