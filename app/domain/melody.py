"""Owns Melody: one voice, its notes in order and never two at once."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import count, pairwise
from typing import Final

from app.domain.note import Author, Note
from app.errors import InvalidValueError

NO_LETTER: Final = "-"
"""Stands in a packed melody for a letter that is left open."""


@dataclass(frozen=True, slots=True)
class Melody:
    """Notes sorted by onset, none overlapping.

    Raises InvalidValueError otherwise; `Melody.laid_over` makes one voice of any notes.
    """

    notes: tuple[Note, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "notes", tuple(self.notes))
        for earlier, later in pairwise(self.notes):
            if later.onset_ticks < earlier.end_ticks:
                raise InvalidValueError(
                    f"A melody has one voice: the note at {later.onset_ticks} begins before"
                    f" the one at {earlier.onset_ticks} has ended."
                )

    def __reduce__(
        self,
    ) -> tuple[Callable[[array[int], int, str], Melody], tuple[array[int], int, str]]:
        # Pickled note by note, thousands of takes would stop the window for seconds when it hands
        # them to the process that saves them.
        authors = [note.author is Author.MODEL for note in self.notes]
        numbers = [
            number
            for note in self.notes
            for number in (note.onset_ticks, note.duration_ticks, note.pitch, note.velocity)
        ]
        models = sum(a << i for i, a in enumerate(authors))
        letters = "".join([note.letter or NO_LETTER for note in self.notes])
        return _unpacked, (array("i", numbers), models, letters)

    def __len__(self) -> int:
        return len(self.notes)

    def __iter__(self) -> Iterator[Note]:
        return iter(self.notes)

    @property
    def end_ticks(self) -> int:
        """The tick at which the last note has ended; 0 for an empty melody."""
        return self.notes[-1].end_ticks if self.notes else 0

    def laid_over(self, notes: Iterable[Note]) -> Melody:
        """Lay `notes` (one voice among themselves) over this melody.

        What lies below is trimmed to where a new note begins, or cut away where its onset is
        covered.
        """
        top = Melody(tuple(sorted(notes, key=lambda note: note.onset_ticks)))
        kept: list[Note] = []
        position = 0
        for below in self.notes:
            while position < len(top) and top.notes[position].end_ticks <= below.onset_ticks:
                position += 1
            above = top.notes[position] if position < len(top) else None
            if above is None or above.onset_ticks >= below.end_ticks:
                kept.append(below)
            elif above.onset_ticks > below.onset_ticks:
                trimmed_ticks = above.onset_ticks - below.onset_ticks
                kept.append(replace(below, duration_ticks=trimmed_ticks))
        return Melody(tuple(sorted((*kept, *top), key=lambda note: note.onset_ticks)))


def _unpacked(numbers: array[int], models: int, letters: str) -> Melody:
    """Return the melody of four numbers a note, its letters, and a bit for each of the model's."""
    columns = (numbers[column::4] for column in range(4))
    authors = (Author.MODEL if models >> i & 1 else Author.PLAYER for i in count())
    wanted = (None if letter == NO_LETTER else letter for letter in letters)
    return Melody(tuple(map(Note, *columns, authors, wanted)))
