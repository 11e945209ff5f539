"""The window around the rooms: main window, top bar, status bar, title, and its own dialogs."""

from app.ui.frame.main_window import MainWindow
from app.ui.frame.opening import Openings

__all__ = ["MainWindow", "Openings"]
