"""Owns VelocityGesture: the selected notes get louder as the mouse moves up."""

from __future__ import annotations

from app.domain import Edited, Melody, Note, Selection, edits
from app.ui.piano_roll.gestures.gesture import Gesture, Place, Stage, alone
from app.ui.piano_roll.preview import Preview


class VelocityGesture(Gesture):
    """Changes the velocity of the selected notes, by one for each pixel of the drag."""

    def __init__(self, stage: Stage, start: Place, grabbed: Note) -> None:
        super().__init__(stage, start)
        self._grabbed = grabbed
        self.move(start)

    def move(self, place: Place) -> None:
        """Show the notes in view with their new velocity, and the velocity as a number."""
        selection = self.stage.document.selection
        seen = selection.intersection(self.stage.notes_in_view())
        changed = self._edited(alone(seen), seen, place).selected
        self.stage.show_drag(selection, Preview.of(changed))
        text = self.stage.document.tr("velocity {0}")
        self.stage.tell(text.format(self._velocity(place)))

    def release(self, place: Place) -> None:
        """Change the velocities, and sound the grabbed note."""
        self.cancel()
        document = self.stage.document
        edited = self._edited(document.shown.melody, document.selection, place)
        document.edit(document.tr("Change velocity"), edited)
        self.stage.sound(self._grabbed.pitch, self._velocity(place))

    def _edited(self, melody: Melody, selection: Selection, place: Place) -> Edited:
        return edits.shift_velocity(melody, selection, self._delta(place))

    def _velocity(self, place: Place) -> int:
        """Return the new velocity of the grabbed note."""
        grabbed = frozenset({self._grabbed})
        (note,) = self._edited(alone(grabbed), grabbed, place).melody
        return note.velocity

    def _delta(self, place: Place) -> int:
        return round(self.start.y - place.y)
