"""Owns ExportOptions: everything about an exported file that can be chosen, except its format."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from app.errors import InvalidValueError


class Paper(StrEnum):
    """A size of paper, in portrait orientation."""

    A4 = "a4"
    LETTER = "letter"

    @property
    def label(self) -> str:
        """The name of the size, which is the same in every language."""
        return "A4" if self is Paper.A4 else "Letter"

    @property
    def size_mm(self) -> tuple[float, float]:
        """The width and the height (ISO 216; ANSI/ASME Y14.1, 8.5 by 11 inches)."""
        return (210.0, 297.0) if self is Paper.A4 else (215.9, 279.4)


MIDI_TYPES: Final = (0, 1)
"""0: one track; 1: a track of its own for tempo, meter and key (Standard MIDI Files 1.0)."""

MIDI_TICKS: Final = (480, 960)
"""Ticks per quarter that DAWs work with; every note of a sketch falls on a tick of both."""

SAMPLE_RATES: Final = (44100, 48000, 96000)
"""Frames per second: as on CDs, as in films, and as studios use that want more."""

BITS: Final = (16, 24)
"""Bits of each sample of sound."""

USUAL_WAV_BITS: Final = 16
"""As on a CD; every program can play it."""

USUAL_FLAC_BITS: Final = 24
"""As much as a mix keeps; compressed without loss, the file is hardly larger."""

LOWEST_DPI: Final = 50
HIGHEST_DPI: Final = 1200
"""Pixels per inch: from a thumbnail to what printers ask for line art."""

HIGHEST_PICTURE_PX: Final = 32_767
"""The largest width or height that Qt can paint."""


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """Choices for one file; each format uses the ones that concern it.

    `paper` is the size of PDF pages, and pictures are as wide; `dpi` is the pixels per inch of a
    PNG. `midi_ticks` is the ticks per quarter, `midi_program` the General MIDI instrument, counted
    from 0. `bits` is the bits of each sample of sound; None means as many as is usual in the
    format. Raises InvalidValueError for a value that no file can have.
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
            raise InvalidValueError(f"There is no paper size {self.paper}; choose a4 or letter.")
        if not LOWEST_DPI <= self.dpi <= HIGHEST_DPI:
            raise InvalidValueError(
                f"A picture can't have {self.dpi} pixels per inch; choose {LOWEST_DPI} to"
                f" {HIGHEST_DPI}."
            )
        if not 0 <= self.midi_program <= 127:
            raise InvalidValueError(
                f"MIDI has no instrument {self.midi_program}; choose one from 0 to 127."
            )
        for what, value, choices in (
            ("MIDI file of type {0}", self.midi_type, MIDI_TYPES),
            ("MIDI file with {0} ticks per quarter", self.midi_ticks, MIDI_TICKS),
            ("sound file with {0} frames per second", self.sample_rate, SAMPLE_RATES),
            ("sound file with {0} bits per sample", self.bits, (None, *BITS)),
        ):
            if value not in choices:
                *others, last = (str(choice) for choice in choices if choice is not None)
                raise InvalidValueError(
                    f"Motivo can't write a {what.format(value)}; choose {', '.join(others)} or"
                    f" {last}."
                )


DEFAULT_OPTIONS: Final = ExportOptions()
"""The options of a file if nothing was chosen."""
