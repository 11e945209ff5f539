"""Owns Melody: one voice, in which the notes follow each other and never overlap."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import count, pairwise
from typing import Final

from app.domain.note import Author, Note
from app.errors import InvalidValueError

NO_LETTER: Final = "-"
"""Stands in a pickled melody for a note without a chosen letter."""


@dataclass(frozen=True, slots=True)
class Melody:
    """Notes sorted by onset, of which no two overlap.

    Raises InvalidValueError for any others; `edits.one_voice` makes a melody out of those.
    """

    notes: tuple[Note, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "notes", tuple(self.notes))
        for earlier, later in pairwise(self.notes):
            if later.onset_ticks < earlier.end_ticks:
                raise InvalidValueError(
                    f"A melody has one voice, but the note at tick {later.onset_ticks} begins"
                    f" before the one at tick {earlier.onset_ticks} has ended."
                )

    def __reduce__(
        self,
    ) -> tuple[Callable[[array[int], int, str], Melody], tuple[array[int], int, str]]:
        # If notes were pickled one by one, handing thousands of takes to the process that saves
        # them would stop the window for seconds.
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
        """Lay `notes`, which must not overlap each other, over this melody.

        A note below is shortened to where a new note begins, and removed if a new note covers its
        onset.
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
    """Rebuild a pickled melody.

    `numbers` has four for each note: onset, duration, pitch, velocity. `models` has a bit set for
    each note that is the model's, and `letters` one character a note.
    """
    columns = (numbers[column::4] for column in range(4))
    authors = (Author.MODEL if models >> i & 1 else Author.PLAYER for i in count())
    wanted = (None if letter == NO_LETTER else letter for letter in letters)
    return Melody(tuple(map(Note, *columns, authors, wanted)))
