"""Owns PrintOpener: opens the system's print dialog and the print preview."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.ui.printing.printing import Printing
from app.ui.theme import Theme


class PrintOpener:
    """Opens the dialogs, which are imported only then, so that Motivo starts faster."""

    def __init__(self, printing: Printing, theme: Theme, window: QWidget) -> None:
        self._printing, self._theme, self._window = printing, theme, window

    def ask(self) -> None:
        """Ask how to print what is shown, and print it."""
        from app.ui.printing.dialog import ask_print, new_printer

        self._printing.begin()
        ask_print(self._printing, new_printer(self._printing.title), self._window)

    def preview(self) -> None:
        """Show the pages as they will be printed."""
        from app.ui.printing.dialog import PrintPreview

        self._printing.begin()
        PrintPreview(self._printing, self._theme, self._window).open()
