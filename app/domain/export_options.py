"""Owns ExportOptions: what can be chosen of an exported file besides its format."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from app.errors import InvalidValueError


class Paper(StrEnum):
    """A size of paper, upright."""

    A4 = "a4"
    LETTER = "letter"

    @property
    def label(self) -> str:
        """Its name as it is written in every language."""
        return "A4" if self is Paper.A4 else "Letter"

    @property
    def size_mm(self) -> tuple[float, float]:
        """Width and height (ISO 216; ANSI/ASME Y14.1, 8.5 by 11 inches)."""
        return (210.0, 297.0) if self is Paper.A4 else (215.9, 279.4)


MIDI_TYPES: Final = (0, 1)
"""All in one track; or tempo, meter and key in a track of their own (Standard MIDI Files 1.0)."""

MIDI_TICKS: Final = (480, 960)
"""Divisions of the quarter that DAWs work with; both hold every place of a sketch."""

SAMPLE_RATES: Final = (44100, 48000, 96000)
"""Frames a second: of CDs, of films, and of studios that want more."""

BITS: Final = (16, 24)
"""Of each sample of sound."""

USUAL_WAV_BITS: Final = 16
"""As on a CD, which every program plays."""

USUAL_FLAC_BITS: Final = 24
"""All that a mix keeps; packed without loss it is hardly larger."""

LOWEST_DPI: Final = 50
HIGHEST_DPI: Final = 1200
"""Pixels an inch: from a thumbnail to what printing houses ask of line art."""

HIGHEST_PICTURE_PX: Final = 32_767
"""The last pixel that Qt's painter reaches."""


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """Choices for one file; a format looks at those that concern it.

    `paper` is what PDF pages are cut to and how wide a picture is, `dpi` the pixels an inch of a
    PNG; `midi_ticks` are those of a quarter, `midi_program` is General MIDI's instrument, from 0;
    `bits` are those of a sample of sound; None stands for as many as is usual in the format. Raises
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
            ("MIDI type", self.midi_type, MIDI_TYPES),
            ("MIDI file with so many ticks a quarter:", self.midi_ticks, MIDI_TICKS),
            ("sound file with so many frames a second:", self.sample_rate, SAMPLE_RATES),
            ("sound file with so many bits a sample:", self.bits, (None, *BITS)),
        ):
            if value not in choices:
                known = ", ".join(str(choice) for choice in choices if choice is not None)
                raise InvalidValueError(f"Motivo writes no {what} {value}; choose {known}.")


USUAL: Final = ExportOptions()
"""What files are like where nobody has chosen."""
