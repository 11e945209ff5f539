"""The takes: their list, and how a card looks."""

from app.ui.takes.panel import TakesPanel
from app.ui.takes.view import TakesView

__all__ = ["TakesPanel", "TakesView"]
