"""Asking for takes: the wishes, what they are asked of, and the presenters that have takes made."""

from app.ui.ask.asking import Asking
from app.ui.ask.generation import Generation
from app.ui.ask.panel import AskPanel

__all__ = ["AskPanel", "Asking", "Generation"]
