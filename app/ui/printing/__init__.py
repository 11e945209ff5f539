"""Printing: the presenter that engraves for paper, and the dialogs."""

from app.ui.printing.opener import PrintOpener
from app.ui.printing.printing import Printing

__all__ = ["PrintOpener", "Printing"]
