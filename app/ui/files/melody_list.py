"""Owns MelodyList: a list of melodies to choose from, each with a picture of its notes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QAbstractItemView, QTreeWidget, QTreeWidgetItem

from app.domain import Melody
from app.ui.note_boxes import note_boxes
from app.ui.theme import Theme

PICTURE: Final = QSize(168, 36)
ROW_HEIGHT: Final = 44


@dataclass(frozen=True, slots=True)
class Choice:
    """A melody in words, and its beginning, of which a picture is shown."""

    text: str
    beginning: Melody


class MelodyList(QTreeWidget):
    """Lists melodies; where all of them are empty, there are no pictures."""

    def __init__(self, choices: Sequence[Choice], current: int, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setHeaderHidden(True)
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        has_pictures = any(choice.beginning for choice in choices)
        self.setIconSize(PICTURE if has_pictures else QSize())
        for choice in choices:
            item = QTreeWidgetItem(self, [choice.text])
            if has_pictures:
                item.setIcon(0, self._icon(choice.beginning))
                item.setSizeHint(0, QSize(0, ROW_HEIGHT))
        self.setCurrentIndex(self.model().index(current, 0))

    @property
    def place(self) -> int:
        """The place of the chosen melody in the list, or -1."""
        return self.currentIndex().row()

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
