"""Owns Passage: the part of a sketch that a request works on, and the notes around it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from app.domain.note import Note
from app.domain.request import Request
from app.domain.sketch import Sketch
from app.domain.timebase import TICKS_PER_STEP, ticks_to_steps
from app.domain.wishes import Wishes
from app.errors import AppError


@dataclass(frozen=True)
class Passage:
    """The bars from `start_ticks` up to `end_ticks`, in which the model may write.

    They either come after the sketch, or their notes are offered for change. `before`, `inside`
    and `after` divide the notes of the sketch by their onsets.
    """

    sketch: Sketch
    start_ticks: int
    end_ticks: int

    @cached_property
    def before(self) -> tuple[Note, ...]:
        """The notes that begin before the passage."""
        return tuple(n for n in self.sketch.melody if n.onset_ticks < self.start_ticks)

    @cached_property
    def inside(self) -> tuple[Note, ...]:
        """The notes that begin within the passage."""
        notes = self.sketch.melody
        return tuple(n for n in notes if self.start_ticks <= n.onset_ticks < self.end_ticks)

    @property
    def bound(self) -> tuple[Note, ...]:
        """The note, if any, that sounds on beyond the passage and therefore has to stay."""
        return tuple(n for n in self.inside[-1:] if n.end_ticks > self.end_ticks)

    @cached_property
    def after(self) -> tuple[Note, ...]:
        """The notes that begin after the passage."""
        return tuple(n for n in self.sketch.melody if n.onset_ticks >= self.end_ticks)

    @property
    def is_added(self) -> bool:
        """Whether the passage comes after the last bar of the sketch."""
        return self.start_ticks >= self.sketch.end_ticks

    @property
    def closes(self) -> bool:
        """Whether the take ends where the passage ends."""
        return not self.after

    @property
    def first_free_ticks(self) -> int:
        """Where the first new note may begin: an earlier note may sound beyond the start."""
        return max([self.start_ticks, *(note.end_ticks for note in self.before[-1:])])

    @property
    def bars(self) -> int:
        """How many bars the passage has, without the pickup."""
        start = max(self.start_ticks, self.sketch.pickup_ticks)
        return -(-(self.end_ticks - start) // self.sketch.meter.bar_ticks)

    def step(self, ticks: int) -> int:
        """Return the step of the model's grid nearest to a tick; step 0 is the first full bar."""
        return ticks_to_steps(ticks - self.sketch.pickup_ticks)

    def step_before(self, ticks: int) -> int:
        """Return the last step at or before a tick."""
        return (ticks - self.sketch.pickup_ticks) // TICKS_PER_STEP

    def step_after(self, ticks: int) -> int:
        """Return the first step at or after a tick."""
        return -((self.sketch.pickup_ticks - ticks) // TICKS_PER_STEP)


def passage_of(sketch: Sketch, request: Request) -> Passage:
    """Find the passage that a request means; raises AppError if the sketch has no such bars."""
    if not sketch.melody.notes:
        raise AppError("There is nothing to work on yet. Draw a note first, or play one.")
    bar, end = sketch.meter.bar_ticks, sketch.end_ticks
    if not request.mode.has_passage:
        return Passage(sketch, end, end + added_bars(sketch, request) * bar)
    first, last = request.first_bar, request.last_bar
    if first is None or last is None:
        return Passage(sketch, 0, max(end, sketch.pickup_ticks))
    if last > sketch.bars:
        raise AppError(
            f"The sketch has {_counted(sketch.bars)}; choose a range up to bar {sketch.bars}."
            if sketch.bars
            else "The sketch has only a pickup; add a full bar first."
        )
    return Passage(sketch, sketch.bar_start_ticks(first), sketch.bar_start_ticks(last + 1))


def added_bars(sketch: Sketch, wishes: Wishes) -> int:
    """Return how many bars a mode adds that does not change bars of the sketch."""
    return wishes.bars if wishes.mode.chooses_bars else max(1, sketch.bars)


def _counted(bars: int) -> str:
    return f"{bars} bar" if bars == 1 else f"{bars} bars"
