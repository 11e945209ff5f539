"""Owns Clef, and the rule that chooses one for a melody."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from app.domain.key import LETTERS, Spelling
from app.domain.melody import Melody

STAFF_LINES: Final = 5

PITCH_OF_SIGN: Final = {
    "G": Spelling("G", 0, 4),
    "F": Spelling("F", 0, 3),
    "C": Spelling("C", 0, 4),
}
"""The pitch that each sign gives to the staff line it is written on."""


@dataclass(frozen=True, slots=True)
class Clef:
    """A clef: its sign ("G", "F" or "C") and the staff line it is written on, 1 being the lowest.

    The music sounds `octaves` higher than written: -1 for a treble clef with an 8 below.
    """

    sign: str
    line: int
    octaves: int = 0

    @property
    def top_step(self) -> int:
        """The step of the top staff line, as `Spelling.step` counts it."""
        return (
            PITCH_OF_SIGN[self.sign].step
            + 2 * (STAFF_LINES - self.line)
            + len(LETTERS) * self.octaves
        )


TREBLE: Final = Clef("G", 2)
BASS: Final = Clef("F", 4)

LOWEST_IN_TREBLE: Final = 55
"""The MIDI pitch of G3: melodies with a lower median need fewer ledger lines in bass clef."""


def clef_of(melody: Melody) -> Clef:
    """Return the clef in which a melody is easiest to read; treble if it has no notes."""
    pitches = sorted(note.pitch for note in melody)
    is_low = bool(pitches) and pitches[len(pitches) // 2] < LOWEST_IN_TREBLE
    return BASS if is_low else TREBLE
