"""Owns RollEditor: the edits of the piano roll's actions, mostly on the selected notes."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from functools import partial
from random import Random

from PySide6.QtCore import QObject, Signal

from app.document import Document
from app.domain import Edited, Melody, Note, Pulse, Selection, edits
from app.errors import InvalidValueError
from app.ui.piano_roll.gestures.gesture import alone


class RollEditor(QObject):
    """Edits the notes of a document; each edit is one undo step."""

    refused = Signal(str)
    """Why an edit could not be made."""

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document

    def select_all(self) -> None:
        """Select every note."""
        self._document.select(self._document.shown.melody)

    def neighbour(self, direction: int) -> Note | None:
        """Return the note after (1) or before (-1) the selected ones.

        If no note is selected, the first note is the one after.
        """
        notes, selection = self._document.shown.melody.notes, self._document.selection
        if not selection:
            return notes[0] if notes and direction > 0 else None
        edge = max if direction > 0 else min
        onset = edge(note.onset_ticks for note in selection)
        place = bisect_left(notes, onset, key=lambda note: note.onset_ticks) + direction
        return notes[place] if 0 <= place < len(notes) else None

    def delete(self) -> None:
        """Delete the selected notes."""
        self._edit(self.tr("Delete notes"), edits.delete(*self._subject()))

    def transpose(self, semitones: int) -> None:
        """Transpose the selected notes by semitones."""
        self._try(self.tr("Transpose"), lambda: edits.transpose(*self._subject(), semitones))

    def step(self, steps: int) -> None:
        """Transpose the selected notes by steps of the key's scale."""
        key = self._document.shown.key
        self._try(
            self.tr("Transpose in the scale"),
            lambda: edits.transpose_in_scale(*self._subject(), steps, key),
        )

    def nudge(self, delta_ticks: int) -> None:
        """Move the selected notes in time."""
        self._edit(self.tr("Nudge"), edits.move(*self._subject(), delta_ticks))

    def quantise(self, grid_ticks: int) -> None:
        """Move onsets and ends to the grid."""
        self.change(self.tr("Quantise"), partial(edits.quantise, grid_ticks=grid_ticks))

    def quantise_length(self, grid_ticks: int) -> None:
        """Round lengths to the grid."""
        self.change(
            self.tr("Quantise lengths"), partial(edits.quantise_length, grid_ticks=grid_ticks)
        )

    def humanise(self) -> None:
        """Vary the velocities a little."""
        self.change(
            self.tr("Humanise the velocity"), partial(edits.humanise_velocity, random=Random())
        )

    def change(self, text: str, transform: Callable[[Melody, Selection], Edited]) -> None:
        """Transform the selected notes, or all notes if none is selected.

        `text` names the undo step.
        """
        melody = self._document.shown.melody
        selection = self._document.selection or frozenset(melody)
        self._try(text, lambda: transform(melody, selection))

    def duplicate(self) -> None:
        """Copy the selected notes to the beat after them."""
        melody, selection = self._subject()
        if not selection:
            return
        start = min(note.onset_ticks for note in selection)
        end = max(note.end_ticks for note in selection)
        pulse = Pulse.of(self._document.shown)
        into_beat = start - pulse.at_or_before(start)
        shift = pulse.at_or_after(end - into_beat) + into_beat - start
        copies = edits.move(alone(selection), selection, shift).selected
        self._edit(self.tr("Duplicate"), edits.add(melody, copies))

    def add(self, onset_ticks: int, duration_ticks: int, pitch: int) -> None:
        """Add one note."""
        note = Note(onset_ticks, duration_ticks, pitch)
        self._edit(self.tr("Add a note"), edits.add(self._document.shown.melody, [note]))

    def _subject(self) -> tuple[Melody, Selection]:
        return self._document.shown.melody, self._document.selection

    def _try(self, text: str, make: Callable[[], Edited]) -> None:
        try:
            self._edit(text, make())
        except InvalidValueError as error:
            self.refused.emit(str(error))

    def _edit(self, text: str, edited: Edited) -> None:
        if edited.melody != self._document.shown.melody:
            self._document.edit(text, edited)
