"""The score: its view and how it is painted."""

from app.ui.score_view.view import ScoreView

__all__ = ["ScoreView"]
