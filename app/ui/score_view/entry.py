"""Owns ScoreEntry: the caret, and the notes that are entered at it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal

from app.document import Document
from app.domain import Edited, Note, edits, score_edits
from app.errors import InvalidValueError
from app.ui.score_view.caret import Caret


class ScoreEntry(QObject):
    """Writes notes at the caret, over what is there, while it is on and nothing plays."""

    changed = Signal()
    """The caret has changed, or the caret or the selected rest was shown or hidden."""
    moved = Signal(int)
    """The new place of the caret, in ticks."""
    toggled = Signal(bool)
    note_auditioned = Signal(int, int)
    """The pitch and the velocity of a note to sound."""
    note_entered = Signal(object)
    """The Note that was written."""
    rest_selected = Signal(int)
    """The tick at which the selected rest begins."""
    refused = Signal(str)

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self.caret = Caret()
        self.is_on = False
        self.is_playing = False
        self._places: dict[int, int] = {}
        self._rest_ticks: int | None = None
        document.undo_stack.indexChanged.connect(self._on_index_changed)
        document.opened.connect(lambda: self.set_on(False))
        document.selection_changed.connect(self._on_selection_changed)

    @property
    def visible_caret(self) -> Caret | None:
        """The caret, or None unless notes are being entered and nothing plays."""
        return self.caret if self.is_on and not self.is_playing else None

    @property
    def selected_rest(self) -> int | None:
        """The tick at which the selected rest begins, or None if no rest is selected."""
        is_there = self._rest_ticks == self.caret.ticks and not self._document.selection
        return self._rest_ticks if is_there and not self.is_on else None

    @property
    def least_bars(self) -> int:
        """The number of bars that the staff needs to hold the notes and the caret."""
        shown = self._document.shown
        wanted = shown.bar_at(self.caret.ticks) if self.is_on else 1
        return max(wanted, shown.bars, 1)

    def set_on(self, is_on: bool) -> None:
        """Begin to enter notes, at the first selected note if there is one, or stop entering."""
        if is_on == self.is_on:
            return
        self.is_on = is_on
        self._places = {}
        selection = self._document.selection
        if is_on and selection:
            self.go_to(min(note.onset_ticks for note in selection))
        self._set(self.caret.altered(0))
        self.changed.emit()
        self.toggled.emit(is_on)

    def go_to(self, ticks: int) -> None:
        """Move the caret to a time."""
        before = self.caret.ticks
        self._set(self.caret.at(ticks))
        if self.caret.ticks != before:
            self.moved.emit(self.caret.ticks)

    def follow(self, ticks: int) -> None:
        """Move the caret along with the playhead, without emitting `moved`."""
        self._set(self.caret.at(ticks))

    def select_rest(self, ticks: int) -> None:
        """Select the rest that begins at a time, and deselect all notes."""
        self._document.select([])
        self.go_to(ticks)
        self._rest_ticks = ticks
        self.rest_selected.emit(ticks)

    def _on_selection_changed(self) -> None:
        if self._document.selection:
            self._rest_ticks = None

    def deselect(self) -> None:
        """Deselect the rest and all notes."""
        self._rest_ticks = None
        self._document.select([])
        self.changed.emit()

    def set_value(self, value: int) -> None:
        """Choose the value of the next note, from 1 to 7."""
        self._set(self.caret.valued(value))

    def toggle_dot(self) -> None:
        """Add a dot to the next note, or remove it."""
        self._set(self.caret.dot_toggled())

    def alter(self, semitones: int) -> None:
        """Raise or lower the next note."""
        self._set(self.caret.altered(semitones))

    def enter_letter(self, letter: str) -> None:
        """Write the note with a letter, in the octave nearest to the last note, and sound it."""
        caret, sketch = self.caret, self._document.shown
        self._enter(
            lambda: score_edits.on_letter(
                sketch, caret.ticks, caret.length_ticks, letter, caret.semitones
            )
        )

    def enter_step(self, ticks: int, step: int) -> None:
        """Write a note on a step of the staff (see `Spelling.step`) at a time, and sound it."""
        if not self._may_write():
            return
        self.go_to(ticks)
        caret, key = self.caret, self._document.shown.key
        self._enter(
            lambda: score_edits.on_step(key, ticks, caret.length_ticks, step, caret.semitones)
        )

    def enter(self, pitch: int, velocity: int) -> None:
        """Write a note that was played."""
        if self._may_write():
            self._write(Note(self.caret.ticks, self.caret.length_ticks, pitch, velocity))

    def rest(self) -> None:
        """Write a rest of the chosen value."""
        if self._may_write():
            melody = self._document.shown.melody
            silent = score_edits.silence(melody, self.caret.ticks, self.caret.end_ticks)
            self._edit(self.tr("Enter a rest"), silent, self.caret.advanced())

    def tie(self) -> None:
        """Lengthen the note before the caret by the chosen value."""
        if not self._may_write():
            return
        melody, caret = self._document.shown.melody, self.caret
        edited = score_edits.lengthen_before(melody, caret.ticks, caret.length_ticks)
        if edited.melody == melody:
            self.refused.emit(self.tr("There is nothing to tie; a note has to end at the caret."))
        else:
            self._edit(self.tr("Tie"), edited, caret.advanced())

    def take_back(self) -> None:
        """Delete the note before the caret, or go back over a rest."""
        if not self._may_write():
            return
        melody, caret = self._document.shown.melody, self.caret
        before = [note for note in melody if note.onset_ticks < caret.ticks]
        if not before or before[-1].end_ticks < caret.ticks:
            end = before[-1].end_ticks if before else 0
            self.go_to(max(end, caret.ticks - caret.length_ticks))
            return
        last = before[-1]
        edited = edits.delete(melody, frozenset({last}))
        kept = Edited(edited.melody, frozenset(before[-2:-1]))
        self._edit(self.tr("Remove the last note"), kept, caret.at(last.onset_ticks))

    def walk(self, direction: int, places: Sequence[int]) -> None:
        """Go to the next (1) or the previous (-1) of these times."""
        ticks = self.caret.ticks
        if direction > 0:
            after = places[bisect_right(places, ticks) :]
            self.go_to(after[0] if after else self.caret.end_ticks)
        else:
            before = places[: bisect_left(places, ticks)]
            self.go_to(before[-1] if before else 0)

    def walk_bars(self, direction: int) -> None:
        """Go to the next bar line (1) or the previous one (-1)."""
        shown, ticks = self._document.shown, self.caret.ticks
        bar = shown.bar_at(ticks)
        start = shown.bar_start_ticks(bar)
        is_inside = direction < 0 and ticks > start
        self.go_to(start if is_inside else shown.bar_start_ticks(bar + direction))

    def _enter(self, make: Callable[[], Note]) -> None:
        if not self._may_write():
            return
        try:
            note = make()
        except InvalidValueError as error:
            self.refused.emit(str(error))
            return
        self._write(note)
        self.note_auditioned.emit(note.pitch, note.velocity)

    def _write(self, note: Note) -> None:
        edited = edits.add(self._document.shown.melody, [note])
        self._edit(self.tr("Enter a note"), edited, self.caret.advanced())
        self.note_entered.emit(note)

    def _may_write(self) -> bool:
        if self.is_playing:
            self.refused.emit(self.tr("Stop playing to enter notes."))
        return not self.is_playing

    def _edit(self, text: str, edited: Edited, caret: Caret) -> None:
        """Change the document, and remember where the caret was, so that undo can restore it."""
        stack = self._document.undo_stack
        index = stack.index()
        self._places = {at: ticks for at, ticks in self._places.items() if at < index}
        self._places[index] = self.caret.ticks
        self._document.edit(text, edited)
        self._places[stack.index()] = caret.ticks
        self._set(caret)
        self.moved.emit(caret.ticks)

    def _set(self, caret: Caret) -> None:
        if caret != self.caret:
            self.caret = caret
            self.changed.emit()

    def _on_index_changed(self, index: int) -> None:
        if self.is_on and not self.is_playing and index in self._places:
            self.go_to(self._places[index])
