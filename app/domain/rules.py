"""Owns the hard rules of a request: which pitches may be used, and which may end the passage.

A request that no take could obey is refused here, with the reason, before the first take is made.
The Ask panel makes the same check while the player is still choosing the wishes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from app.constants import HIGHEST_PITCH, LOWEST_PITCH
from app.domain.ending import Ending
from app.domain.key import Key
from app.domain.note import Note
from app.domain.passage import Passage
from app.domain.quoting import quoted
from app.domain.request import Request
from app.domain.timebase import steps_to_ticks, ticks_to_steps
from app.errors import AppError

SHORTEST_STEPS: Final = 3
SHORTEST_TICKS: Final = steps_to_ticks(SHORTEST_STEPS)
"""The length of a thirty-second: where one fits, no shorter note is written."""

NEVER: Final = 1_000_000
"""Stands for the number of notes until an ending if the ending is never reached."""


@dataclass(frozen=True, slots=True)
class Rules:
    """The MIDI pitches that new notes may have, and those that a passage may end on.

    New notes have the onsets and lengths of the notes in `locked_rhythm`, and use the
    `locked_pitches` one after the other. Each is None if it is not locked.
    """

    pitches: frozenset[int]
    endings: frozenset[int]
    locked_rhythm: tuple[Note, ...] | None = None
    locked_pitches: tuple[int, ...] | None = None

    def may_end(self, pitch: int) -> bool:
        """Tell whether a passage may end on a pitch."""
        return pitch in self.endings

    def until_ending(self, place: int) -> int:
        """Return how many notes, from a place in the cycle of locked pitches, reach an ending."""
        locked = self.locked_pitches or ()
        for count in range(1, len(locked) + 1):
            if self.may_end(locked[(place + count - 1) % len(locked)]):
                return count
        return NEVER

    @property
    def farthest_ending(self) -> int:
        """The largest number of notes it can take to reach an ending."""
        return max(
            (self.until_ending(place) for place in range(len(self.locked_pitches or ()))), default=0
        )


def rules_of(passage: Passage, request: Request) -> Rules:
    """Return the rules; raises AppError if no take could obey them."""
    sketch = passage.sketch
    if request.form is not None:
        request.form.phrase_bars(sketch.bars, request.bars)
    pitches = allowed_pitches(request, sketch.key)
    endings = ending_pitches(request.closing, sketch.key)
    _check_held(passage, request)
    rhythm = _locked_rhythm(passage) if request.rhythm_lock else None
    if request.rhythm_lock and not rhythm:
        raise AppError("There are no notes whose rhythm could be kept; unlock the rhythm.")
    if rhythm and passage.closes and rhythm[-1].end_ticks <= _last_bar_ticks(passage):
        raise AppError(
            "With the rhythm locked, the last bar would stay empty; choose another number of bars"
            " or unlock the rhythm."
        )
    locked = None
    if request.pitch_lock:
        source = sketch.melody.notes if passage.is_added else passage.inside
        staying = staying_notes(passage, request)
        locked = tuple(note.pitch for note in source if note not in staying)
        _check_locked_pitches(locked, pitches, sketch.key)
    rules = Rules(pitches, endings, rhythm, locked)
    _check_ending(passage, request, rules)
    return rules


def check_style(style: str, styles: Sequence[str]) -> None:
    """Raise AppError if a style is not one of `styles`, which the model knows."""
    if style not in styles:
        listed = f"{', '.join(styles[:-1])} or {styles[-1]}"
        raise AppError(f"The model doesn't know the style {quoted(style)}; choose {listed}.")


def staying_notes(passage: Passage, request: Request) -> frozenset[Note]:
    """Return the notes of the passage that every take keeps."""
    return frozenset((*request.held, *passage.bound))


def allowed_pitches(request: Request, key: Key) -> frozenset[int]:
    """Return the MIDI pitches that may be used; raises AppError if there are none."""
    lowest = LOWEST_PITCH if request.lowest is None else request.lowest
    highest = HIGHEST_PITCH if request.highest is None else request.highest
    allowed = frozenset(
        pitch
        for pitch in range(lowest, highest + 1)
        if not request.scale_lock or key.contains(pitch)
    )
    if not allowed:
        raise AppError(
            f"No note of {key} is between the lowest and the highest pitch; widen the range or"
            " unlock the scale."
        )
    return allowed


def ending_pitches(ending: Ending, key: Key) -> frozenset[int]:
    """Return the pitches for an ending: the tonic closes; degrees 2, 5 and 7 stay open."""
    tonic, scale = key.tonic_pitch_class, key.scale
    classes = {
        Ending.ANY: set(range(12)),
        Ending.TONIC: {tonic},
        Ending.OPEN: {scale[1], scale[4], scale[6], (tonic - 1) % 12},
    }[ending]
    return frozenset(
        pitch for pitch in range(LOWEST_PITCH, HIGHEST_PITCH + 1) if pitch % 12 in classes
    )


def _locked_rhythm(passage: Passage) -> tuple[Note, ...]:
    """Return notes whose onsets and lengths the new notes will have; ignore their pitches."""
    if passage.is_added:
        return tiled_motif(passage)
    return tuple(_until(note, passage.end_ticks) for note in passage.inside)


def tiled_motif(passage: Passage) -> tuple[Note, ...]:
    """Return the notes of an added passage that repeats the full bars of the sketch."""
    sketch = passage.sketch
    length = sketch.end_ticks - sketch.pickup_ticks
    motif = [note for note in sketch.melody if note.onset_ticks >= sketch.pickup_ticks]
    tiled = (
        Note(note.onset_ticks + shift, note.duration_ticks, note.pitch)
        for shift in range(length, passage.end_ticks, length or passage.end_ticks)
        for note in motif
    )
    return tuple(
        _until(note, passage.end_ticks) for note in tiled if note.onset_ticks < passage.end_ticks
    )


def _until(note: Note, end_ticks: int) -> Note:
    """Return a note with the same onset and pitch, cut off where the passage ends."""
    length = min(note.duration_ticks, end_ticks - note.onset_ticks)
    return Note(note.onset_ticks, length, note.pitch)


def _last_bar_ticks(passage: Passage) -> int:
    return passage.end_ticks - passage.sketch.meter.bar_ticks


def _check_held(passage: Passage, request: Request) -> None:
    inside = set(passage.inside)
    if any(note not in inside for note in request.held):
        raise AppError("A note to keep doesn't begin in these bars; keep only notes that do.")
    if inside and inside == staying_notes(passage, request):
        raise AppError(
            "Every note in these bars has to stay, so there is nothing to change; keep fewer notes,"
            " or choose more bars."
        )
    if not inside and (request.rhythm_lock or request.pitch_lock) and not passage.is_added:
        raise AppError("These bars have no notes that a lock could keep; unlock them.")


def _check_locked_pitches(locked: tuple[int, ...], pitches: frozenset[int], key: Key) -> None:
    outside = [pitch for pitch in locked if pitch not in pitches]
    if outside:
        raise AppError(
            f"The locked pitches include {key.spell(outside[0])}, which is outside the scale or the"
            " range; unlock the pitches, or unlock the scale and widen the range."
        )


def _check_ending(passage: Passage, request: Request, rules: Rules) -> None:
    if request.closing is Ending.ANY:
        return
    sketch, wish = passage.sketch, request.closing.value
    if not rules.pitches & rules.endings:
        raise AppError(
            f"No note in the scale and the range makes the ending “{wish}”; widen the range, unlock"
            " the scale, or choose another ending."
        )
    last = _known_last_pitch(passage, request, rules)
    if last is not None and not rules.may_end(last):
        raise AppError(
            f"The last note has to stay {sketch.key.spell(last)}, which doesn't make the ending"
            f" “{wish}”; let it change, or choose another ending."
        )
    bar_steps = ticks_to_steps(sketch.meter.bar_ticks)
    # In added bars the locked pitches repeat, and have to reach an ending near the last bar line.
    if passage.is_added and rules.farthest_ending > bar_steps:
        raise AppError(
            f"The locked pitches reach the ending “{wish}” too rarely; unlock them, or choose"
            " another ending."
        )


def _known_last_pitch(passage: Passage, request: Request, rules: Rules) -> int | None:
    """Return the pitch of the passage's last note, or None if the request leaves it open."""
    inside = passage.inside
    if inside and inside[-1] in staying_notes(passage, request):
        is_locked = request.rhythm_lock or request.pitch_lock
        is_full = passage.end_ticks - inside[-1].end_ticks < SHORTEST_TICKS
        return inside[-1].pitch if is_locked or is_full else None
    locked = rules.locked_pitches
    if locked is None:
        return None
    if not passage.is_added:
        return locked[-1]
    if rules.locked_rhythm is None:
        return None
    return locked[(len(rules.locked_rhythm) - 1) % len(locked)]
