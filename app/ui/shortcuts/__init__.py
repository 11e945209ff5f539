"""Shortcuts: which keys trigger which actions, and the dialog in which a player changes them."""

from app.ui.shortcuts.opener import ShortcutsOpener
from app.ui.shortcuts.shortcuts import Shortcuts

__all__ = ["Shortcuts", "ShortcutsOpener"]
