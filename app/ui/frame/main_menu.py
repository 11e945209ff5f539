"""Owns MainMenu: the menu of the window, and which actions are in which of its parts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from app.ui.actions import Actions

OPEN: Final = ("new", "new_window", "open")
FILE: Final = (
    "choose_part", "as_written", "save", "save_as", "history", "heading", "export", "print",
    "print_preview", "",
)  # fmt: skip
EDIT: Final = (
    "undo", "redo", "", "cut", "copy", "paste", "duplicate", "delete", "", "select_all",
)  # fmt: skip
TRANSFORM: Final = (
    "semitone_up", "semitone_down", "octave_up", "octave_down", "step_up", "step_down", "",
    "invert", "reverse", "stretch", "shrink", "", "legato", "staccato", "quantise",
    "quantise_length", "", "humanise",
)  # fmt: skip
VIEW: Final = (
    "fold", "fit", "zoom_in", "zoom_out", "", "score_lines", "score_pages", "score_endless", "",
    "tell_authors", "",
    "to_notes", "to_score", "to_takes", "to_ask",
)  # fmt: skip
COLOURS: Final = ("theme_system", "theme_light", "theme_dark")
LAST: Final = (
    "",
    "metronome",
    "play_chords",
    "sound",
    "shortcuts",
    "",
    "show_log",
    "copy_report",
    "",
    "quit",
)
"""The names of the actions in each part of the menu; an empty name is a separator."""


class MainMenu(QMenu):
    """The menu that F10 opens; `docks` are the actions that show and hide the docks."""

    def __init__(
        self,
        actions: Actions,
        recent: QMenu,
        recording: QMenu,
        docks: Sequence[QAction],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._edit, self._transform, self._view, self._colours = (QMenu(self) for _ in range(4))
        actions.fill(self, OPEN)
        self.addMenu(recent)
        actions.fill(self, FILE)
        for menu, names in (
            (self._edit, EDIT),
            (self._transform, TRANSFORM),
            (self._view, VIEW),
        ):
            actions.fill(menu, names)
            self.addMenu(menu)
        self.addMenu(recording)
        self.addSeparator()
        actions.fill(self._colours, COLOURS)
        self.addMenu(self._colours)
        self.addActions(docks)
        actions.fill(self, LAST)
        self.retranslate_ui()

    def retranslate_ui(self) -> None:
        """Set every text."""
        self._edit.setTitle(self.tr("E&dit"))
        self._transform.setTitle(self.tr("&Transform"))
        self._view.setTitle(self.tr("&View"))
        self._colours.setTitle(self.tr("Co&lours"))
