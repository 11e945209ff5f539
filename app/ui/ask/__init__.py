"""Asking for takes: the panel with the wishes, what they apply to, and making the takes."""

from app.ui.ask.asking import Asking
from app.ui.ask.generation import Generation
from app.ui.ask.panel import AskPanel

__all__ = ["AskPanel", "Asking", "Generation"]
