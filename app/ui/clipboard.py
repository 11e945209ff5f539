"""Owns Clipboard: cut, copy and paste of notes, within Motivo and with other programs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject

from app.document import Document
from app.domain import Note, edits
from app.services.messages import Messages
from app.services.system_clipboard import clipboard_midi, clipboard_notes, put_notes
from app.services.worker import Task

Notes = tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class ClipboardJobs:
    """The background work of turning notes into a MIDI file, and back."""

    write_midi: Callable[[Notes], Task]
    read_midi: Callable[[bytes], Task]


class Clipboard(QObject):
    """Copies the selected notes of the document, and pastes notes at `playhead_ticks()`."""

    def __init__(
        self,
        document: Document,
        jobs: ClipboardJobs,
        messages: Messages,
        playhead_ticks: Callable[[], int],
    ) -> None:
        super().__init__(document)
        self._document, self._jobs, self._messages = document, jobs, messages
        self._playhead_ticks = playhead_ticks

    def cut(self) -> None:
        """Copy the selected notes and remove them."""
        document = self._document
        if document.selection:
            self.copy()
            edited = edits.delete(document.shown.melody, document.selection)
            document.edit(self.tr("Cut notes"), edited)

    def copy(self) -> None:
        """Put the selected notes on the clipboard, at once for Motivo and soon for others."""
        notes = _from_start(self._document.selection)
        if not notes:
            return
        put_notes(notes)
        task = self._jobs.write_midi(notes)
        task.succeeded.connect(lambda midi: self._offer_midi(notes, midi))
        task.failed.connect(self._messages.failure)

    def paste(self) -> None:
        """Lay the notes of the clipboard over the sketch, beginning at the playhead."""
        notes = clipboard_notes()
        midi = None if notes else clipboard_midi()
        if notes:
            self._paste(notes)
        elif midi is not None:
            task = self._jobs.read_midi(midi)
            task.succeeded.connect(self._paste)
            task.failed.connect(self._messages.failure)
        else:
            self._messages.warning(
                self.tr("There are no notes to paste; copy some here or in another program first.")
            )

    def _offer_midi(self, notes: Notes, midi: bytes) -> None:
        # Something else may have been copied meanwhile.
        if clipboard_notes() == notes:
            put_notes(notes, midi)

    def _paste(self, notes: Notes) -> None:
        start = self._playhead_ticks()
        moved = (replace(note, onset_ticks=start + note.onset_ticks) for note in _from_start(notes))
        melody = self._document.shown.melody
        self._document.edit(self.tr("Paste notes"), edits.add(melody, moved))


def _from_start(notes: frozenset[Note] | Notes) -> Notes:
    """Return the notes in order, moved so that the first begins at 0."""
    ordered = sorted(notes, key=lambda note: note.onset_ticks)
    first = ordered[0].onset_ticks if ordered else 0
    return tuple(replace(note, onset_ticks=note.onset_ticks - first) for note in ordered)
