"""The wishes: what to make, what to keep, what to obey, and the sentence that says it all."""

from app.ui.panels.ask.panel import AskPanel

__all__ = ["AskPanel"]
