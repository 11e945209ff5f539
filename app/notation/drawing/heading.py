"""Owns what stands over a printed score: title, composer and tempo, as publishers set them.

Lengths are in pixels of 1/96 inch, from the corner of the room within the margins.
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
"""Heights of the lines, with what is left free below them."""

LETTER_EM: Final = 0.75
"""Width of a bold letter in most faces, of the font's size."""

SMALLEST_PX: Final = 1
DOTTED: Final = 1.5
"""Quarters in the beat of compound meters."""

HEAD_TILT: Final = 20.0
"""Degrees by which a head leans."""

HEAD_PX: Final = 3.6
HEAD_FLATNESS: Final = 0.72
STEM_PX: Final = 13.0
STEM_WIDTH_PX: Final = 1.0
DOT_PX: Final = 1.1
"""Half the length of the tempo's head, its height beside that, its stem, and its dot's radius."""


class Align(Enum):
    """Which end of a word stands at its place."""

    LEFT = 0.0
    MIDDLE = 0.5
    RIGHT = 1.0

    @property
    def share_before(self) -> float:
        """How much of a word stands to the left of its place."""
        return self.value


@dataclass(frozen=True, slots=True)
class Word:
    """Text at the place of its baseline."""

    text: str
    x: float
    y: float
    size_px: int
    is_bold: bool = False
    align: Align = Align.LEFT


@dataclass(frozen=True, slots=True)
class Heading:
    """The words over a score and the note of its tempo, which stands at `note_place`."""

    words: tuple[Word, ...]
    note: Outline
    note_place: tuple[float, float]
    height: float


def heading(sketch: Sketch, width: float) -> Heading:
    """Return the heading of a sketch on paper with so much room across."""
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
    """Return the size, or a smaller one in which the text fits."""
    return max(SMALLEST_PX, min(size_px, int(width / (len(text) * LETTER_EM))))


def _note(*, is_dotted: bool) -> Outline:
    """Return a quarter note around the middle of its head."""
    head = turned(disc(1.0), HEAD_PX, HEAD_PX * HEAD_FLATNESS, -HEAD_TILT)
    tilt = radians(HEAD_TILT)
    right = HEAD_PX * hypot(cos(tilt), HEAD_FLATNESS * sin(tilt))
    left = right - STEM_WIDTH_PX
    stem = polygon((left, 0.0), (right, 0.0), (right, -STEM_PX), (left, -STEM_PX))
    dot = turned(disc(1.0), DOT_PX, DOT_PX, 0.0, (right + 3 * DOT_PX, 0.0)) if is_dotted else ()
    return joined(head, stem, dot)
