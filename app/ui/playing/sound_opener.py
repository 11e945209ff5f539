"""Owns SoundOpener: opens the dialog for sound and MIDI."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.services.sound_setup import SoundSetup
from app.ui.theme import Theme


class SoundOpener:
    """Opens the dialog, which is imported only then, so that Motivo starts faster."""

    def __init__(self, setup: SoundSetup, theme: Theme, window: QWidget) -> None:
        self._setup, self._theme, self._window = setup, theme, window

    def open(self) -> None:
        """Open the dialog."""
        from app.ui.playing.sound_dialog import SoundDialog

        SoundDialog(self._setup, self._theme, self._window).open()
