"""Ties an action that is on or off to the option that remembers which."""

from __future__ import annotations

from functools import partial

from PySide6.QtGui import QAction

from app.services.settings import Option, Settings


def bind_option(action: QAction, settings: Settings, option: Option[bool]) -> None:
    """Let a checkable action show an option as it is, and change it."""
    action.setChecked(settings.get(option))
    action.toggled.connect(partial(settings.set, option))
