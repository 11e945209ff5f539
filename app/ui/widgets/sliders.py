"""Owns Slider and Gauge: a number chosen by hand, and what it says."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal
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
    """A slider, and beside it in words what it is set to; `words` is the longest of them.

    A unit of its value is `steps` of the slider. A value that was set stays exactly as it is, even
    between the steps or beyond the ends, until the slider is moved.
    """

    value_changed = Signal()

    def __init__(self, theme: Theme, slider: Slider, words: str, steps: int = 100) -> None:
        super().__init__()
        self.slider = slider
        self._steps = steps
        self._value = slider.value() / steps
        slider.valueChanged.connect(self._on_moved)
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

    @property
    def value(self) -> float:
        """What it is set to."""
        return self._value

    def set_value(self, value: float) -> None:
        """Set it, and the slider as near to it as that goes."""
        if value == self._value:
            return
        self._value = value
        place = round(value * self._steps)
        if value * self._steps > self.slider.minimum():
            # The left end often has a meaning of its own.
            place = max(place, self.slider.minimum() + 1)
        with QSignalBlocker(self.slider):
            self.slider.setValue(place)
        self.value_changed.emit()

    def _on_moved(self, place: int) -> None:
        self._value = place / self._steps
        self.value_changed.emit()

    def tell(self, text: str) -> None:
        """Say what the slider is set to."""
        self._label.setText(text)
