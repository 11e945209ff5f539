"""Owns StepEntry: played notes are written one after the other, each as long as the grid."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from app.document import Document
from app.domain import Note, edits
from app.ui.piano_roll import Snap
from app.ui.playing.transport import Transport
from app.ui.score_view import ScoreEntry


class StepEntry(QObject):
    """While it is on and nothing plays, a note that is pressed goes to the playhead.

    `snap()` tells the grid; the playhead goes on by a cell. While notes are entered in the score,
    they go to its caret and are as long as that says.
    """

    def __init__(self, document: Document, transport: Transport, snap: Callable[[], Snap]) -> None:
        super().__init__(document)
        self._document, self._transport, self._snap = document, transport, snap
        self._score: ScoreEntry | None = None
        self.is_on = False

    def set_on(self, is_on: bool) -> None:
        """Begin or end to write what is played."""
        self.is_on = is_on

    def set_score(self, score: ScoreEntry) -> None:
        """Hand what is played to the score while notes are entered there."""
        self._score = score

    def enter(self, pitch: int, velocity: int) -> None:
        """Write a note at the playhead."""
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
        """Go on by a cell without a note."""
        if self._transport.is_playing:
            return
        if self._score is not None and self._score.is_on:
            self._score.rest()
        elif self.is_on:
            self._transport.seek(self._transport.playhead_ticks + self._snap().grid_ticks)
