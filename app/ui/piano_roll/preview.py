"""Owns Preview: the notes as they would be if a drag ended now."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from app.domain import Author, Note, Selection
from app.ui.piano_roll.span import in_order, notes_between


@dataclass(frozen=True, slots=True)
class Preview:
    """Notes of one voice, in order, which are shown `delta_ticks` later and `semitones` higher.

    A shifted note becomes the player's, as it will in the sketch. Only the notes in view are
    shifted, so that dragging thousands of notes is as fast as dragging a few.
    """

    notes: tuple[Note, ...] = ()
    delta_ticks: int = 0
    semitones: int = 0

    @classmethod
    def of(cls, notes: Selection) -> Preview:
        """Return a preview of these notes where they are."""
        return cls(in_order(notes))

    def __len__(self) -> int:
        return len(self.notes)

    def shifted(self, delta_ticks: int, semitones: int) -> Preview:
        """Return a preview of the same notes elsewhere; all must stay within MIDI's pitches.

        None may begin before tick 0.
        """
        return Preview(self.notes, delta_ticks, semitones)

    def between(self, first_ticks: float, last_ticks: float) -> tuple[Note, ...]:
        """Return the notes that would be seen between two ticks, in their old place."""
        delta = self.delta_ticks
        return notes_between(self.notes, first_ticks - delta, last_ticks - delta)

    def cut_of(self, note: Note) -> int:
        """Return how many ticks of a note would remain; 0 if its onset is covered."""
        onset = note.onset_ticks - self.delta_ticks
        after = bisect_right(self.notes, onset, key=_end)
        if after == len(self.notes):
            return note.duration_ticks
        above = self.notes[after].onset_ticks - onset
        return min(max(above, 0), note.duration_ticks)

    def shifted_between(self, first_ticks: float, last_ticks: float) -> Iterator[Note]:
        """Yield the notes that would be seen between two ticks, in their new place."""
        delta = self.delta_ticks
        notes = self.between(first_ticks, last_ticks)
        if not (delta or self.semitones):
            yield from notes
            return
        for note in notes:
            pitch = note.pitch + self.semitones
            onset_ticks = note.onset_ticks + delta
            yield Note(onset_ticks, note.duration_ticks, pitch, note.velocity, Author.PLAYER)


def _end(note: Note) -> int:
    return note.end_ticks
