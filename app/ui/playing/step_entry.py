"""Owns StepEntry: enters played notes one after the other, each as long as a grid cell."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from app.document import Document
from app.domain import Note, edits
from app.ui.piano_roll import Snap
from app.ui.playing.transport import Transport
from app.ui.score_view import ScoreEntry


class StepEntry(QObject):
    """Enters played notes at the playhead while it is on and nothing is playing.

    `snap()` returns the grid; the playhead moves on by a cell. While notes are being entered in the
    score, they go to the caret there, and have the length that is chosen there.
    """

    def __init__(self, document: Document, transport: Transport, snap: Callable[[], Snap]) -> None:
        super().__init__(document)
        self._document, self._transport, self._snap = document, transport, snap
        self._score: ScoreEntry | None = None
        self.is_on = False

    def set_on(self, is_on: bool) -> None:
        """Turn step entry on or off."""
        self.is_on = is_on

    def set_score(self, score: ScoreEntry) -> None:
        """Set the score, which gets what is played while notes are being entered there."""
        self._score = score

    def enter(self, pitch: int, velocity: int) -> None:
        """Enter a note at the playhead."""
        if self._transport.is_playing:
            return
        if self._score is not None and self._score.is_on:
            self._score.enter(pitch, velocity)
        elif self.is_on:
            start, grid = self._transport.playhead_ticks, self._snap().grid_ticks
            melody = self._document.shown.melody
            edited = edits.add(melody, [Note(start, grid, pitch, velocity)])
            self._document.edit(self.tr("Enter a note"), edited)
            self._transport.seek(start + grid)

    def rest(self) -> None:
        """Move the playhead on by a cell without entering a note."""
        if self._transport.is_playing:
            return
        if self._score is not None and self._score.is_on:
            self._score.rest()
        elif self.is_on:
            self._transport.seek(self._transport.playhead_ticks + self._snap().grid_ticks)
