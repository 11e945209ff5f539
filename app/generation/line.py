"""Owns Line: one take while it is written, note by note, each choice within the rules."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import numpy as np

from app.domain import Author, Note, Request
from app.domain.passage import Passage
from app.domain.rules import SHORTEST_STEPS
from app.domain.timebase import steps_to_ticks
from app.generation import vocabulary as v
from app.generation.ahead import FixedNotes, Moments, ahead_columns
from app.generation.choices import ANYWHERE, Mask, Room, pitch_mask, pulled
from app.generation.columns import FIRST_AHEAD, OFFSETS
from app.generation.encoding import StepNote
from app.generation.history import History, Row
from app.generation.network import Floats, Ints
from app.generation.sampling import Offer
from app.generation.task import Task

PITCH_LOOSENESS: Final = 3
"""Root of top-p that pitches are drawn with: rare lengths spoil a melody, rare leaps make it."""


@dataclass
class Written:
    """The model's notes, those of the passage on its grid, and the bits of the model's."""

    notes: list[Note] = field(default_factory=list)
    passage: list[StepNote] = field(default_factory=list)
    bits: float = 0.0


class Line:
    """Writes the passage of one take. Raises nothing: what can't be done was refused before.

    In each step of the network first an onset is offered and taken, then, where `onset` is a
    number, a duration and a pitch, then the line goes on: takes the note in. What is decided
    without a draw is not offered.
    """

    def __init__(self, task: Task, request: Request, history: History, seed: int) -> None:
        self.written = Written()
        self.is_finished = False
        self.onset: int | None = None
        self.duration = 0
        self.pitch = 0
        self.history = history
        self._task, self._request = task, request
        self._passage, self._rules = task.passage, task.rules
        self._random = np.random.Generator(np.random.PCG64(seed))
        self._velocity = _velocity(task)
        self._kept_count = 0
        self._kept = [self._on_grid(note) for note in task.kept]
        self._slots = _open_slots(task)
        self._slot: Note | None = None
        self._onsets = self._lengths = np.empty(0, np.int64)
        kept = set(task.kept)
        offered = [note for note in self._passage.inside if note not in kept]
        self._offered = [note.onset_ticks for note in offered]
        # Where all notes of a passage stay, its rests stay as well.
        self._has_changes = bool(offered) or not kept
        self._pitches: tuple[int, ...] = task.rules.locked_pitches or ()
        if self._pitches and not self._passage.is_added:
            self._pitches = tuple(note.pitch for note in offered)
        self._pitch_count = 0
        self._start = self._passage.step_after(self._passage.first_free_ticks)
        self._end = self._passage.step_before(self._passage.end_ticks)
        self._last_pitch: int | None = None
        self._fixed = self._fixed_notes()

    @property
    def kept(self) -> tuple[Note, ...]:
        """The player's notes that stay in the passage."""
        return self._task.kept

    def row(self) -> Row:
        """Return the features of this moment, the known future among them."""
        row = self.history.row(bars_left(self._passage, self.history))
        if self._is_kept_ahead or self._passage.after:
            row[FIRST_AHEAD:] = OFFSETS[FIRST_AHEAD:] + self._ahead()
        return row

    def offer_onset(self, logits: Floats) -> Offer | None:
        """Offer where the next new note begins; `logits` [gap classes]."""
        self.onset = self._slot = None
        if self._rules.locked_rhythm is not None:
            self._take_slot()
            return None
        room, must = self._room(), self._must_go_on()
        if not (self._has_changes or must):
            return None
        size = room.limit - room.ready
        least = room.needed * (1 if must else SHORTEST_STEPS)
        if room.needed == 0 or size < least:
            return None
        gathered, allowed, self._onsets = room.gaps(logits, may_stop=not must)
        wanted = self._wanted_steps()
        if wanted is not None:
            lengths = self._onsets[1:] - self.history.end + wanted
            gathered[1:] = pulled(gathered[1:], lengths, wanted)
        return self._offer(gathered, allowed)

    def take_onset(self, gap: int) -> None:
        """Begin the next new note after a gap; at END a kept note or the end is next."""
        self.onset = None if gap == v.END else int(self._onsets[gap])

    def offer_duration(self, logits: Floats) -> Offer | None:
        """Offer how long the note that begins at `onset` is; `logits` [duration classes]."""
        assert self.onset is not None
        if self._slot is not None:
            self.duration = max(1, self._passage.step(self._slot.end_ticks) - self.onset)
            return None
        gathered, allowed, self._lengths = self._room().durations(logits, self.onset)
        wanted = self._wanted_steps()
        if wanted is not None:
            gathered = pulled(gathered, self._lengths, wanted)
        return self._offer(gathered, allowed)

    def take_duration(self, length: int) -> None:
        """Give the note the length of a class."""
        self.duration = int(self._lengths[length])

    def offer_pitch(self, logits: Floats) -> Offer | None:
        """Offer pitches; `logits` [128]."""
        if self._pitches:
            self.pitch = self._pitches[self._pitch_count % len(self._pitches)]
            self._pitch_count += 1
            return None
        allowed = self._rules.pitches
        if self._is_last():
            allowed &= self._rules.endings
        return self._offer(logits, pitch_mask(allowed), PITCH_LOOSENESS)

    def take_pitch(self, pitch: int) -> None:
        """Give the note its pitch."""
        self.pitch = pitch

    def go_on(self) -> None:
        """Take in the new note, or the next kept one, or finish."""
        if self.onset is not None:
            step = StepNote(self.onset, self.duration, self.pitch)
            self.written.notes.append(self._note(step))
            self._append(step)
        elif self._is_kept_ahead:
            self._append(self._kept[self._kept_count])
            self._kept_count += 1
        else:
            self.is_finished = True

    @property
    def gap(self) -> int:
        """The class of the gap before `onset`; where there is none, of no gap."""
        return v.gap_class(0 if self.onset is None else self.onset - self.history.end)

    @property
    def place(self) -> int:
        """The place in the bar of `onset`."""
        return (self.onset or 0) % self.history.frame.bar % v.POSITION_CLASSES

    @property
    def length(self) -> int:
        """The class of `duration`."""
        return v.duration_class(self.duration)

    @property
    def chord(self) -> int:
        """The class of the chord at `onset`."""
        return self.history.frame.chord_at(self.onset or 0)

    @property
    def _is_kept_ahead(self) -> bool:
        """Whether a kept note still comes in the passage."""
        return self._kept_count < len(self._kept)

    def _append(self, step: StepNote) -> None:
        self.history.append(step)
        self.written.passage.append(step)
        self._last_pitch = step.pitch

    def _room(self) -> Room:
        """Return the room up to the next kept note or the end."""
        limit = self._end
        if self._is_kept_ahead:
            limit = min(limit, self._kept[self._kept_count].onset)
        ready = max(self._start, self.history.end)
        anchor = self._passage.step(self._passage.start_ticks)
        needed = self._needed()
        beyond = self._end - self.history.frame.bar if self._has_to_close(needed) else ANYWHERE
        return Room(self.history.end, ready, limit, anchor, needed, beyond)

    def _has_to_close(self, needed: int) -> bool:
        """Whether the next note is the last locked one, on which the take's last bar depends."""
        is_last = not self._is_kept_ahead and needed == 1
        is_counted = bool(self._pitches) and not self._passage.is_added
        return is_last and is_counted and self._passage.closes

    def _needed(self) -> int:
        """Return how many new notes it takes here if one more is written; 0 if none may be."""
        if not self._pitches:
            return 1
        if self._passage.is_added:
            return self._rules.until_ending(self._pitch_count)
        return self._due_before_kept()

    def _due_before_kept(self) -> int:
        """Return the locked pitches that stand between here and the next kept note."""
        kept = self._task.kept
        until = self._passage.end_ticks
        if self._is_kept_ahead:
            until = kept[self._kept_count].onset_ticks
        due = sum(1 for onset in self._offered if onset < until)
        return due - self._pitch_count

    def _must_go_on(self) -> bool:
        """Whether a new note has to come before the next kept note or the end."""
        if self._pitches and not self._passage.is_added:
            return True
        if self._is_kept_ahead:
            return False
        if self._last_pitch is None or not self._rules.may_end(self._last_pitch):
            return True
        reached = self.history.end > max(self._start, self._end - self.history.frame.bar)
        return self._passage.closes and not reached

    def _wanted_steps(self) -> float | None:
        """Return how long a note is to be that the wished density comes about; None for any."""
        density = self._request.density
        if density is None:
            return None
        bar = self.history.frame.bar
        wanted = density * (self._end - self._start) / bar - len(self.written.notes)
        left = self._end - max(self._start, self.history.end)
        # Near the end the rest of the sum says little: no bar gets twice the density, or half.
        return min(max(left / max(wanted, 1), bar / density / 2), 2 * bar / density)

    def _is_last(self) -> bool:
        """Whether the note being written surely ends the passage."""
        if self._is_kept_ahead:
            return False
        if self._rules.locked_rhythm is not None:
            return not self._slots
        assert self.onset is not None
        return self.onset + self.duration >= self._end

    def _take_slot(self) -> None:
        """Take the next locked place, if it comes before the next kept note."""
        kept = self._task.kept
        if not self._slots:
            return
        slot = self._slots[0]
        if self._is_kept_ahead and kept[self._kept_count].onset_ticks < slot.onset_ticks:
            return
        self._slot = self._slots.pop(0)
        self.onset = max(self.history.end, self._passage.step(slot.onset_ticks))

    def _note(self, step: StepNote) -> Note:
        """Return a note in ticks that overlaps none of the player's."""
        if self._slot is not None:
            onset, length = self._slot.onset_ticks, self._slot.duration_ticks
        else:
            onset = self._passage.sketch.pickup_ticks + steps_to_ticks(step.onset)
            length = steps_to_ticks(step.duration)
        return Note(onset, length, step.pitch, self._velocity, Author.MODEL)

    def _on_grid(self, note: Note) -> StepNote:
        onset = self._passage.step_before(note.onset_ticks)
        end = max(onset + 1, self._passage.step_after(note.end_ticks))
        return StepNote(onset, end - onset, note.pitch)

    def _offer(self, logits: Floats, allowed: Mask, looseness: int = 1) -> Offer:
        top_p = self._request.top_p ** (1 / looseness)
        return Offer(logits, allowed, self._request.temperature, top_p, self._random.random())

    def _fixed_notes(self) -> FixedNotes:
        after = [self._on_grid(note) for note in self._passage.after]
        notes = [*self._kept, *after]
        return FixedNotes(
            np.array([note.onset for note in notes], np.int64),
            np.array([note.duration for note in notes], np.int64),
            np.array([note.pitch for note in notes], np.int64),
        )

    def _ahead(self) -> Ints:
        moments = Moments(
            np.array([self.history.end]),
            np.array([-1 if self.history.last_pitch is None else self.history.last_pitch]),
            np.array([self._kept_count]),
            np.array([len(self._kept)]),
        )
        frame, reference = self.history.frame, self.history.reference
        ahead: Ints = ahead_columns(moments, self._fixed, reference, frame.bar)[0]
        return ahead


def bars_left(passage: Passage, history: History) -> int:
    """Return how many bars are left of a take, the running one included; 0 where more follow."""
    if not passage.closes:
        return 0
    end = passage.step(passage.end_ticks)
    return max(1, -((history.end - end) // history.frame.bar))


def _velocity(task: Task) -> int:
    """Return the mean loudness of the sketch."""
    notes = task.passage.sketch.melody.notes
    return round(sum(note.velocity for note in notes) / len(notes))


def _open_slots(task: Task) -> list[Note]:
    """Return the locked places that no kept note takes."""
    kept = {note.onset_ticks for note in task.kept}
    return [note for note in task.rules.locked_rhythm or () if note.onset_ticks not in kept]
