"""Owns the heading of a printed score: title, composer and tempo, as publishers set them.

Lengths are in pixels of 1/96 inch, counted from the upper left corner within the margins.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from math import cos, hypot, radians, sin
from typing import Final

from app.domain import Sketch
from app.notation.drawing.outlines import disc, joined, polygon, turned
from app.notation.drawing.score_drawing import Outline

TITLE_PX: Final = 22
TITLE_SPACE: Final = 44.0
COMPOSER_PX: Final = 13
COMPOSER_SPACE: Final = 20.0
TEMPO_PX: Final = 12
TEMPO_SPACE: Final = 24.0
"""The heights of the heading's lines, including the space below each."""

LETTER_EM: Final = 0.75
"""The width of a bold letter in most typefaces, as a share of the font's size."""

SMALLEST_PX: Final = 1
DOTTED: Final = 1.5
"""The length of a beat in compound meters, in quarters."""

HEAD_TILT: Final = 20.0
"""The degrees by which a note head is tilted."""

HEAD_PX: Final = 3.6
HEAD_FLATNESS: Final = 0.72
STEM_PX: Final = 13.0
STEM_WIDTH_PX: Final = 1.0
DOT_PX: Final = 1.1
"""The note of the tempo: half the length of its head, the head's height as a share of its length,
its stem, and the radius of its dot."""


class Align(Enum):
    """Which part of a word stands at its place."""

    LEFT = 0.0
    MIDDLE = 0.5
    RIGHT = 1.0

    @property
    def share_before(self) -> float:
        """The share of a word that stands to the left of its place."""
        return self.value


@dataclass(frozen=True, slots=True)
class Word:
    """A text and the place of its baseline."""

    text: str
    x: float
    y: float
    size_px: int
    is_bold: bool = False
    align: Align = Align.LEFT


@dataclass(frozen=True, slots=True)
class Heading:
    """The words above a score, and the note that names its tempo, which stands at `note_place`."""

    words: tuple[Word, ...]
    note: Outline
    note_place: tuple[float, float]
    height: float


def heading(sketch: Sketch, width: float) -> Heading:
    """Return the heading of a sketch for a width between the margins."""
    words: list[Word] = []
    y = 0.0
    if sketch.title:
        size = _fitting(sketch.title, TITLE_PX, width)
        words.append(Word(sketch.title, width / 2, y + TITLE_PX, size, True, Align.MIDDLE))
        y += TITLE_SPACE
    if sketch.composer:
        size = _fitting(sketch.composer, COMPOSER_PX, width)
        words.append(Word(sketch.composer, width, y + COMPOSER_PX, size, False, Align.RIGHT))
        y += COMPOSER_SPACE
    is_dotted = sketch.meter.is_compound and not sketch.meter.groups
    beats = sketch.tempo_bpm / (DOTTED if is_dotted else 1)
    baseline = y + STEM_PX + HEAD_PX
    place = (HEAD_PX + STEM_WIDTH_PX, baseline - HEAD_PX)
    left = place[0] + HEAD_PX + (7 * DOT_PX if is_dotted else 3 * DOT_PX)
    words.append(Word(f"= {beats:.4g}", left, baseline, TEMPO_PX, True))
    return Heading(tuple(words), _note(is_dotted=is_dotted), place, y + TEMPO_SPACE)


def _fitting(text: str, size_px: int, width: float) -> int:
    """Return the font size, or the largest smaller one in which the text fits the width."""
    return max(SMALLEST_PX, min(size_px, int(width / (len(text) * LETTER_EM))))


def _note(*, is_dotted: bool) -> Outline:
    """Return a quarter note, with the centre of its head at the origin."""
    head = turned(disc(1.0), HEAD_PX, HEAD_PX * HEAD_FLATNESS, -HEAD_TILT)
    tilt = radians(HEAD_TILT)
    right = HEAD_PX * hypot(cos(tilt), HEAD_FLATNESS * sin(tilt))
    left = right - STEM_WIDTH_PX
    stem = polygon((left, 0.0), (right, 0.0), (right, -STEM_PX), (left, -STEM_PX))
    dot = turned(disc(1.0), DOT_PX, DOT_PX, 0.0, (right + 3 * DOT_PX, 0.0)) if is_dotted else ()
    return joined(head, stem, dot)
