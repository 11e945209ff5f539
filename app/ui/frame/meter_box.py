"""Owns MeterBox: the meter of the sketch, chosen or typed, with uneven beats in groups."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

from app.document import Document
from app.domain import Meter
from app.errors import InvalidValueError
from app.ui.theme import Theme
from app.ui.widgets import ComboBox

METERS: Final = (
    "2/4", "3/4", "4/4", "5/4", "3/8", "5/8", "2+3/8", "3+2/8", "6/8", "7/8", "2+2+3/8", "2+3+2/8",
    "3+2+2/8", "9/8", "12/8", "2/2",
)  # fmt: skip
WIDTH: Final = 70
MARGINS: Final = 42
"""The space around the text, including the arrow."""


class MeterBox(ComboBox):
    """Offers common meters, and accepts any other that is typed."""

    refused = Signal(str)
    """A sentence on why a typed meter was not accepted."""

    def __init__(self, document: Document, theme: Theme, height: int) -> None:
        super().__init__(theme, height)
        self._document = document
        self.setObjectName("meterBox")
        self.setFont(theme.font(12, 500))
        line = QLineEdit()
        line.editingFinished.connect(self._on_chosen)
        self.setLineEdit(line)
        self.setInsertPolicy(ComboBox.InsertPolicy.NoInsert)
        self.setMaxVisibleItems(len(METERS))
        self.addItems(METERS)
        self.view().setMinimumWidth(132)
        self.activated.connect(self._on_chosen)
        document.shown_changed.connect(self._follow)
        self.retranslate_ui()
        self._follow()

    def retranslate_ui(self) -> None:
        """Set every text."""
        self.setAccessibleName(self.tr("Meter"))
        self.setToolTip(
            self.tr("Meter. Write 2+3/8 or 3+2+2/8 to group the beats of an uneven meter.")
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Handle Enter and Escape, which both return the focus to the window."""
        if event.key() == Qt.Key.Key_Escape:
            self._follow()
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.clearFocus()

    def hidePopup(self) -> None:
        """Hide the list, and return the focus to the window."""
        super().hidePopup()
        self.clearFocus()

    def _follow(self) -> None:
        text = str(self._document.shown.meter)
        self._show_refused(refused=False)
        self.setFixedWidth(max(WIDTH, MARGINS + self.fontMetrics().horizontalAdvance(text)))
        self.setCurrentIndex(self.findText(text))
        self.setEditText(text)

    def _on_chosen(self) -> None:
        try:
            meter = Meter.parse(self.currentText())
        except InvalidValueError as error:
            self._show_refused(refused=True)
            self.refused.emit(str(error))
            return
        shown = self._document.shown
        pickup = shown.pickup_ticks if shown.pickup_ticks < meter.bar_ticks else 0
        self._document.change_sketch(
            self.tr("Change meter"), replace(shown, meter=meter, pickup_ticks=pickup)
        )
        self._follow()

    def _show_refused(self, *, refused: bool) -> None:
        self.setProperty("refused", refused)
        self.style().unpolish(self)
        self.style().polish(self)
