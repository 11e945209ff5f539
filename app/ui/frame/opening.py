"""Owns Openings: opens the dialogs that have a module of their own, each imported only then."""

from __future__ import annotations

from app.document import Document
from app.services.sound_setup import SoundSetup
from app.ui.export import Exporting
from app.ui.frame.main_window import MainWindow
from app.ui.printing import Printing
from app.ui.shortcuts import Shortcuts
from app.ui.theme import Theme


class Openings:
    """What the window's actions open; nothing stops the window but the system's print dialog."""

    def __init__(
        self,
        document: Document,
        window: MainWindow,
        theme: Theme,
        shortcuts: Shortcuts,
        sound_setup: SoundSetup,
        exporting: Exporting,
        printing: Printing,
    ) -> None:
        self._document, self._window, self._theme = document, window, theme
        self._shortcuts, self._sound_setup = shortcuts, sound_setup
        self._exporting, self._printing = exporting, printing

    def heading(self) -> None:
        """Ask for the title and the composer of what is shown."""
        from app.ui.frame.heading_dialog import HeadingDialog

        HeadingDialog(self._document, self._theme, self._window).open()

    def export(self) -> None:
        """Ask how and where to export what is shown."""
        from app.ui.export.dialog import ExportDialog

        self._exporting.begin()
        ExportDialog(self._exporting, self._theme, self._window).open()

    def ask_print(self) -> None:
        """Ask how to print what is shown."""
        from app.ui.printing.dialog import ask_print, new_printer

        self._printing.begin()
        ask_print(self._printing, new_printer(self._printing.title), self._window)

    def print_preview(self) -> None:
        """Show what is shown as it will be printed."""
        from app.ui.printing.dialog import PrintPreview

        self._printing.begin()
        PrintPreview(self._printing, self._theme, self._window).open()

    def shortcuts(self) -> None:
        """Show every key."""
        from app.ui.frame.shortcuts_dialog import ShortcutsDialog

        ShortcutsDialog(self._shortcuts, self._window).open()

    def sound(self) -> None:
        """Show with what sound is made, and where it goes."""
        from app.ui.playing.sound_dialog import SoundDialog

        SoundDialog(self._sound_setup, self._theme, self._window).open()
