"""Owns SoundOpener: opens the dialog of sound and MIDI."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.services.sound_setup import SoundSetup
from app.ui.theme import Theme


class SoundOpener:
    """Imports the dialog only when it is opened, so that the program starts sooner."""

    def __init__(self, setup: SoundSetup, theme: Theme, window: QWidget) -> None:
        self._setup, self._theme, self._window = setup, theme, window

    def open(self) -> None:
        """Show with which instruments sound is made, and where it comes out."""
        from app.ui.playing.sound_dialog import SoundDialog

        SoundDialog(self._setup, self._theme, self._window).open()
