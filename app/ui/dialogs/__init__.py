"""What Motivo asks the user, each without stopping the window."""

from app.ui.dialogs.files import FileDialogs
from app.ui.dialogs.shortcuts import ShortcutsDialog
from app.ui.dialogs.sound import SoundDialog

__all__ = ["FileDialogs", "ShortcutsDialog", "SoundDialog"]
