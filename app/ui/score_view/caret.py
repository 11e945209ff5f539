"""Owns Caret: where the next note goes on the staff, and what it will be."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from app.domain import Sketch
from app.domain.score_edits import VALUES, dotted

FIRST_VALUE: Final = 5


@dataclass(frozen=True, slots=True)
class Caret:
    """A place in ticks, and the value of the next note: 1 a sixty-fourth, 5 a quarter, 7 a whole.

    `semitones` raise (or lower) the next note that a letter enters.
    """

    ticks: int = 0
    value: int = FIRST_VALUE
    is_dotted: bool = False
    semitones: int = 0

    @property
    def length_ticks(self) -> int:
        """How long the next note will be."""
        length = VALUES[self.value - 1]
        return dotted(length) if self.is_dotted else length

    @property
    def end_ticks(self) -> int:
        """Where the next note will end."""
        return self.ticks + self.length_ticks

    def at(self, ticks: int) -> Caret:
        """Return it at another place, not before the start."""
        return replace(self, ticks=max(0, ticks))

    def valued(self, value: int) -> Caret:
        """Return it with another value, 1 to 7, without a dot."""
        return replace(self, value=value, is_dotted=False)

    def dot_toggled(self) -> Caret:
        """Return it with a dot, or without; a sixty-fourth has none."""
        return replace(self, is_dotted=not self.is_dotted and self.value > 1)

    def altered(self, semitones: int) -> Caret:
        """Return it with the next note raised (1) or lowered (-1); a second time takes it back."""
        return replace(self, semitones=0 if self.semitones == semitones else semitones)

    def advanced(self) -> Caret:
        """Return it behind the note that has been entered."""
        return replace(self, ticks=self.end_ticks, semitones=0)

    def nearest(self, ticks: int, sketch: Sketch) -> int:
        """Return the place near a time where a note of its value would begin in the bar.

        Values longer than a count begin on any count.
        """
        grid = min(VALUES[self.value - 1], sketch.meter.count_ticks)
        start = sketch.bar_start_ticks(sketch.bar_at(ticks))
        return max(0, start + (ticks - start + grid // 2) // grid * grid)
