"""Owns Legend, which explains which notes are whose."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.document import Document
from app.ui.theme import Theme

NOTE = QRectF(0.75, -5, 13, 10)
AFTER_NOTE = 8
AFTER_TEXT = 16


class Legend(QWidget):
    """Shows a player's note and, while a take is shown, a model's note, each with a label."""

    def __init__(self, document: Document, theme: Theme) -> None:
        super().__init__()
        self._document, self._theme = document, theme
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        document.shown_changed.connect(self.retranslate_ui)
        theme.changed.connect(self.update)
        self.retranslate_ui()

    def retranslate_ui(self) -> None:
        """Set every text."""
        take = self._document.previewed
        self._words = [self.tr("yours")]
        if take is not None:
            self._words.append(self.tr("take {0}").format(take.number))
        self.setAccessibleName(", ".join(self._words))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the size that all notes and labels need."""
        metrics = QFontMetrics(self._theme.font(12))
        apart = NOTE.right() + AFTER_NOTE + AFTER_TEXT
        width = sum(metrics.horizontalAdvance(word) + apart for word in self._words)
        return QSize(round(width), metrics.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the notes as the roll draws them, and their labels."""
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.font(12))
        left, middle = 0.0, self.height() / 2
        looks = (("note.player", "note.player"), ("note.model", "note.model.line"))
        for word, (fill, line) in zip(self._words, looks, strict=False):
            painter.setBrush(theme.color(fill))
            painter.setPen(QPen(theme.color(line), 1.5))
            painter.drawRoundedRect(NOTE.translated(left, middle), 2.5, 2.5)
            left += NOTE.right() + AFTER_NOTE
            painter.setPen(theme.color("text.2"))
            width = painter.fontMetrics().horizontalAdvance(word)
            room = QRectF(left, 0, width + 2, self.height())
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, word)
            left += width + AFTER_TEXT
