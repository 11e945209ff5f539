"""Owns Section and Row: fields below each other, each with its label at the left."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from app.ui.theme import Theme

LABEL_WIDTH: Final = 64
LABEL_GAP: Final = 6
GAP: Final = 8


class Row(QWidget):
    """One or two fields, each with its label; two share the row."""

    def __init__(self, parent: QWidget, *fields: QWidget) -> None:
        super().__init__(parent)
        self._labels = [QLabel() for _ in fields]
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(LABEL_GAP)
        for label, field in zip(self._labels, fields, strict=True):
            label.setObjectName("label")
            label.setBuddy(field)
            row.addWidget(label)
            row.addWidget(field, 1)
            if len(fields) > 1:
                field.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._labels[0].setFixedWidth(LABEL_WIDTH)

    def raise_label(self, height: int) -> None:
        """Put the label beside the upper part, so high, of a tall field."""
        self._labels[0].setFixedHeight(height)
        self._row.setAlignment(self._labels[0], Qt.AlignmentFlag.AlignTop)

    def set_texts(self, *texts: str) -> None:
        """Name the fields."""
        for label, text in zip(self._labels, texts, strict=True):
            label.setText(text)


class Section(QWidget):
    """Some of the wishes.

    It is born where it stays, as its rows are: moved into another parent, each of its widgets
    would be dressed once more, which takes longer than all else.
    """

    changed = Signal()
    """Another wish was made."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme = theme
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(theme.sizes.form_gap)

    def add(self, *fields: QWidget) -> Row:
        """Put a row at the foot."""
        row = Row(self, *fields)
        self.column.addWidget(row)
        return row

    def add_title(self) -> QLabel:
        """Put a title at the foot."""
        title = QLabel(self)
        title.setFont(self.theme.font(12, 600))
        self.column.addWidget(title)
        return title


def beside(*widgets: QWidget, wide: int | None = 0) -> QWidget:
    """Put widgets in one row; the one at the place `wide` takes the room, for None all alike."""
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(GAP)
    for place, widget in enumerate(widgets):
        row.addWidget(widget, int(wide in (place, None)))
    holder.setFocusProxy(widgets[0])
    return holder
