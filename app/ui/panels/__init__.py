"""The panels around the music: top bar, wishes, status."""

from app.ui.panels.ask import AskPanel
from app.ui.panels.recording_menu import RecordingMenu
from app.ui.panels.status import StatusArea
from app.ui.panels.top_bar import TopBar

__all__ = ["AskPanel", "RecordingMenu", "StatusArea", "TopBar"]
