"""The window around the rooms: main window, menu, top bar, status bar, and its own dialogs."""

from app.ui.frame.activity import Activity
from app.ui.frame.heading_opener import HeadingOpener
from app.ui.frame.main_window import MainWindow
from app.ui.frame.new_window import NewWindow
from app.ui.frame.reporting import Reporting
from app.ui.frame.theme_choice import ThemeChoice

__all__ = [
    "Activity",
    "HeadingOpener",
    "MainWindow",
    "NewWindow",
    "Reporting",
    "ThemeChoice",
]
