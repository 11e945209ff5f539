"""Input fields with a faint word before their value, and with arrows in the theme's colours."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QComboBox,
    QDoubleSpinBox,
    QLabel,
    QLineEdit,
    QSpinBox,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
    QWidget,
)

from app.ui.theme import Theme

CARET = 12
NARROWEST = 48
NARROWEST_WITH_PREFIX = 160
NARROWEST_BOX_WITH_PREFIX = 100
TEXT_INSET = 6
INSET = 10
"""The distance from the edge of a field to its text."""


class ComboBox(QComboBox):
    """A combo box; the mouse wheel scrolls the panel around it rather than changing its value."""

    def __init__(self, theme: Theme, height: int = 28, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._prefix = ""
        self.setFixedHeight(height)
        self.setMinimumWidth(NARROWEST)

    def set_prefix(self, prefix: str) -> None:
        """Show a word before the value."""
        self._prefix = prefix
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw Qt's frame, the word, the value (unless it is editable), and the arrow."""
        painter = QStylePainter(self)
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        if not self.isEditable():
            self._paint_value(painter)
        painter.end()
        place = QRect(self.width() - CARET - 8, (self.height() - CARET) // 2, CARET, CARET)
        _draw_icon(self, self._theme, "caret-down", place)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the panel around the box."""
        event.ignore()

    def _paint_value(self, painter: QStylePainter) -> None:
        room = QRect(self.rect().adjusted(INSET, 0, -CARET - 12, 0))
        middle = Qt.AlignmentFlag.AlignVCenter
        if self._prefix and self.width() >= NARROWEST_BOX_WITH_PREFIX:
            painter.setPen(self._theme.color("text.3"))
            painter.drawText(room, middle, self._prefix)
            room.setLeft(room.left() + self.fontMetrics().horizontalAdvance(f"{self._prefix} "))
        painter.setPen(self._theme.color("text" if self.isEnabled() else "border"))
        elide = Qt.TextElideMode.ElideRight
        text = self.fontMetrics().elidedText(self.currentText(), elide, room.width())
        painter.drawText(room, middle, text)


class LineEdit(QLineEdit):
    """A line of text with a faint word before it."""

    def __init__(self, theme: Theme, height: int = 28, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(height)
        self._prefix = QLabel(self)
        self._prefix.setObjectName("hint")
        self._prefix.setFont(theme.font(12, 500))
        self._prefix.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._prefix.move(INSET, 0)

    def set_prefix(self, prefix: str) -> None:
        """Show a word before the text."""
        self._prefix.setText(prefix)
        self._prefix.resize(self._prefix.sizeHint().width(), self.height())
        self._make_room()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Hide the word if the text needs its space."""
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        has_room = bool(self._prefix.text()) and self.width() >= NARROWEST_WITH_PREFIX
        self._prefix.setVisible(has_room)
        width = self._prefix.width() + TEXT_INSET + 2 if has_room else 0
        self.setTextMargins(width, 0, 0, 0)


class SpinBox(QSpinBox):
    """A spin box for whole numbers; a typed value counts when typing has ended."""

    def __init__(self, theme: Theme, height: int = 28, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        _prepare(self, theme, height)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the carets over Qt's drawing."""
        super().paintEvent(event)
        _draw_carets(self, self._theme)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Turn only what is in focus."""
        super().wheelEvent(event) if self.hasFocus() else event.ignore()


class DoubleSpinBox(QDoubleSpinBox):
    """A spin box for decimal numbers, which shows decimals only if there are any."""

    def __init__(self, theme: Theme, height: int = 28, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        _prepare(self, theme, height)

    def textFromValue(self, value: float) -> str:
        """Write 96 rather than 96.00."""
        return f"{value:.{self.decimals()}f}".rstrip("0").rstrip(".")

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the carets over Qt's drawing."""
        super().paintEvent(event)
        _draw_carets(self, self._theme)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Turn only what is in focus."""
        super().wheelEvent(event) if self.hasFocus() else event.ignore()


def _prepare(box: QAbstractSpinBox, theme: Theme, height: int) -> None:
    box.setFixedHeight(height)
    box.setMinimumWidth(NARROWEST)
    box.setFont(theme.font(12, 500, tabular=True))
    box.setKeyboardTracking(False)
    box.lineEdit().setTextMargins(TEXT_INSET, 0, 0, 0)
    box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)


def _draw_carets(box: QAbstractSpinBox, theme: Theme) -> None:
    left, middle = box.width() - CARET - 5, box.height() // 2
    _draw_icon(box, theme, "caret-up", QRect(left, middle - 10, CARET - 2, CARET - 2))
    _draw_icon(box, theme, "caret-down", QRect(left, middle, CARET - 2, CARET - 2))


def _draw_icon(widget: QWidget, theme: Theme, name: str, place: QRect) -> None:
    painter = QPainter(widget)
    theme.icon(name, "text.2" if widget.isEnabled() else "border").paint(painter, place)
    painter.end()
