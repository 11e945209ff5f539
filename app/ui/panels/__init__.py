"""The panels around the music: top bar, wishes, status."""

from app.ui.panels.ask import AskPanel
from app.ui.panels.status import StatusArea
from app.ui.panels.top_bar import TopBar

__all__ = ["AskPanel", "StatusArea", "TopBar"]
