"""Owns Switch: an on/off switch as on a phone."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from app.ui.theme import Theme

WIDTH, HEIGHT, KNOB = 32, 18, 14


class Switch(QAbstractButton):
    """A switch of 32 × 18 px."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """Return the size, with room for the focus ring."""
        return QSize(WIDTH + 4, HEIGHT + 4)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the track, the knob and, if it has the focus, a ring."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setOpacity(1.0 if self.isEnabled() else 0.4)
        trough = QRectF(2, (self.height() - HEIGHT) / 2, WIDTH, HEIGHT)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("accent" if self.isChecked() else "border"))
        painter.drawRoundedRect(trough, HEIGHT / 2, HEIGHT / 2)
        x = trough.right() - HEIGHT / 2 if self.isChecked() else trough.left() + HEIGHT / 2
        painter.setBrush(self._theme.color("knob"))
        painter.drawEllipse(QPointF(x, trough.center().y()), KNOB / 2, KNOB / 2)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(self._theme.color("accent"))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 10, 10)
