"""Owns ExportOptions: what can be chosen for an exported file besides its format."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from app.errors import InvalidValueError


class Paper(StrEnum):
    """A paper size, in portrait format."""

    A4 = "a4"
    LETTER = "letter"

    @property
    def label(self) -> str:
        """The name of the size, which is the same in every language."""
        return "A4" if self is Paper.A4 else "Letter"

    @property
    def size_mm(self) -> tuple[float, float]:
        """Width and height (A4: ISO 216; Letter: ANSI/ASME Y14.1, 8.5 by 11 inches)."""
        return (210.0, 297.0) if self is Paper.A4 else (215.9, 279.4)


MIDI_TYPES: Final = (0, 1)
"""Type 0 has all in one track, type 1 has tempo, meter and key in a track of their own (Standard
MIDI Files 1.0)."""

MIDI_TICKS: Final = (480, 960)
"""Ticks a quarter, as DAWs have them; every place in a sketch is a whole number of both."""

SAMPLE_RATES: Final = (44100, 48000, 96000)
"""Frames a second: that of CDs, that of films, and one for studios that want more."""

BITS: Final = (16, 24)
"""Bits of each sample of sound."""

DEFAULT_WAV_BITS: Final = 16
"""As on a CD; every program plays it."""

DEFAULT_FLAC_BITS: Final = 24
"""A mix keeps all its detail in 24 bits, and lossless packing makes the file hardly larger."""

LOWEST_DPI: Final = 50
HIGHEST_DPI: Final = 1200
"""Pixels an inch: from a thumbnail to what printers ask for in line art."""

HIGHEST_PICTURE_PX: Final = 32_767
"""Qt's painter can't draw farther."""


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """The choices for one file; a format uses those that concern it.

    `paper` is the size of a PDF's pages and sets how wide a picture is; `dpi` is the pixels an inch
    of a PNG. `midi_ticks` is the ticks a quarter, `midi_program` the instrument in General MIDI,
    counted from 0. `bits` is the bits a sample of sound, None for the format's default. Raises
    InvalidValueError for a value that no file can have.
    """

    paper: Paper = Paper.A4
    dpi: int = 200
    midi_type: int = 0
    midi_ticks: int = 480
    midi_program: int = 0
    sample_rate: int = 44100
    bits: int | None = None

    def __post_init__(self) -> None:
        if self.paper not in tuple(Paper):
            raise InvalidValueError(f"There is no paper {self.paper}; choose a4 or letter.")
        if not LOWEST_DPI <= self.dpi <= HIGHEST_DPI:
            raise InvalidValueError(
                f"A picture can't have {self.dpi} pixels an inch; choose {LOWEST_DPI} to"
                f" {HIGHEST_DPI}."
            )
        if not 0 <= self.midi_program <= 127:
            raise InvalidValueError(
                f"MIDI has no instrument {self.midi_program}; choose one from 0 to 127."
            )
        for what, value, choices in (
            ("MIDI files of type {}", self.midi_type, MIDI_TYPES),
            ("MIDI files with {} ticks a quarter", self.midi_ticks, MIDI_TICKS),
            ("sound files with {} frames a second", self.sample_rate, SAMPLE_RATES),
            ("sound files with {} bits a sample", self.bits, (None, *BITS)),
        ):
            if value not in choices:
                known = ", ".join(str(choice) for choice in choices if choice is not None)
                raise InvalidValueError(
                    f"Motivo doesn't write {what.format(value)}; choose one of {known}."
                )


DEFAULT_OPTIONS: Final = ExportOptions()
"""The options of a file for which nothing was chosen."""
