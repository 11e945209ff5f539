"""Owns ScorePane: the header and the score."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from app.document import Document
from app.domain import Note
from app.domain.spoken import spoken_length, spoken_note, spoken_place
from app.services.settings import SCORE_MODE, TELL_AUTHORS, Settings
from app.ui.accessible import (
    NotesView,
    announce_change,
    announce_focus,
    announce_text,
    read_as_list,
)
from app.ui.actions import Actions, Pane
from app.ui.option_action import bind_option
from app.ui.score_view.arrangement import ViewMode
from app.ui.score_view.score_actions import bind
from app.ui.score_view.view import ScoreView
from app.ui.theme import Theme
from app.ui.widgets import IconButton, PaneHeader

CONTEXT_MENU: Final = (
    "cut", "copy", "paste", "duplicate", "rest", "",
    *(f"value_{number}" for number in range(1, 8)), "dot", "tie", "",
    "sharpen", "flatten", "respell", "",
    "enter_notes", "select_all",
)  # fmt: skip
"""The names of the actions in the menu; an empty name is a separator."""


class ScorePane(QWidget):
    """The pane of the score; its header shows the number of bars, or describes the caret."""

    def __init__(
        self,
        document: Document,
        theme: Theme,
        view: ScoreView,
        actions: Actions,
        settings: Settings,
    ) -> None:
        super().__init__()
        actions.give(Pane.MUSIC, view)
        actions.give(Pane.SCORE, view)
        bind(actions, view)
        view.mode_changed.connect(partial(settings.set, SCORE_MODE))
        view.set_mode(ViewMode(settings.get(SCORE_MODE)))
        bind_option(actions["tell_authors"], settings, TELL_AUTHORS)
        actions["tell_authors"].toggled.connect(view.set_tells_authors)
        view.set_tells_authors(settings.get(TELL_AUTHORS))
        self._document, self._view = document, view
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
        self._shown = NotesView(view, document, view.note_place)
        read_as_list(self._shown)
        document.shown_changed.connect(self._on_shown_changed)
        view.editor.note_focused.connect(lambda: announce_focus(self._shown))
        view.entry.changed.connect(self._on_caret_changed)
        view.entry.note_entered.connect(self._on_note_entered)
        view.entry.rest_selected.connect(self._on_rest_selected)
        view.menu_requested.connect(partial(self._show_menu, actions))
        self.retranslate_ui()

    def retranslate_ui(self) -> None:
        """Set every text."""
        self._header.title.setText(self.tr("Score"))
        self._tell()

    def _tell(self) -> None:
        if self._view.entry.is_on:
            self._header.note.setText(self._caret_words())
            return
        bars = self._document.shown.bars
        text = self.tr("1 bar, one voice") if bars == 1 else self.tr("{0} bars, one voice")
        self._header.note.setText(text.format(bars))

    def _caret_words(self) -> str:
        caret = self._view.entry.caret
        place = spoken_place(caret.ticks, self._document.shown)
        return f"{place}, {spoken_length(caret.length_ticks)}"

    def _show_menu(self, actions: Actions, place: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        actions.fill(menu, CONTEXT_MENU)
        menu.popup(place)

    def _on_shown_changed(self) -> None:
        self._tell()
        if self._view.hasFocus():
            announce_change(self._shown)

    def _on_caret_changed(self) -> None:
        self._tell()
        if self._view.entry.is_on:
            announce_text(self._view, self._caret_words())

    def _on_note_entered(self, note: Note) -> None:
        announce_text(self._view, spoken_note(note, self._document.shown))

    def _on_rest_selected(self, ticks: int) -> None:
        place = spoken_place(ticks, self._document.shown)
        announce_text(self._view, self.tr("Rest, {0}").format(place))
