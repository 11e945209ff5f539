"""Owns Shortcuts: the keys of each action, as the player has chosen them."""

from __future__ import annotations

import json
from typing import Any, Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QKeySequence

from app.services.settings import SHORTCUTS, Settings
from app.ui.actions import ACTIONS, Actions, ActionSpec

SPECS: Final = {spec.name: spec for spec in ACTIONS}


class Shortcuts(QObject):
    """Gives the actions their keys: those of the table, or others that the settings hold."""

    changed = Signal()

    def __init__(self, actions: Actions, settings: Settings) -> None:
        super().__init__(actions)
        self._actions, self._settings = actions, settings
        self._chosen = _read(settings.get_object(SHORTCUTS))
        for name in self._chosen:
            self._apply(name)

    def keys(self, name: str) -> tuple[str, ...]:
        """Return the keys of an action, written as in the table."""
        return self._chosen.get(name, SPECS[name].keys)

    def clashes(self, name: str, key: str) -> list[ActionSpec]:
        """Return the other actions that the key would trigger in the same pane."""
        wanted, pane = QKeySequence(key), SPECS[name].pane
        return [
            spec
            for spec in ACTIONS
            if spec.name != name
            and spec.pane.meets(pane)
            and any(QKeySequence(other) == wanted for other in self.keys(spec.name))
        ]

    def assign(self, name: str, key: str) -> None:
        """Assign a key to an action, and take it from others in its pane."""
        for spec in self.clashes(name, key):
            rest = (own for own in self.keys(spec.name) if QKeySequence(own) != QKeySequence(key))
            self._choose(spec.name, tuple(rest))
        others = (own for own in self.keys(name) if QKeySequence(own) != QKeySequence(key))
        self._choose(name, (key, *others))
        self._remember()

    def clear(self, name: str) -> None:
        """Leave an action without keys."""
        self._choose(name, ())
        self._remember()

    def reset(self, name: str) -> None:
        """Give an action the keys of the table again, as far as they are free."""
        free = [key for key in SPECS[name].keys if not self.clashes(name, key)]
        self._choose(name, tuple(free))
        self._remember()

    def _choose(self, name: str, keys: tuple[str, ...]) -> None:
        if keys == SPECS[name].keys:
            self._chosen.pop(name, None)
        else:
            self._chosen[name] = keys
        self._apply(name)

    def _apply(self, name: str) -> None:
        self._actions[name].setShortcuts([QKeySequence(key) for key in self.keys(name)])

    def _remember(self) -> None:
        self._settings.set(SHORTCUTS, json.dumps(self._chosen) if self._chosen else "")
        self.changed.emit()


def _read(stored: dict[str, Any]) -> dict[str, tuple[str, ...]]:
    """Return the stored keys; invalid entries are left out."""
    return {
        name: tuple(keys)
        for name, keys in stored.items()
        if name in SPECS and isinstance(keys, list) and all(isinstance(key, str) for key in keys)
    }
