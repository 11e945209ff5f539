"""Owns ScorePane: the score with its header."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.document import Document
from app.ui.score_view import ScoreView
from app.ui.theme import Theme
from app.ui.widgets import IconButton, PaneHeader


class ScorePane(QWidget):
    """Header with the number of bars and the zoom, and the score."""

    def __init__(self, document: Document, theme: Theme, view: ScoreView) -> None:
        super().__init__()
        self._document = document
        self._header = PaneHeader(theme, view)
        self._out = IconButton(theme, "magnifying-glass-minus")
        self._in = IconButton(theme, "magnifying-glass-plus")
        self._out.clicked.connect(view.zoom_out)
        self._in.clicked.connect(view.zoom_in)
        self._header.add(self._out, self._in)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._header)
        column.addWidget(view, 1)
        document.shown_changed.connect(self._tell)
        self.retranslate_ui()

    def retranslate_ui(self) -> None:
        """Set every text."""
        self._header.title.setText(self.tr("Score"))
        self._out.set_text(self.tr("Smaller"))
        self._in.set_text(self.tr("Larger"))
        self._tell()

    def _tell(self) -> None:
        bars = self._document.shown.bars
        text = self.tr("1 bar, one voice") if bars == 1 else self.tr("{0} bars, one voice")
        self._header.note.setText(text.format(bars))
