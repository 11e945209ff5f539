"""Owns Voice and Mix: the instrument, volume and pan of each part."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

MELODY: Final = 0
AUDITION: Final = 1
CHORDS: Final = 2
METRONOME: Final = 9
"""The channels of the parts, counted from 0. Auditioned notes have their own channel, so that they
and the melody don't release each other's keys; the metronome has General MIDI's for percussion."""

VOLUME: Final = 7
PAN: Final = 10
"""MIDI's controllers for volume and pan."""

PERCUSSION_BANK: Final = 128
"""The bank that holds the drum kits in SoundFont 2 files."""


@dataclass(frozen=True, slots=True)
class Voice:
    """An instrument of the soundfont, by bank and program (from 0), with its place in the mix.

    `volume` goes from 0 to 1, and `pan` from -1 (left) to 1 (right).
    """

    bank: int = 0
    program: int = 0
    volume: float = 1.0
    pan: float = 0.0

    @property
    def is_percussion(self) -> bool:
        """Whether the instrument is a drum kit, in which each key is another drum."""
        return self.bank == PERCUSSION_BANK

    @property
    def controls(self) -> tuple[tuple[int, int], ...]:
        """Volume and pan as pairs of a MIDI controller and its value."""
        return (VOLUME, round(127 * self.volume)), (PAN, min(127, round(64 + 64 * self.pan)))


@dataclass(frozen=True, slots=True)
class Mix:
    """The voices of all parts; auditioned notes have the melody's."""

    melody: Voice = field(default_factory=Voice)
    chords: Voice = field(default_factory=lambda: Voice(volume=0.8))
    metronome: Voice = field(default_factory=lambda: Voice(bank=PERCUSSION_BANK, volume=0.8))

    @property
    def channels(self) -> tuple[tuple[int, Voice], ...]:
        """Each channel with its voice."""
        return (
            (MELODY, self.melody),
            (AUDITION, self.melody),
            (CHORDS, self.chords),
            (METRONOME, self.metronome),
        )


@dataclass(frozen=True, slots=True)
class Sounding:
    """The soundfont (None for the default) and voices of a sketch, and whether its chords sound."""

    soundfont: Path | None = None
    mix: Mix = field(default_factory=Mix)
    with_chords: bool = False
