"""Owns ThemeChoice: the player's choice between dark, light and the system's colours."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject

from app.services.settings import THEME, Settings
from app.ui.actions import Actions
from app.ui.theme import Theme

PREFIX: Final = "theme_"
"""The names of the actions that choose a theme consist of this and the choice."""


class ThemeChoice(QObject):
    """Changes the theme, remembers the choice, and marks it in the menu."""

    def __init__(self, theme: Theme, settings: Settings, actions: Actions) -> None:
        super().__init__(actions)
        self._theme, self._settings = theme, settings
        self._actions = {choice: actions[PREFIX + choice] for choice in THEME.choices}
        for choice, action in self._actions.items():
            action.triggered.connect(lambda _checked, choice=choice: self.choose(choice))
        self._mark()

    def choose(self, choice: str) -> None:
        """Use the colours of the system ("system"), or those of "light" or "dark"."""
        self._settings.set(THEME, choice)
        self._theme.set_choice(choice)
        self._mark()

    def _mark(self) -> None:
        chosen = self._settings.get(THEME)
        for choice, action in self._actions.items():
            action.setChecked(choice == chosen)
