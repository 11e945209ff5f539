"""Owns the classes that the model predicts and reads: gaps, durations, pitches, meters, styles.

Times are counted in steps of the grid (24 a quarter). Every whole number of steps belongs to one
class, and each class divides its probability among its members, so that the probabilities of all
notes add up to one.
"""

from __future__ import annotations

import math
from enum import IntEnum
from typing import Final

from app.domain import Meter, Mode
from app.domain.chords import KINDS

FINE_STEPS: Final = 96
"""Up to this length, a whole note, every length has a class of its own."""

COARSE_STEPS: Final = 12
"""Longer lengths share classes an eighth wide."""

LONGEST_STEPS: Final = 384
"""The last class stands for four whole notes and everything longer."""

COARSE_CLASSES: Final = (LONGEST_STEPS - FINE_STEPS) // COARSE_STEPS
GAP_CLASSES: Final = 2 + FINE_STEPS + COARSE_CLASSES
"""Class 0 is END, class 1 a gap of no steps."""

DURATION_CLASSES: Final = FINE_STEPS + COARSE_CLASSES
"""Class 0 is one step."""

END: Final = 0
"""The gap class that means that no further note follows."""

TYPICAL_SHARE: Final = 0.9
"""Share of a coarse class's probability that its typical length gets; others divide the rest."""

LOWEST_HEIGHT: Final = -30
HIGHEST_HEIGHT: Final = 42
"""Heights are counted in semitones above a reference tonic; farther ones count as the outermost."""

HEIGHT_CLASSES: Final = HIGHEST_HEIGHT - LOWEST_HEIGHT + 1
WIDEST_INTERVAL: Final = 25
INTERVAL_CLASSES: Final = 2 * WIDEST_INTERVAL + 2
"""Class 0 means that there is no interval, because no note came before."""

POSITION_CLASSES: Final = 192
"""Places in the bar, in steps; in longer bars they begin again at 0."""

METERS: Final = (
    "4/4", "2/4", "3/4", "6/8", "9/8", "12/8", "3/8", "3/2", "6/4", "4/2", "5/4", "7/8", "5/8",
)  # fmt: skip
METER_CLASSES: Final = len(METERS) + 1
"""The last class is any other meter."""

MODES: Final = tuple(Mode)

CHORD_FAMILIES: Final = ("major", "minor", "dominant", "diminished", "other")
CHORD_CLASSES: Final = 1 + 12 * len(CHORD_FAMILIES)
"""Class 0 means that there is no chord, or that the model is not given it."""


class Relation(IntEnum):
    """How a bar relates to an earlier bar, its source.

    Where several relations hold, the closest one counts; see `plan.read_plan`.
    """

    UNPLANNED = 0
    """The plan says nothing about the bar."""
    NEW = 1
    """The bar resembles no earlier one."""
    REPEAT = 2
    """The same rhythm and pitches."""
    TRANSPOSED = 3
    """The same rhythm and intervals."""
    SEQUENCE = 4
    """The same rhythm and the same moves along the scale, from another step."""
    VARIED = 5
    """Most notes are the same."""
    INVERTED = 6
    """The same rhythm, and the same moves along the scale, turned upside down."""
    RHYTHM = 7
    """Only the rhythm is the same."""
    EMPTY = 8
    """No note begins in the bar."""


RELATION_CLASSES: Final = len(Relation)
FARTHEST_SOURCE: Final = 32
"""How many bars back a source is looked for."""

STYLES: Final = (
    "air",
    "art song",
    "classical",
    "country dance",
    "folk song",
    "hornpipe",
    "hymn",
    "jig",
    "march",
    "old popular song",
    "polka",
    "reel",
    "slide",
    "slip jig",
    "strathspey",
)
"""The styles in their order, named as musicians name them. Style numbers count from 1; 0 is any."""


def length_class(steps: int) -> int:
    """Return the class of a length in steps, which is the length itself up to FINE_STEPS."""
    if steps <= FINE_STEPS:
        return steps
    eighths = (min(steps, LONGEST_STEPS) - FINE_STEPS + COARSE_STEPS // 2) // COARSE_STEPS
    return FINE_STEPS + max(1, eighths)


def typical_length(length: int) -> int:
    """Return the length in steps that stands for a class."""
    return length if length <= FINE_STEPS else FINE_STEPS + (length - FINE_STEPS) * COARSE_STEPS


def gap_class(steps: int) -> int:
    """Return the class of a rest of `steps`, 0 or more; it is never END."""
    return 1 + length_class(steps)


def duration_class(steps: int) -> int:
    """Return the class of a duration of `steps`, 1 or more."""
    return length_class(steps) - 1


def bits_within_class(steps: int) -> float:
    """Return -log2 of the share that a length in steps has of its class's probability."""
    if steps <= FINE_STEPS:
        return 0.0
    length = length_class(steps)
    typical = typical_length(length)
    if steps == typical:
        return -math.log2(TYPICAL_SHARE)
    others = 1.0 - TYPICAL_SHARE
    lowest = FINE_STEPS + 1 if length == FINE_STEPS + 1 else typical - COARSE_STEPS // 2
    if typical < LONGEST_STEPS:
        return -math.log2(others / (typical + COARSE_STEPS // 2 - 1 - lowest))
    place = steps - lowest + (1 if steps < typical else 0)
    return -math.log2(others / (place * (place + 1)))


def height_class(height: int) -> int:
    """Return the class of a height in semitones above the reference tonic."""
    return min(max(height, LOWEST_HEIGHT), HIGHEST_HEIGHT) - LOWEST_HEIGHT


def interval_class(semitones: int) -> int:
    """Return the class of an interval; it is never 0."""
    return min(max(semitones, -WIDEST_INTERVAL), WIDEST_INTERVAL) + WIDEST_INTERVAL + 1


def meter_class(meter: Meter) -> int:
    """Return the class of a meter; cut time counts as 4/4."""
    name = "4/4" if meter.signature == "2/2" else meter.signature
    return METERS.index(name) if name in METERS else len(METERS)


def chord_class(root: int, kind: str, tonic: int) -> int:
    """Return the class of a chord; `kind` is one of `KINDS`, root and tonic are pitch classes."""
    return 1 + (root - tonic) % 12 * len(CHORD_FAMILIES) + CHORD_FAMILIES.index(_family(kind))


def _family(kind: str) -> str:
    tones = KINDS[kind]
    if 4 in tones and 10 in tones:
        return "dominant"
    if 3 in tones:
        return "diminished" if 6 in tones and 7 not in tones else "minor"
    return "major" if 4 in tones and 7 in tones else "other"
