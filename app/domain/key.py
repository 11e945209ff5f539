"""Owns Key, Mode and Spelling: a tonic with its scale, and how pitches are written in it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Final

from app.domain.quoting import quoted
from app.errors import InvalidValueError

LETTERS_BY_FIFTHS: Final = "FCGDAEB"
"""The letters in the order of the line of fifths, where C has the place 0 and F the place -1."""

LETTERS: Final = "CDEFGAB"
"""The letters from low to high within an octave."""

LETTER_SEMITONES: Final = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}
ACCIDENTAL_SIGNS: Final = {-2: "𝄫", -1: "♭", 0: "", 1: "♯", 2: "𝄪"}
MOST_FIFTHS: Final = 7
"""The most sharps or flats a key signature has."""


class Mode(StrEnum):
    """The scales a key can have."""

    MAJOR = "major"
    MINOR = "minor"
    DORIAN = "dorian"
    PHRYGIAN = "phrygian"
    LYDIAN = "lydian"
    MIXOLYDIAN = "mixolydian"
    LOCRIAN = "locrian"


FIFTHS_FROM_MAJOR: Final = {
    Mode.LYDIAN: 1,
    Mode.MAJOR: 0,
    Mode.MIXOLYDIAN: -1,
    Mode.DORIAN: -2,
    Mode.MINOR: -3,
    Mode.PHRYGIAN: -4,
    Mode.LOCRIAN: -5,
}
"""How many sharps more than the major key on the same tonic each mode has."""


@dataclass(frozen=True, slots=True)
class Spelling:
    """A written pitch: its letter, alteration in semitones (-2 to 2) and octave (C4 is MIDI 60)."""

    letter: str
    alter: int
    octave: int

    @classmethod
    def of(cls, pitch: int, letter: str) -> Spelling:
        """Write a MIDI pitch with a given letter ("A" to "G").

        Raises InvalidValueError if that would need more than a double sharp or flat.
        """
        natural = LETTER_SEMITONES.get(letter)
        alter = 0 if natural is None else (pitch - natural + 6) % 12 - 6
        if natural is None or alter not in ACCIDENTAL_SIGNS:
            raise InvalidValueError(
                f"Pitch {pitch} can't be written with the letter {quoted(letter)}."
            )
        return cls(letter, alter, (pitch - alter - natural) // 12 - 1)

    def __str__(self) -> str:
        return f"{self.letter}{ACCIDENTAL_SIGNS[self.alter]}{self.octave}"

    @property
    def pitch(self) -> int:
        """The MIDI note number that is meant."""
        return (self.octave + 1) * 12 + LETTER_SEMITONES[self.letter] + self.alter

    @property
    def fifths(self) -> int:
        """Its place on the line of fifths, where C is 0."""
        return LETTERS_BY_FIFTHS.index(self.letter) - 1 + 7 * self.alter

    @property
    def step(self) -> int:
        """Its step on the staff: how many letters it stands above C0."""
        return self.octave * len(LETTERS) + LETTERS.index(self.letter)


@dataclass(frozen=True, slots=True)
class Key:
    """A tonic such as "F#" or "Bb" (in ASCII) and a mode.

    Raises InvalidValueError if the signature would need more than seven sharps or flats.
    """

    tonic: str = "C"
    mode: Mode = Mode.MAJOR

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[A-G][#b]?", self.tonic) or abs(self.fifths) > MOST_FIFTHS:
            raise InvalidValueError(
                f"{quoted(f'{self.tonic} {self.mode}')} is not a key that can be written;"
                " try D major."
            )

    @classmethod
    def parse(cls, text: str) -> Key:
        """Read a key such as "D major", "F♯ minor", "Bb dorian", "Am" or "G".

        Raises InvalidValueError for a text that is no key.
        """
        match = re.fullmatch(r"\s*([A-Ga-g])\s*([#♯b♭]?)\s*([a-z]*)\s*", text, re.IGNORECASE)
        modes = {"": Mode.MAJOR, "m": Mode.MINOR} | {mode.value: mode for mode in Mode}
        modes |= {"maj": Mode.MAJOR, "min": Mode.MINOR, "aeolian": Mode.MINOR, "ionian": Mode.MAJOR}
        if match is None or match[3].lower() not in modes:
            raise InvalidValueError(
                f"{quoted(text)} is not a key that Motivo knows; write one such as D major"
                " or B♭ minor."
            )
        accidental = {"♯": "#", "♭": "b"}.get(match[2], match[2].lower())
        return cls(match[1].upper() + accidental, modes[match[3].lower()])

    @classmethod
    def from_fifths(cls, fifths: int, mode: Mode = Mode.MAJOR) -> Key:
        """Return the key of `mode` whose signature has `fifths` sharps (flats if negative)."""
        return cls(_name_on_fifths(fifths - FIFTHS_FROM_MAJOR[mode]), mode)

    def __str__(self) -> str:
        return f"{self.tonic.replace('#', '♯').replace('b', '♭')} {self.mode}"

    @property
    def tonic_fifths(self) -> int:
        """The place of the tonic on the line of fifths, where C is 0."""
        accidental = {"#": 7, "b": -7}.get(self.tonic[1:], 0)
        return LETTERS_BY_FIFTHS.index(self.tonic[0]) - 1 + accidental

    @property
    def fifths(self) -> int:
        """The number of sharps in the signature; flats count as negative."""
        return self.tonic_fifths + FIFTHS_FROM_MAJOR[self.mode]

    @property
    def tonic_pitch_class(self) -> int:
        """The tonic's pitch class, 0 (C) to 11 (B)."""
        return self.tonic_fifths * 7 % 12

    @property
    def scale(self) -> tuple[int, ...]:
        """The seven pitch classes of the scale, upward from the tonic."""
        tonic = self.tonic_pitch_class
        classes = {fifths * 7 % 12 for fifths in range(self.fifths - 1, self.fifths + 6)}
        return tuple(sorted(classes, key=lambda pitch_class: (pitch_class - tonic) % 12))

    def alteration(self, letter: str) -> int:
        """Return 1 where the signature has a sharp for the letter, -1 for a flat, else 0."""
        return (self.fifths + 6 - LETTERS_BY_FIFTHS.index(letter)) // 7

    def contains(self, pitch: int) -> bool:
        """Whether the MIDI pitch belongs to the scale."""
        return pitch % 12 in self.scale

    def stepped(self, pitch: int, steps: int) -> int:
        """Return the pitch that lies `steps` scale steps above `pitch`.

        A pitch outside the scale keeps its alteration. The result may lie outside MIDI's range.
        """
        scale = self.scale
        tonic = self.tonic_pitch_class
        heights = [(pitch_class - tonic) % 12 for pitch_class in scale]
        octave, height = divmod(pitch - tonic, 12)
        degree = max(index for index, of_degree in enumerate(heights) if of_degree <= height)
        alteration = height - heights[degree]
        octaves, new_degree = divmod(degree + steps, 7)
        return tonic + (octave + octaves) * 12 + heights[new_degree] + alteration

    def spell(self, pitch: int) -> Spelling:
        """Write a MIDI pitch as is usual in this key: its scale first, then common alterations."""
        return _spelled(self, pitch)


def _name_on_fifths(fifths: int) -> str:
    alter, letter = divmod(fifths + 1, 7)
    return LETTERS_BY_FIFTHS[letter] + ("#" * alter if alter > 0 else "b" * -alter)


@lru_cache(maxsize=4096)
def _spelled(key: Key, pitch: int) -> Spelling:
    # Any twelve neighbours on the line of fifths spell every pitch class once. These twelve contain
    # the scale and, in bright modes, the leading notes of common modulations (raised 4, 1, 5); in
    # dark modes the lowered second and the leading note.
    from_major = FIFTHS_FROM_MAJOR[key.mode]
    lowest = key.tonic_fifths + min(max(from_major - 3, -5), -3, from_major - 1)
    fifths = next(f for f in range(lowest, lowest + 12) if (f * 7 - pitch) % 12 == 0)
    return Spelling.of(pitch, LETTERS_BY_FIFTHS[(fifths + 1) % 7])
