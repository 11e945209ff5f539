"""Printing: the presenter that engraves for paper, and the dialogs."""

from app.ui.printing.printing import Printing

__all__ = ["Printing"]
