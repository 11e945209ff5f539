"""Owns StepEntry: played notes are written one after the other, each as long as the grid."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from app.document import Document
from app.domain import Note, edits
from app.ui.piano_roll import Snap
from app.ui.presenters.transport import Transport


class StepEntry(QObject):
    """While it is on and nothing plays, a note that is pressed goes to the playhead.

    `snap()` tells the grid; the playhead goes on by a cell.
    """

    def __init__(self, document: Document, transport: Transport, snap: Callable[[], Snap]) -> None:
        super().__init__(document)
        self._document, self._transport, self._snap = document, transport, snap
        self.is_on = False

    def set_on(self, is_on: bool) -> None:
        """Begin or end to write what is played."""
        self.is_on = is_on

    def enter(self, pitch: int, velocity: int) -> None:
        """Write a note at the playhead."""
        if not self.is_on or self._transport.is_playing:
            return
        start, grid = self._transport.playhead_ticks, self._snap().grid_ticks
        melody = self._document.shown.melody
        edited = edits.add(melody, [Note(start, grid, pitch, velocity)])
        self._document.edit(self.tr("Enter a note"), edited)
        self._transport.seek(start + grid)

    def rest(self) -> None:
        """Go on by a cell without a note."""
        if self.is_on and not self._transport.is_playing:
            self._transport.seek(self._transport.playhead_ticks + self._snap().grid_ticks)
