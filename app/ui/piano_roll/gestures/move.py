"""Owns MoveGesture: the selected notes, or copies of them, follow the mouse."""

from __future__ import annotations

from app.domain import Note, edits
from app.ui.piano_roll.gestures.gesture import Gesture, Place, Stage, alone
from app.ui.piano_roll.preview import Preview


class MoveGesture(Gesture):
    """Moves the selection as the note under the mouse, `grabbed`, moves.

    With `copies`, the originals stay where they are.
    """

    def __init__(self, stage: Stage, start: Place, grabbed: Note, *, copies: bool) -> None:
        super().__init__(stage, start)
        self._grabbed = grabbed
        self._copies = copies
        self._pitch = grabbed.pitch
        selection = stage.document.selection
        self._preview = Preview.of(selection)
        first, *_ = self._preview.notes
        self._outermost = frozenset({first, min(selection, key=_pitch), max(selection, key=_pitch)})

    def move(self, place: Place) -> None:
        """Show the notes in their new place, and sound each new pitch."""
        selection = self.stage.document.selection
        delta = self._delta(place)
        shifted = self._preview.shifted(*edits.possible_move(self._outermost, *delta))
        self.stage.show_drag(frozenset() if self._copies else selection, shifted)
        pitch = self._grabbed.pitch + delta[1]
        if pitch != self._pitch and 0 <= pitch <= 127:
            self._pitch = pitch
            self.stage.sound(pitch, self._grabbed.velocity)

    def release(self, place: Place) -> None:
        """Move or copy the notes."""
        self.cancel()
        document = self.stage.document
        melody, selection = document.shown.melody, document.selection
        delta = self._delta(place)
        if delta == (0, 0):
            return
        if self._copies:
            copies = edits.move(alone(selection), selection, *delta).selected
            document.edit(document.tr("Copy notes"), edits.add(melody, copies))
        else:
            document.edit(document.tr("Move notes"), edits.move(melody, selection, *delta))

    def _delta(self, place: Place) -> tuple[int, int]:
        has_moved = abs(place.x - self.start.x) > 3
        ticks = self.snapped_delta(place, self._grabbed.onset_ticks) if has_moved else 0
        return ticks, place.pitch - self.start.pitch


def _pitch(note: Note) -> int:
    return note.pitch
