"""Owns ResizeGesture: one edge of the selected notes follows the mouse."""

from __future__ import annotations

from app.domain import Edited, Melody, Note, Selection, edits
from app.ui.piano_roll.gestures.gesture import Gesture, Place, Stage, alone
from app.ui.piano_roll.preview import Preview


class ResizeGesture(Gesture):
    """Moves the starts or the ends of the selection as those of `grabbed` move with the mouse."""

    def __init__(self, stage: Stage, start: Place, grabbed: Note, *, at_start: bool) -> None:
        super().__init__(stage, start)
        self._grabbed, self._at_start = grabbed, at_start

    def move(self, place: Place) -> None:
        """Show the notes in view with their new length."""
        selection = self.stage.document.selection
        seen = selection.intersection(self.stage.notes_in_view())
        resized = self._edited(alone(seen), seen, place).selected
        self.stage.show_drag(selection, Preview.of(resized))

    def release(self, place: Place) -> None:
        """Resize the notes."""
        self.cancel()
        if abs(place.x - self.start.x) > 1:
            document = self.stage.document
            edited = self._edited(document.shown.melody, document.selection, place)
            document.edit(document.tr("Resize notes"), edited)

    def _edited(self, melody: Melody, selection: Selection, place: Place) -> Edited:
        shortest = 1 if place.is_free else self.stage.snap.grid_ticks
        if self._at_start:
            delta = self.snapped_delta(place, self._grabbed.onset_ticks)
            return edits.resize_start(melody, selection, delta, shortest)
        delta = self.snapped_delta(place, self._grabbed.end_ticks)
        return edits.resize(melody, selection, delta, shortest)
