"""Owns TakeWriter: one take while it is written, note by note, each within the rules."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import numpy as np

from app.domain import Author, Note, Request
from app.domain.passage import Passage
from app.domain.rules import SHORTEST_STEPS
from app.domain.timebase import steps_to_ticks
from app.generation import vocabulary as v
from app.generation.brief import TakeBrief
from app.generation.choices import (
    BEFORE_ANY_MELODY,
    Mask,
    OpenSpan,
    favour_length,
    pitch_mask,
)
from app.generation.columns import FIRST_FUTURE, OFFSETS
from app.generation.encoding import StepNote
from app.generation.history import History, Row
from app.generation.known_future import FixedNotes, MelodyPositions, future_columns
from app.generation.network import Floats, Ints
from app.generation.sampling import Candidates

PITCH_LOOSENESS: Final = 3
"""Pitches are drawn with this root of the wished top-p, that is, more freely than lengths: rare
lengths spoil a melody, rare leaps make it."""


@dataclass
class WrittenPassage:
    """What has been written so far.

    `new_notes` are the model's; `steps` has them on the grid, in order with the notes that stay.
    `bits` is the cost of the new notes, known once the take is finished.
    """

    new_notes: list[Note] = field(default_factory=list)
    steps: list[StepNote] = field(default_factory=list)
    bits: float = 0.0


class TakeWriter:
    """Writes the passage of one take, one note at a time.

    For every note the caller asks for candidates of the onset, draws one and calls `choose_onset`;
    where `onset` is then a number, it does the same for duration and pitch; then it calls
    `advance`. There are no candidates for what is decided without a draw. A writer can't fail: a
    request that can't be met was refused when its rules were made.
    """

    def __init__(self, brief: TakeBrief, request: Request, history: History, seed: int) -> None:
        self.written = WrittenPassage()
        self.is_finished = False
        self.onset: int | None = None
        self.duration = 0
        self.pitch = 0
        self.history = history
        self._brief, self._request = brief, request
        self._passage, self._rules = brief.passage, brief.rules
        self._random = np.random.Generator(np.random.PCG64(seed))
        self._velocity = _velocity(brief)
        self._kept_count = 0
        self._kept = [self._on_grid(note) for note in brief.kept]
        self._slots = _open_slots(brief)
        self._slot: Note | None = None
        self._onsets = self._lengths = np.empty(0, np.int64)
        kept = set(brief.kept)
        offered = [note for note in self._passage.inside if note not in kept]
        self._offered = [note.onset_ticks for note in offered]
        # If all notes of a passage stay, its rests stay as well.
        self._has_changes = bool(offered) or not kept
        self._pitches: tuple[int, ...] = brief.rules.locked_pitches or ()
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
        return self._brief.kept

    def row(self) -> Row:
        """Return the features at this moment, a known future included; int32 [columns]."""
        row = self.history.row(bars_left(self._passage, self.history))
        if self._is_kept_ahead or self._passage.after:
            row[FIRST_FUTURE:] = OFFSETS[FIRST_FUTURE:] + self._future_columns()
        return row

    def onset_candidates(self, logits: Floats) -> Candidates | None:
        """Return the gaps after which the next new note may begin; `logits` are [gap classes].

        None is returned where no draw decides: the rhythm is locked, or no note fits before the
        next kept note or the end. `onset` then is that of the locked place, or None.
        """
        self.onset = self._slot = None
        if self._rules.locked_rhythm is not None:
            self._use_next_slot()
            return None
        span, must_go_on = self._open_span(), self._must_go_on()
        if not (self._has_changes or must_go_on):
            return None
        size = span.limit - span.earliest
        least = span.notes_needed * (1 if must_go_on else SHORTEST_STEPS)
        if span.notes_needed == 0 or size < least:
            return None
        adjusted, allowed, self._onsets = span.gaps(logits, may_stop=not must_go_on)
        wanted = self._wanted_length()
        if wanted is not None:
            lengths = self._onsets[1:] - self.history.end + wanted
            adjusted[1:] = favour_length(adjusted[1:], lengths, wanted)
        return self._candidates(adjusted, allowed)

    def choose_onset(self, gap: int) -> None:
        """Let the next new note begin after this gap; END: a kept note or the end comes next."""
        self.onset = None if gap == v.END else int(self._onsets[gap])

    def duration_candidates(self, logits: Floats) -> Candidates | None:
        """Return how long the note at `onset` may be; `logits` are [duration classes].

        None is returned where the rhythm is locked; `duration` then is set.
        """
        assert self.onset is not None
        if self._slot is not None:
            self.duration = max(1, self._passage.step(self._slot.end_ticks) - self.onset)
            return None
        adjusted, allowed, self._lengths = self._open_span().durations(logits, self.onset)
        wanted = self._wanted_length()
        if wanted is not None:
            adjusted = favour_length(adjusted, self._lengths, wanted)
        return self._candidates(adjusted, allowed)

    def choose_duration(self, length: int) -> None:
        """Give the note the length of this duration class."""
        self.duration = int(self._lengths[length])

    def pitch_candidates(self, logits: Floats) -> Candidates | None:
        """Return the pitches that the note may have; `logits` are [128], for MIDI pitches.

        None is returned where the pitches are locked; `pitch` then is set.
        """
        if self._pitches:
            self.pitch = self._pitches[self._pitch_count % len(self._pitches)]
            self._pitch_count += 1
            return None
        allowed = self._rules.pitches
        if self._is_last():
            allowed &= self._rules.endings
        return self._candidates(logits, pitch_mask(allowed), PITCH_LOOSENESS)

    def choose_pitch(self, pitch: int) -> None:
        """Give the note this MIDI pitch."""
        self.pitch = pitch

    def advance(self) -> None:
        """Add the new note or, where none was begun, the next kept note; without either, finish."""
        if self.onset is not None:
            note = StepNote(self.onset, self.duration, self.pitch)
            self.written.new_notes.append(self._in_ticks(note))
            self._append(note)
        elif self._is_kept_ahead:
            self._append(self._kept[self._kept_count])
            self._kept_count += 1
        else:
            self.is_finished = True

    @property
    def gap_class(self) -> int:
        """The class of the gap before `onset`, or of no gap while there is no onset."""
        return v.gap_class(0 if self.onset is None else self.onset - self.history.end)

    @property
    def place(self) -> int:
        """The place of `onset` in its bar, in steps."""
        return (self.onset or 0) % self.history.frame.bar % v.POSITION_CLASSES

    @property
    def duration_class(self) -> int:
        """The class of `duration`."""
        return v.duration_class(self.duration)

    @property
    def chord_class(self) -> int:
        """The class of the chord at `onset`."""
        return self.history.frame.chord_at(self.onset or 0)

    @property
    def _is_kept_ahead(self) -> bool:
        """Whether the passage has another kept note ahead."""
        return self._kept_count < len(self._kept)

    def _append(self, note: StepNote) -> None:
        self.history.append(note)
        self.written.steps.append(note)
        self._last_pitch = note.pitch

    def _open_span(self) -> OpenSpan:
        """Return the span up to the next kept note or the end."""
        limit = self._end
        if self._is_kept_ahead:
            limit = min(limit, self._kept[self._kept_count].onset)
        earliest = max(self._start, self.history.end)
        anchor = self._passage.step(self._passage.start_ticks)
        needed = self._notes_needed()
        must_end_after = BEFORE_ANY_MELODY
        if self._has_to_reach_last_bar(needed):
            must_end_after = self._end - self.history.frame.bar
        return OpenSpan(self.history.end, earliest, limit, anchor, needed, must_end_after)

    def _has_to_reach_last_bar(self, needed: int) -> bool:
        """Whether the next note is the last there will be, so that it has to reach the last bar.

        This is known where the take keeps the pitches of a passage, and with them their number.
        """
        is_last = not self._is_kept_ahead and needed == 1
        is_counted = bool(self._pitches) and not self._passage.is_added
        return is_last and is_counted and self._passage.closes

    def _notes_needed(self) -> int:
        """Return how many new notes have to come if one does; 0 if none may.

        It can be more than one where the pitches are locked: those of a passage all have to come,
        and those that go round in new bars have to go on to one that may end the take.
        """
        if not self._pitches:
            return 1
        if self._passage.is_added:
            return self._rules.until_ending(self._pitch_count)
        return self._due_before_kept()

    def _due_before_kept(self) -> int:
        """Return how many locked pitches are due before the next kept note or the end."""
        kept = self._brief.kept
        until = self._passage.end_ticks
        if self._is_kept_ahead:
            until = kept[self._kept_count].onset_ticks
        due = sum(1 for onset in self._offered if onset < until)
        return due - self._pitch_count

    def _must_go_on(self) -> bool:
        """Whether a new note has to be written before the next kept note or the end."""
        if self._pitches and not self._passage.is_added:
            return True
        if self._is_kept_ahead:
            return False
        if self._last_pitch is None or not self._rules.may_end(self._last_pitch):
            return True
        last_bar_is_reached = self.history.end > max(
            self._start, self._end - self.history.frame.bar
        )
        return self._passage.closes and not last_bar_is_reached

    def _wanted_length(self) -> float | None:
        """Return the length in steps that leads to the wished density; None if any will do."""
        density = self._request.density
        if density is None:
            return None
        bar = self.history.frame.bar
        wanted = density * (self._end - self._start) / bar - len(self.written.new_notes)
        left = self._end - max(self._start, self.history.end)
        # Near the end little is left to make up in, so no bar gets more than twice the density, or
        # less than half.
        return min(max(left / max(wanted, 1), bar / density / 2), 2 * bar / density)

    def _is_last(self) -> bool:
        """Whether the note being written is certain to be the last of the passage."""
        if self._is_kept_ahead:
            return False
        if self._rules.locked_rhythm is not None:
            return not self._slots
        assert self.onset is not None
        return self.onset + self.duration >= self._end

    def _use_next_slot(self) -> None:
        """Begin a note at the next place of the locked rhythm, unless a kept note comes first."""
        kept = self._brief.kept
        if not self._slots:
            return
        slot = self._slots[0]
        if self._is_kept_ahead and kept[self._kept_count].onset_ticks < slot.onset_ticks:
            return
        self._slot = self._slots.pop(0)
        self.onset = max(self.history.end, self._passage.step(slot.onset_ticks))

    def _in_ticks(self, note: StepNote) -> Note:
        """Return a new note in ticks; one of a locked rhythm has exactly the ticks of its place."""
        if self._slot is not None:
            onset, length = self._slot.onset_ticks, self._slot.duration_ticks
        else:
            onset = self._passage.sketch.pickup_ticks + steps_to_ticks(note.onset)
            length = steps_to_ticks(note.duration)
        return Note(onset, length, note.pitch, self._velocity, Author.MODEL)

    def _on_grid(self, note: Note) -> StepNote:
        """Return a note of the player's on the grid, covering every step that it touches."""
        onset = self._passage.step_before(note.onset_ticks)
        end = max(onset + 1, self._passage.step_after(note.end_ticks))
        return StepNote(onset, end - onset, note.pitch)

    def _candidates(self, logits: Floats, allowed: Mask, looseness: int = 1) -> Candidates:
        request = self._request
        top_p = request.top_p ** (1 / looseness)
        return Candidates(logits, allowed, request.temperature, top_p, self._random.random())

    def _fixed_notes(self) -> FixedNotes:
        after = [self._on_grid(note) for note in self._passage.after]
        notes = [*self._kept, *after]
        return FixedNotes(
            np.array([note.onset for note in notes], np.int64),
            np.array([note.duration for note in notes], np.int64),
            np.array([note.pitch for note in notes], np.int64),
        )

    def _future_columns(self) -> Ints:
        last_pitch = self.history.last_pitch
        positions = MelodyPositions(
            steps=np.array([self.history.end]),
            last_pitches=np.array([-1 if last_pitch is None else last_pitch]),
            next_fixed=np.array([self._kept_count]),
            first_visible=np.array([len(self._kept)]),
        )
        frame, reference = self.history.frame, self.history.reference
        columns: Ints = future_columns(positions, self._fixed, reference, frame.bar)[0]
        return columns


def bars_left(passage: Passage, history: History) -> int:
    """Return how many bars a take has left, the present one included.

    It is 0 where the take does not end with the passage: the model then isn't told to close.
    """
    if not passage.closes:
        return 0
    end = passage.step(passage.end_ticks)
    return max(1, -((history.end - end) // history.frame.bar))


def _velocity(brief: TakeBrief) -> int:
    """Return the mean velocity of the sketch's notes."""
    notes = brief.passage.sketch.melody.notes
    return round(sum(note.velocity for note in notes) / len(notes))


def _open_slots(brief: TakeBrief) -> list[Note]:
    """Return the places of a locked rhythm that no kept note takes."""
    kept = {note.onset_ticks for note in brief.kept}
    return [note for note in brief.rules.locked_rhythm or () if note.onset_ticks not in kept]
