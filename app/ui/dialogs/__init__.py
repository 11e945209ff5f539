"""What Motivo asks the user, each without stopping the window."""

from app.ui.dialogs.files import FileDialogs
from app.ui.dialogs.shortcuts import ShortcutsDialog

__all__ = ["FileDialogs", "ShortcutsDialog"]
