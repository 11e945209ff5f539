"""Owns Chord and Chords: the chord symbols of a sketch, as a player types them: `D | G A7 | D`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from app.domain.key import LETTER_SEMITONES
from app.domain.meter import Meter
from app.domain.quoting import quoted
from app.errors import InvalidValueError

KINDS: Final[dict[str, tuple[int, ...]]] = {
    "": (0, 4, 7),
    "m": (0, 3, 7),
    "7": (0, 4, 7, 10),
    "m7": (0, 3, 7, 10),
    "maj7": (0, 4, 7, 11),
    "m(maj7)": (0, 3, 7, 11),
    "6": (0, 4, 7, 9),
    "m6": (0, 3, 7, 9),
    "9": (0, 4, 7, 10, 2),
    "m9": (0, 3, 7, 10, 2),
    "maj9": (0, 4, 7, 11, 2),
    "sus2": (0, 2, 7),
    "sus4": (0, 5, 7),
    "7sus4": (0, 5, 7, 10),
    "dim": (0, 3, 6),
    "dim7": (0, 3, 6, 9),
    "m7b5": (0, 3, 6, 10),
    "aug": (0, 4, 8),
    "5": (0, 7),
}
"""The chord kinds by their usual suffix, each with its tones in semitones above the root."""

OTHER_NAMES: Final = {
    "M": "",
    "maj": "",
    "min": "m",
    "-": "m",
    "M7": "maj7",
    "Δ": "maj7",
    "Δ7": "maj7",
    "min7": "m7",
    "-7": "m7",
    "mM7": "m(maj7)",
    "mmaj7": "m(maj7)",
    "sus": "sus4",
    "o": "dim",
    "°": "dim",
    "o7": "dim7",
    "°7": "dim7",
    "ø": "m7b5",
    "ø7": "m7b5",
    "m7♭5": "m7b5",
    "+": "aug",
}
"""Other suffixes for the same kinds."""

HOLD: Final = "/"
"""Typed where the chord before goes on."""


@dataclass(frozen=True, slots=True)
class Chord:
    """A chord symbol: root and bass are names such as "F#" (in ASCII), `kind` is a key of KINDS."""

    root: str
    kind: str = ""
    bass: str | None = None

    @classmethod
    def parse(cls, text: str) -> Chord:
        """Read a symbol such as "D", "F♯m7" or "G/B"; raises InvalidValueError for any other."""
        plain = text.strip().replace("♯", "#").replace("♭", "b")
        match = re.fullmatch(r"([A-G][#b]?)(.*?)(?:/([A-G][#b]?))?", plain)
        kind = OTHER_NAMES.get(match[2], match[2]) if match else None
        if match is None or kind not in KINDS:
            raise InvalidValueError(
                f"{quoted(text)} is not a chord that Motivo knows; write one such as D, F♯m or A7."
            )
        return cls(match[1], kind, match[3])

    def __str__(self) -> str:
        text = self.root + self.kind + (f"/{self.bass}" if self.bass else "")
        return text.replace("#", "♯").replace("b", "♭")

    @property
    def root_pitch_class(self) -> int:
        """The root's pitch class, 0 (C) to 11 (B)."""
        return _pitch_class(self.root)

    @property
    def bass_pitch_class(self) -> int:
        """The pitch class of the bass; the root's, if the symbol names no other bass."""
        return _pitch_class(self.bass) if self.bass else self.root_pitch_class

    @property
    def pitch_classes(self) -> frozenset[int]:
        """All pitch classes of the chord, including its bass."""
        classes = {(self.root_pitch_class + above) % 12 for above in KINDS[self.kind]}
        return frozenset(classes | ({_pitch_class(self.bass)} if self.bass else set()))


@dataclass(frozen=True, slots=True)
class ChordChange:
    """A chord and the tick at which it begins to sound."""

    onset_ticks: int
    chord: Chord


@dataclass(frozen=True, slots=True)
class Chords:
    """The chords of a pattern of bars, which repeats from the first full bar on.

    Each bar is a tuple of slots that share its time evenly; in a slot that is None, the chord
    before goes on. A pattern without bars means that the sketch has no chords.
    """

    bars: tuple[tuple[Chord | None, ...], ...] = ()

    @classmethod
    def parse(cls, text: str) -> Chords:
        """Read bars divided by `|`.

        `/` lets the chord before go on, and so does an empty bar or `%` for a whole bar. Raises
        InvalidValueError for a symbol that is no chord, or where no chord is named at all.
        """
        if not text.strip():
            return cls()
        bars = []
        for cell in text.strip().strip("|").split("|"):
            slots = [None if slot in (HOLD, "%") else Chord.parse(slot) for slot in cell.split()]
            bars.append(tuple(slots) or (None,))
        if all(slot is None for bar in bars for slot in bar):
            raise InvalidValueError(
                "These chords begin by repeating a chord that was never named; name one first."
            )
        return cls(tuple(bars))

    def __str__(self) -> str:
        return " | ".join(
            " ".join(HOLD if chord is None else str(chord) for chord in bar) for bar in self.bars
        )

    def changes(self, meter: Meter, start_ticks: int, end_ticks: int) -> tuple[ChordChange, ...]:
        """Return the chord changes between two ticks, if the pattern begins at `start_ticks`."""
        found: list[ChordChange] = []
        bar_starts = range(start_ticks, end_ticks, meter.bar_ticks) if self.bars else ()
        for index, bar_start in enumerate(bar_starts):
            slots = self.bars[index % len(self.bars)]
            for chord, place in zip(slots, meter.divided(len(slots)), strict=True):
                onset = bar_start + place
                if onset < end_ticks and chord and (not found or found[-1].chord != chord):
                    found.append(ChordChange(onset, chord))
        return tuple(found)


def _pitch_class(name: str) -> int:
    return (LETTER_SEMITONES[name[0]] + {"#": 1, "b": -1}.get(name[1:], 0)) % 12
