"""Owns ScoreEditor: the edits of the score's actions on the selected notes."""

from __future__ import annotations

from bisect import bisect_left

from PySide6.QtCore import Signal

from app.domain import Edited, Note, Selection, edits, score_edits
from app.ui.piano_roll import RollEditor


class ScoreEditor(RollEditor):
    """Adds to the edits of the piano roll those that belong to a score."""

    note_auditioned = Signal(int, int)
    """The pitch and the velocity of a note to sound."""

    note_focused = Signal()
    """Another note was selected by the keyboard."""

    def set_length(self, length_ticks: int) -> None:
        """Give the selected notes a length."""
        edited = score_edits.set_length(*self._subject(), length_ticks)
        self._edit(self.tr("Set the note value"), edited)

    def toggle_dot(self) -> None:
        """Add a dot to the selected notes, or remove it."""
        self._edit(self.tr("Dot"), score_edits.toggle_dot(*self._subject()))

    def tie(self) -> None:
        """Tie each selected note to the next note, if that has the same pitch."""
        melody, selection = self._subject()
        edited = score_edits.tie(melody, selection)
        if edited.melody == melody:
            self.refused.emit(
                self.tr("There is nothing to tie; a note of the same pitch has to follow directly.")
            )
        else:
            self._edit(self.tr("Tie"), edited)

    def make_rest(self) -> None:
        """Turn the selected notes into rests."""
        self._edit(self.tr("Make a rest"), edits.delete(*self._subject()))

    def respell(self) -> None:
        """Spell the selected notes with another letter."""
        sketch, selection = self._document.shown, self._document.selection
        self._edit(self.tr("Respell"), score_edits.respell(sketch, selection))

    def alter(self, semitones: int) -> None:
        """Raise or lower the selected notes, and keep their letters if possible."""
        sketch, selection = self._document.shown, self._document.selection
        self._try(
            self.tr("Raise") if semitones > 0 else self.tr("Lower"),
            lambda: score_edits.alter(sketch, selection, semitones),
        )

    def go(self, direction: int, ticks: int) -> None:
        """Select the next note (1) or the previous one (-1); without a selection, from `ticks`."""
        if self._document.selection:
            self._go_to(self.neighbour(direction))
            return
        notes = self._document.shown.melody.notes
        place = bisect_left([note.onset_ticks for note in notes], ticks)
        place -= direction < 0
        self._go_to(notes[place] if 0 <= place < len(notes) else None)

    def go_bars(self, direction: int, ticks: int) -> None:
        """Select the first note of the next bar (1) or the previous bar (-1) that has notes."""
        shown, selection = self._document.shown, self._document.selection
        start = min((note.onset_ticks for note in selection), default=ticks)
        bar = shown.bar_at(start)
        if direction > 0:
            found = [note for note in shown.melody if shown.bar_at(note.onset_ticks) > bar]
            self._go_to(found[0] if found else None)
            return
        found = [note for note in shown.melody if note.onset_ticks < start]
        if found:
            last_bar = shown.bar_at(found[-1].onset_ticks)
            self._go_to(next(n for n in found if shown.bar_at(n.onset_ticks) == last_bar))

    def range_to(self, note: Note) -> Selection:
        """Return all notes from the selected ones to another note."""
        notes = self._document.shown.melody.notes
        selection = self._document.selection or frozenset({note})
        places = [place for place, one in enumerate(notes) if one in selection]
        place = notes.index(note)
        return frozenset(notes[min(*places, place) : max(*places, place) + 1])

    def _go_to(self, note: Note | None) -> None:
        if note is not None:
            self._document.select([note])
            self.note_auditioned.emit(note.pitch, note.velocity)
            self.note_focused.emit()

    def _edit(self, text: str, edited: Edited) -> None:
        """Make an edit, and sound the first selected note if its pitch has changed."""
        before = self._first()
        super()._edit(text, edited)
        after = self._first()
        if before is not None and after is not None and before.pitch != after.pitch:
            self.note_auditioned.emit(after.pitch, after.velocity)

    def _first(self) -> Note | None:
        return min(self._document.selection, key=lambda note: note.onset_ticks, default=None)
