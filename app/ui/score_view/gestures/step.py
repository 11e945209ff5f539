"""Owns StepGesture: the selected notes move up and down the staff with the mouse."""

from __future__ import annotations

from PySide6.QtCore import Qt

from app.domain import Edited, Melody, Note, Selection, edits
from app.errors import InvalidValueError
from app.ui.score_view.gestures.gesture import Gesture, Spot, Stage


class StepGesture(Gesture):
    """Moves the selected notes by steps of the scale or, with Shift, by semitones."""

    def __init__(self, stage: Stage, start: Spot, grabbed: Note) -> None:
        super().__init__(stage, start)
        self._grabbed = grabbed
        self._pitch = grabbed.pitch
        self._selection = stage.document.selection

    def move(self, spot: Spot) -> None:
        """Show the heads in view in their new place, and sound each new pitch."""
        seen = self._selection.intersection((*self.stage.notes_in_view(), self._grabbed))
        alone = Melody(tuple(sorted(seen, key=_onset)))
        moved = self._moved(alone, seen, spot)
        if moved is None:
            return
        (grabbed,) = (note for note in moved.melody if _onset(note) == _onset(self._grabbed))
        self.stage.canvas.show_ghosts(moved.melody.notes if moved.melody != alone else ())
        if grabbed.pitch != self._pitch:
            self._pitch = grabbed.pitch
            self.stage.sound(grabbed)

    def release(self, spot: Spot) -> None:
        """Move the notes."""
        self.cancel()
        document = self.stage.document
        moved = self._moved(document.shown.melody, self._selection, spot)
        if moved is not None and moved.melody != document.shown.melody:
            document.edit(document.tr("Move notes"), moved)

    def cancel(self) -> None:
        """Show the notes in their old place again."""
        self.stage.canvas.show_ghosts(())

    def _moved(self, melody: Melody, selection: Selection, spot: Spot) -> Edited | None:
        """Return the notes after the move, or None if one would leave MIDI's range."""
        steps = round((self.start.y - spot.y) / self.stage.canvas.step_px)
        try:
            if spot.keys & Qt.KeyboardModifier.ShiftModifier:
                return edits.transpose(melody, selection, steps)
            key = self.stage.document.shown.key
            return edits.transpose_in_scale(melody, selection, steps, key)
        except InvalidValueError:
            return None


def _onset(note: Note) -> int:
    return note.onset_ticks
