"""Owns Way: a strip under the list of takes that shows where the current one came from."""

from __future__ import annotations

from abc import abstractmethod

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.document import Document
from app.ui.theme import Theme


class Way(QWidget):
    """What the two kinds of strip share: Lineage where there is room for a picture, else Crumbs."""

    node_chosen = Signal(str)
    """The id of the take or version that was clicked."""

    def __init__(self, document: Document, theme: Theme, height: int) -> None:
        super().__init__()
        self._document, self._theme = document, theme
        self.setObjectName("takesWay")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(height)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        document.previewed_changed.connect(self._follow)
        document.takes_changed.connect(self._follow)

    def await_takes(self, node_id: str | None, number: int) -> None:
        """Show that a number of takes of a node are still to come, where there is room for it."""

    @abstractmethod
    def _follow(self) -> None:
        """Show what there is now."""
