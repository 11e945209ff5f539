"""Owns ExportOpener: opens the export dialog."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.ui.export.exporting import Exporting
from app.ui.theme import Theme


class ExportOpener:
    """Opens the dialog, which is imported only then, so that Motivo starts faster."""

    def __init__(self, exporting: Exporting, theme: Theme, window: QWidget) -> None:
        self._exporting, self._theme, self._window = exporting, theme, window

    def open(self) -> None:
        """Ask how and where to export what is shown."""
        from app.ui.export.dialog import ExportDialog

        self._exporting.begin()
        ExportDialog(self._exporting, self._theme, self._window).open()
