"""The score: its view, how it is painted, and a class for each mouse gesture."""

from app.ui.score_view.engraving_requests import Engraving
from app.ui.score_view.entry import ScoreEntry
from app.ui.score_view.pane import ScorePane
from app.ui.score_view.view import ScoreView

__all__ = ["Engraving", "ScoreEntry", "ScorePane", "ScoreView"]
