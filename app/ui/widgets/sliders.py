"""Owns Slider, and Gauge: a slider with its value in words."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSlider, QWidget

from app.ui.theme import Theme

GAP = 8


class Slider(QSlider):
    """A slider; the mouse wheel scrolls the panel around it rather than changing its value."""

    def __init__(self, least: int, most: int, value: int) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.setRange(least, most)
        self.setValue(value)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the panel around the slider."""
        event.ignore()


class Gauge(QWidget):
    """A slider with its value in words beside it; `words` is the longest text to make room for.

    One unit of the value is `steps` steps of the slider. A value that was set stays exactly the
    same, even between steps or beyond the ends, until the slider is moved.
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
        """The value."""
        return self._value

    def set_value(self, value: float) -> None:
        """Set the value, and move the slider as close to it as possible."""
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
        """Show the value in words."""
        self._label.setText(text)
