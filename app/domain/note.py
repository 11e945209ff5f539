"""Owns Note and Author: a single tone, and who wrote it."""

from dataclasses import dataclass, replace
from enum import StrEnum

from app.constants import (
    DEFAULT_VELOCITY,
    HIGHEST_PITCH,
    HIGHEST_VELOCITY,
    LOWEST_PITCH,
    LOWEST_VELOCITY,
)
from app.domain.key import Spelling
from app.errors import InvalidValueError


class Author(StrEnum):
    """Who wrote a note."""

    PLAYER = "player"
    MODEL = "model"


@dataclass(frozen=True, slots=True)
class Note:
    """A tone: its onset and duration in ticks, its pitch and velocity as in MIDI.

    `letter` ("A" to "G") says how the player wants the pitch written; None leaves that to key and
    context. Raises InvalidValueError for a value that is out of range.
    """

    onset_ticks: int
    duration_ticks: int
    pitch: int
    velocity: int = DEFAULT_VELOCITY
    author: Author = Author.PLAYER
    letter: str | None = None

    def __post_init__(self) -> None:
        if self.onset_ticks < 0:
            raise InvalidValueError(
                f"A note can't begin before the sketch does (onset {self.onset_ticks})."
            )
        if self.duration_ticks <= 0:
            raise InvalidValueError(
                f"A note can't be as short as {self.duration_ticks} ticks; it needs at least 1."
            )
        if not LOWEST_PITCH <= self.pitch <= HIGHEST_PITCH:
            raise InvalidValueError(
                f"Pitch {self.pitch} is outside MIDI's {LOWEST_PITCH}–{HIGHEST_PITCH}."
            )
        if not LOWEST_VELOCITY <= self.velocity <= HIGHEST_VELOCITY:
            raise InvalidValueError(
                f"Velocity {self.velocity} is outside {LOWEST_VELOCITY}–{HIGHEST_VELOCITY}."
            )
        if self.letter is not None:
            Spelling.of(self.pitch, self.letter)

    @property
    def end_ticks(self) -> int:
        """The tick at which the note has ended."""
        return self.onset_ticks + self.duration_ticks

    def at_pitch(self, pitch: int) -> "Note":
        """Return the note at another pitch; it keeps its letter if it moves by whole octaves."""
        is_octave = (pitch - self.pitch) % 12 == 0
        return replace(self, pitch=pitch, letter=self.letter if is_octave else None)
