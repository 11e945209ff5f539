"""Connects a checkable action with the option that stores whether it is on."""

from __future__ import annotations

from functools import partial

from PySide6.QtGui import QAction

from app.services.settings import Option, Settings


def bind_option(action: QAction, settings: Settings, option: Option[bool]) -> None:
    """Make a checkable action show and change an option."""
    action.setChecked(settings.get(option))
    action.toggled.connect(partial(settings.set, option))
