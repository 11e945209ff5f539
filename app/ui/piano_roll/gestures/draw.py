"""Owns DrawGesture, which draws a new note."""

from __future__ import annotations

from app.constants import DEFAULT_VELOCITY
from app.domain import Note, edits
from app.ui.piano_roll.gestures.gesture import Gesture, Place, Stage
from app.ui.piano_roll.preview import Preview


class DrawGesture(Gesture):
    """Draws a note from the grid line before the press up to the mouse.

    A click without a drag draws a note of `length_ticks`.
    """

    def __init__(self, stage: Stage, start: Place, length_ticks: int) -> None:
        super().__init__(stage, start)
        self._length_ticks = length_ticks
        self._has_moved = False
        self._onset = start.ticks if start.is_free else stage.snap.before(start.ticks)
        self._show(start)
        stage.sound(start.pitch, DEFAULT_VELOCITY)

    def move(self, place: Place) -> None:
        """Show the note up to the mouse."""
        self._has_moved = self._has_moved or abs(place.x - self.start.x) > 3
        self._show(place)

    def release(self, place: Place) -> None:
        """Add the note."""
        note = self._note(place)
        self.cancel()
        document = self.stage.document
        document.edit(document.tr("Add a note"), edits.add(document.shown.melody, [note]))

    def _show(self, place: Place) -> None:
        self.stage.show_drag(frozenset(), Preview((self._note(place),)))

    def _note(self, place: Place) -> Note:
        return Note(self._onset, self._duration(place), self.start.pitch)

    def _duration(self, place: Place) -> int:
        if not self._has_moved:
            return self._length_ticks
        grid = self.stage.snap.grid_ticks
        if place.is_free:
            return max(place.ticks - self._onset, 1)
        return max(self.stage.snap.before(place.ticks) + grid - self._onset, grid)
