"""What Motivo asks the user, each without stopping the window."""

from app.ui.dialogs.files import FileDialogs

__all__ = ["FileDialogs"]
