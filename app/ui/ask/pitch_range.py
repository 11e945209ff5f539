"""Owns PitchRange: chooses the lowest and the highest pitch, with a little keyboard above."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, QSignalBlocker, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.domain import Key
from app.domain.wishes import USUAL_PITCHES
from app.ui.theme import Theme
from app.ui.widgets import ComboBox, RangeSlider

LOWEST_CHOICE, HIGHEST_CHOICE = USUAL_PITCHES
ANY_LOW: Final = LOWEST_CHOICE - 1
ANY_HIGH: Final = HIGHEST_CHOICE + 1
"""The value of a knob that sets no limit, at the end of the slider."""

KEYS: Final = range(LOWEST_CHOICE - 5, HIGHEST_CHOICE + 6)
"""The keys that are drawn; the outermost ones are cut off at the ends of the slider."""

BLACK: Final = frozenset({1, 3, 6, 8, 10})
KEYS_HEIGHT: Final = 16
KEYS_GAP: Final = 0.75
BLACK_HEIGHT: Final = 9
NAMES_HEIGHT: Final = 22
NAMES_WIDTH: Final = 62


class PitchRange(QWidget):
    """A slider with two knobs under a keyboard, and two boxes to choose the pitches by name."""

    changed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._key = Key()
        self._slider = RangeSlider(theme, ANY_LOW, ANY_HIGH)
        self._keys = _Keys(theme, self._slider)
        self.lowest, self.highest = (ComboBox(theme, NAMES_HEIGHT) for _ in range(2))
        names = QHBoxLayout()
        names.setContentsMargins(0, 0, 0, 0)
        for box in (self.lowest, self.highest):
            box.setProperty("flat", True)
            box.setFixedWidth(NAMES_WIDTH)
            box.setMaxVisibleItems(25)
            box.addItem("", None)
            for pitch in range(HIGHEST_CHOICE, LOWEST_CHOICE - 1, -1):
                box.addItem(self._name(pitch), pitch)
            box.currentIndexChanged.connect(self._on_named)
            names.addWidget(box)
        names.insertStretch(1, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(1)
        column.addWidget(self._keys)
        column.addWidget(self._slider)
        column.addLayout(names)
        self._slider.values_changed.connect(self._on_dragged)

    def set_limit(self, box: ComboBox, pitch: int | None) -> None:
        """Choose a MIDI pitch in one of the boxes, even one beyond the slider; None: no limit."""
        if pitch is not None and box.findData(pitch) < 0:
            place = next((i for i in range(1, box.count()) if box.itemData(i) < pitch), box.count())
            box.insertItem(place, self._name(pitch), pitch)
        box.setCurrentIndex(box.findData(pitch))

    def spell(self, key: Key) -> None:
        """Spell the pitches as this key does."""
        if key == self._key:
            return
        self._key = key
        for box in (self.lowest, self.highest):
            for place in range(1, box.count()):
                box.setItemText(place, self._name(box.itemData(place)))

    def retranslate_ui(self) -> None:
        """Set every text."""
        self.lowest.setItemText(0, self.tr("any"))
        self.highest.setItemText(0, self.tr("any"))
        self._slider.setAccessibleName(self.tr("Pitch range"))
        self._slider.setToolTip(self.tr("New notes stay within this range"))

    def _name(self, pitch: int) -> str:
        return str(self._key.spell(pitch))

    def _on_dragged(self, lowest: int, highest: int) -> None:
        for box, value, free in ((self.lowest, lowest, ANY_LOW), (self.highest, highest, ANY_HIGH)):
            # A limit beyond the slider stays while the other knob is dragged.
            if value != _knob(box.currentData(), free):
                # Without signals, because the boxes would move the knobs before both are set.
                with QSignalBlocker(box):
                    box.setCurrentIndex(0 if value == free else box.findData(value))
        self._keys.update()
        self.changed.emit()

    def _on_named(self) -> None:
        low, high = self.lowest.currentData(), self.highest.currentData()
        ends = _knob(low, ANY_LOW), _knob(high, ANY_HIGH)
        self._slider.set_values(min(ends), max(ends))
        self._keys.update()
        self.changed.emit()


def _knob(pitch: int | None, free: int) -> int:
    """Return the value of the knob for a limit; `free` is its value for no limit."""
    return free if pitch is None else max(LOWEST_CHOICE, min(pitch, HIGHEST_CHOICE))


class _Keys(QWidget):
    """A keyboard as wide as the slider; the keys between the knobs are lit."""

    def __init__(self, theme: Theme, slider: RangeSlider) -> None:
        super().__init__()
        self._theme, self._slider = theme, slider
        self.setFixedHeight(KEYS_HEIGHT)
        theme.changed.connect(self.update)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the keys."""
        painter, theme = QPainter(self), self._theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        low, high = self._slider.values
        low, high = (KEYS[0] if low == ANY_LOW else low), (KEYS[-1] if high == ANY_HIGH else high)
        for pitch in KEYS:
            if pitch % 12 not in BLACK:
                left = self._slider.x_of(pitch - (1.0 if (pitch - 1) % 12 in BLACK else 0.5))
                right = self._slider.x_of(pitch + (1.0 if (pitch + 1) % 12 in BLACK else 0.5))
                is_lit = low <= pitch <= high
                key = QRectF(left, 0, right - left - KEYS_GAP, KEYS_HEIGHT)
                painter.fillRect(key, theme.color("range.key" if is_lit else "range.key.off"))
        for pitch in KEYS:
            if pitch % 12 in BLACK:
                left, right = (self._slider.x_of(pitch + half) for half in (-0.5, 0.5))
                key = QRectF(left - KEYS_GAP / 2, 0, right - left, BLACK_HEIGHT)
                painter.fillRect(key, theme.color("panel"))
