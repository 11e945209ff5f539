"""Owns Caret: where the next note will be written, and its note value."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from app.domain import Sketch
from app.domain.score_edits import VALUES, dotted

FIRST_VALUE: Final = 5


@dataclass(frozen=True, slots=True)
class Caret:
    """A time in ticks, and the value of the next note: 1 is a sixty-fourth, 5 a quarter, 7 a whole.

    `semitones` is how far the next note is raised (or lowered, if negative) when it is entered.
    """

    ticks: int = 0
    value: int = FIRST_VALUE
    is_dotted: bool = False
    semitones: int = 0

    @property
    def length_ticks(self) -> int:
        """The length of the next note."""
        length = VALUES[self.value - 1]
        return dotted(length) if self.is_dotted else length

    @property
    def end_ticks(self) -> int:
        """The time at which the next note will end."""
        return self.ticks + self.length_ticks

    def at(self, ticks: int) -> Caret:
        """Return the caret at another time, but not before the start."""
        return replace(self, ticks=max(0, ticks))

    def valued(self, value: int) -> Caret:
        """Return the caret with another value, from 1 to 7, without a dot."""
        return replace(self, value=value, is_dotted=False)

    def dot_toggled(self) -> Caret:
        """Return the caret with a dot if it had none, or without; a sixty-fourth gets none."""
        return replace(self, is_dotted=not self.is_dotted and self.value > 1)

    def altered(self, semitones: int) -> Caret:
        """Return the caret with the next note raised (1) or lowered (-1), or reset if it was."""
        return replace(self, semitones=0 if self.semitones == semitones else semitones)

    def advanced(self) -> Caret:
        """Return the caret after the note that has just been entered."""
        return replace(self, ticks=self.end_ticks, semitones=0)

    def nearest(self, ticks: int, sketch: Sketch) -> int:
        """Return the time nearest to `ticks` at which a note of this value fits into the bar.

        A note longer than a count may begin on any count.
        """
        grid = min(VALUES[self.value - 1], sketch.meter.count_ticks)
        start = sketch.bar_start_ticks(sketch.bar_at(ticks))
        return max(0, start + (ticks - start + grid // 2) // grid * grid)
