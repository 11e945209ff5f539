"""Makes a melody out of keys that were pressed and released in time.

A melody has one voice. A key therefore ends the one before it, which turns a broken chord into a
run; of keys struck together the highest is kept, because the ear takes the top of a chord for the
melody.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from app.constants import HIGHEST_PITCH, HIGHEST_VELOCITY, LOWEST_PITCH
from app.domain.edits import Edited, one_voice
from app.domain.melody import Melody
from app.domain.note import Note
from app.domain.quantising import Quantising, quantised
from app.domain.timebase import seconds_to_ticks
from app.errors import InvalidValueError

TOGETHER_SECONDS: Final = 0.03
"""Keys that are held together form one chord if each was struck this soon after the one before.

Listeners can't tell which of two tones came first if less than about this time lies between them
(Hirsh, "Auditory perception of temporal order", 1959: 20 ms), and pianists spread chords that are
meant to sound at once by up to 30 ms (Goebl, "Melody lead in piano performance", 2001).
"""

EARLY_SECONDS: Final = 0.1
"""A key struck no earlier than this before a recording begins was meant for its first beat."""


@dataclass(frozen=True, slots=True)
class KeyEvent:
    """A key that is pressed at a time or, if its velocity is 0, released.

    Times are in seconds, on any clock that runs evenly. Raises InvalidValueError for a key or
    velocity outside MIDI's range.
    """

    time_seconds: float
    pitch: int
    velocity: int

    def __post_init__(self) -> None:
        if not LOWEST_PITCH <= self.pitch <= HIGHEST_PITCH:
            raise InvalidValueError(
                f"Key {self.pitch} is outside MIDI's {LOWEST_PITCH}–{HIGHEST_PITCH}."
            )
        if not 0 <= self.velocity <= HIGHEST_VELOCITY:
            raise InvalidValueError(
                f"Velocity {self.velocity} is outside 0–{HIGHEST_VELOCITY}; 0 is a release."
            )

    @property
    def is_press(self) -> bool:
        """Whether the key was pressed rather than released."""
        return self.velocity > 0


@dataclass(slots=True)
class _Stroke:
    """A key that is a note of the voice; until its end is known, it lasts to the recording's end.

    `latest_seconds` is when the last key of its chord was struck.
    """

    onset_seconds: float
    pitch: int
    velocity: int
    end_seconds: float
    latest_seconds: float


def recorded(
    events: Iterable[KeyEvent],
    tempo_bpm: float,
    end_seconds: float,
    quantising: Quantising | None = None,
    start_ticks: int = 0,
) -> Melody:
    """Return what was played until `end_seconds` as a melody; time 0 lies at `start_ticks`.

    A key that is never released lasts until the next one, or to the end. The release of a key that
    was not pressed is ignored. Keys struck up to EARLY_SECONDS before time 0 are moved there, and
    earlier ones are left out. Without `quantising` the times stay as they were played, to the tick.
    """
    notes: list[Note] = []
    for stroke in _strokes(events, end_seconds):
        onset = seconds_to_ticks(stroke.onset_seconds, tempo_bpm)
        duration = max(seconds_to_ticks(stroke.end_seconds, tempo_bpm) - onset, 1)
        onset = start_ticks + max(onset, 0)
        notes.append(Note(onset, duration, stroke.pitch, stroke.velocity))
    melody = one_voice(notes)
    return melody if quantising is None else quantised(melody, quantising)


def replaced(melody: Melody, played: Melody, start_ticks: int, end_ticks: int) -> Edited:
    """Replace a stretch of a melody by what was played, and select that.

    Notes that begin in the stretch are removed; one that reaches into it is cut off at its start.
    """
    kept = tuple(
        replace(note, duration_ticks=min(note.end_ticks, start_ticks) - note.onset_ticks)
        if note.onset_ticks < start_ticks
        else note
        for note in melody
        if not start_ticks <= note.onset_ticks < end_ticks
    )
    return Edited(Melody(kept).laid_over(played), frozenset(played))


def _strokes(events: Iterable[KeyEvent], end_seconds: float) -> list[_Stroke]:
    """Return the keys that make up the one voice, in order."""
    strokes: list[_Stroke] = []
    held: _Stroke | None = None
    for event in sorted(events, key=lambda event: event.time_seconds):
        now = event.time_seconds
        if not -EARLY_SECONDS <= now < end_seconds:
            continue
        if not event.is_press:
            if held is not None and held.pitch == event.pitch:
                held.end_seconds = now
                held = None
        elif held is not None and now - held.latest_seconds <= TOGETHER_SECONDS:
            held.latest_seconds = now
            if event.pitch > held.pitch:
                held.onset_seconds = now
                held.pitch, held.velocity = event.pitch, event.velocity
        else:
            if held is not None:
                held.end_seconds = now
            held = _Stroke(now, event.pitch, event.velocity, end_seconds, now)
            strokes.append(held)
    return strokes
