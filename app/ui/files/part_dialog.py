"""Owns PartDialog: chooses the part of a file from which the melody is taken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QLabel,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.domain import Melody
from app.ui.note_boxes import note_boxes
from app.ui.theme import Theme

SIZE: Final = QSize(480, 380)
PICTURE: Final = QSize(168, 36)
ROW_HEIGHT: Final = 44


@dataclass(frozen=True, slots=True)
class Choice:
    """A part in words, and the beginning of its melody, of which a picture is shown."""

    text: str
    beginning: Melody


class PartDialog(QDialog):
    """Lists the parts of a file, each with a picture of its notes."""

    chosen = Signal(int)
    """The place of the chosen part in the list."""

    def __init__(
        self, title: str, choices: Sequence[Choice], current: int, theme: Theme, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setObjectName("partDialog")
        self.setWindowTitle(title)
        self._theme = theme
        self._list = QTreeWidget()
        self._list.setObjectName("partList")
        self._list.setHeaderHidden(True)
        self._list.setRootIsDecorated(False)
        self._list.setUniformRowHeights(True)
        self._list.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        has_pictures = any(choice.beginning for choice in choices)
        self._list.setIconSize(PICTURE if has_pictures else QSize())
        for choice in choices:
            item = QTreeWidgetItem(self._list, [choice.text])
            if self._list.topLevelItemCount() == current + 1:
                self._list.setCurrentItem(item)
            if has_pictures:
                item.setIcon(0, self._icon(choice.beginning))
                item.setSizeHint(0, QSize(0, ROW_HEIGHT))
        self._label = QLabel()
        self._label.setBuddy(self._list)
        self._buttons = QDialogButtonBox()
        roles = QDialogButtonBox.ButtonRole
        self._take = QPushButton()
        self._take.setDefault(True)
        self._buttons.addButton(self._take, roles.AcceptRole)
        self._buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        for widget in (self._label, self._list, self._buttons):
            column.addWidget(widget)
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        self._list.itemActivated.connect(self.accept)
        self.accepted.connect(lambda: self.chosen.emit(self._list.currentIndex().row()))
        self.retranslate_ui()
        self.resize(SIZE)
        self._list.setFocus()

    def retranslate_ui(self) -> None:
        """Set every text."""
        self._label.setText(self.tr("Take the &melody from:"))
        self._list.setAccessibleName(self.tr("Parts of the file"))
        self._take.setText(self.tr("&Open"))

    def _icon(self, melody: Melody) -> QIcon:
        picture = self._picture(melody)
        icon = QIcon(picture)
        icon.addPixmap(picture, QIcon.Mode.Selected)  # which Qt would tint
        return icon

    def _picture(self, melody: Melody) -> QPixmap:
        ratio = self.devicePixelRatioF()
        picture = QPixmap(PICTURE * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("mini.ground"))
        size = QSizeF(PICTURE)
        painter.drawRoundedRect(QRectF(0, 0, size.width(), size.height()), 4, 4)
        if melody:
            pitches = [note.pitch for note in melody]
            painter.setBrush(self._theme.color("note.player"))
            start, end = melody.notes[0].onset_ticks, melody.end_ticks
            reach = (min(pitches), max(pitches))
            painter.drawRects(note_boxes(melody, start, end, reach, size))
        painter.end()
        return picture
