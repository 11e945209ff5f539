"""Owns ScorePane: the score with its header."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.document import Document
from app.ui.actions import Actions, Pane
from app.ui.score_view import ScoreView
from app.ui.score_view.commands import bind
from app.ui.theme import Theme
from app.ui.widgets import IconButton, PaneHeader


class ScorePane(QWidget):
    """Header with the number of bars and the zoom, and the score."""

    def __init__(self, document: Document, theme: Theme, view: ScoreView, actions: Actions) -> None:
        super().__init__()
        actions.give(Pane.SCORE, view)
        bind(actions, view)
        self._document = document
        self._header = PaneHeader(theme, view)
        self._header.add_before_note(
            IconButton(theme, "pencil-simple", action=actions["enter_notes"])
        )
        for name, icon in (
            ("score_zoom_out", "magnifying-glass-minus"),
            ("score_zoom_in", "magnifying-glass-plus"),
        ):
            self._header.add(IconButton(theme, icon, action=actions[name]))
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
        self._tell()

    def _tell(self) -> None:
        bars = self._document.shown.bars
        text = self.tr("1 bar, one voice") if bars == 1 else self.tr("{0} bars, one voice")
        self._header.note.setText(text.format(bars))
