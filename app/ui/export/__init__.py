"""Exporting: what is chosen, the words for each format, and the dialog."""

from app.ui.export.exporting import Exporting

__all__ = ["Exporting"]
