"""Owns PianoRollPane: the header, the roll and the velocity lane."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from app.document import Document
from app.domain.spelling import spelling_of
from app.domain.spoken import written_beat, written_number
from app.domain.timebase import ticks_to_quarters
from app.ui.accessible import NotesView, announce_change, announce_focus, read_as_list
from app.ui.actions import Actions, Pane
from app.ui.piano_roll.legend import Legend
from app.ui.piano_roll.roll_actions import bind
from app.ui.piano_roll.velocity_lane import VelocityLane
from app.ui.piano_roll.view import PianoRoll
from app.ui.theme import Theme
from app.ui.widgets import IconButton, PaneHeader, Segments

CONTEXT_MENU: Final = (
    "cut", "copy", "paste", "duplicate", "delete", "",
    "quantise", "quantise_length", "legato", "staccato", "",
    "invert", "reverse", "stretch", "shrink", "humanise", "",
    "select_all",
)  # fmt: skip
"""The names of the actions in the menu; an empty name is a separator."""


class PianoRollPane(QWidget):
    """The pane of the piano roll; its header has the tools and describes the selected note."""

    def __init__(self, document: Document, theme: Theme, actions: Actions) -> None:
        super().__init__()
        self.roll = PianoRoll(document, theme)
        self.lane = VelocityLane(self.roll)
        for widget in (self.roll, self.lane):
            actions.give(Pane.MUSIC, widget)
            actions.give(Pane.ROLL, widget)
        bind(actions, self.roll)
        self._document = document
        self._header = PaneHeader(theme, self.roll)
        self._tools = Segments(theme.sizes.header_button)
        for name, icon in (("pencil", "pencil-simple"), ("select", "cursor")):
            button = IconButton(theme, icon, on="text", action=actions[name])
            button.setProperty("tool", True)
            button.setFixedHeight(theme.sizes.header_button - 4)
            self._tools.add(button)
        self._header.add_before_note(self._tools)
        for name, icon in (("typing_piano", "keyboard"), ("step_entry", "music-notes-simple")):
            self._header.add_before_note(IconButton(theme, icon, action=actions[name]))
        zooms = (
            IconButton(theme, icon, action=actions[name])
            for name, icon in (
                ("zoom_out", "magnifying-glass-minus"),
                ("zoom_in", "magnifying-glass-plus"),
                ("fit", "frame-corners"),
            )
        )
        self._header.add(Legend(document, theme), *zooms)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._header)
        column.addWidget(self.roll, 1)
        column.addWidget(self.lane)
        shown = NotesView(self.roll, document, self.roll.note_place)
        read_as_list(shown)
        self.roll.note_focused.connect(lambda: announce_focus(shown))
        document.shown_changed.connect(lambda: announce_change(shown))
        self.roll.drag_told.connect(self._tell_drag)
        self.roll.menu_requested.connect(partial(self._show_menu, actions))
        document.selection_changed.connect(self._tell_selection)
        self.retranslate_ui()

    def retranslate_ui(self) -> None:
        """Set every text."""
        self._header.title.setText(self.tr("Notes"))
        self._tell_selection()

    def _show_menu(self, actions: Actions, place: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        actions.fill(menu, CONTEXT_MENU)
        menu.popup(place)

    def _tell_drag(self, text: str) -> None:
        if text:
            self._header.note.setText(text)
        else:
            self._tell_selection()

    def _tell_selection(self) -> None:
        selection = self._document.selection
        if len(selection) != 1:
            several = self.tr("{0} notes selected").format(len(selection))
            self._header.note.setText(several if selection else "")
            return
        (note,) = selection
        sketch = self._document.shown
        length = written_number(ticks_to_quarters(note.duration_ticks))
        words = (
            self.tr("<b>{pitch}</b>  bar {bar}, beat {beat}   1 beat   velocity {vel}")
            if length == "1"
            else self.tr("<b>{pitch}</b>  bar {bar}, beat {beat}   {beats} beats   velocity {vel}")
        )
        self._header.note.setText(
            words.replace("  ", "&nbsp; ").format(
                pitch=spelling_of(note, sketch),
                bar=sketch.bar_at(note.onset_ticks),
                beat=written_beat(note.onset_ticks, sketch),
                beats=length,
                vel=note.velocity,
            )
        )
        self._header.note.setTextFormat(Qt.TextFormat.RichText)
