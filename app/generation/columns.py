"""Owns the columns of a feature row: their names, how many classes each has, and their order.

A row describes one moment: the end of a note, or the beginning of the melody. It holds one index
into the embedding table for each column: the class plus the column's offset. In columns that may
be empty, class 0 means that there is nothing, or that the model is not given it.

The names say where a column looks: "lag 0 …" at what sounded LAG_BARS[0] bars ago; "exact …",
"moved …", "stepped …" and "rhythm …" at what followed the longest earlier run of notes with the
same lengths and the same pitches, intervals, scale steps or places in the bar; "plan …" at the bar
that the plan takes up; "next …", "second …" and "ahead 0 …" at fixed notes to come. "position" and
"remaining" are the steps from the last bar line and to the next one.
"""

from __future__ import annotations

from itertools import accumulate
from typing import Final

import numpy as np

from app.generation import vocabulary as v

PITCH_CLASSES: Final = v.HEIGHT_CLASSES + 2
"""Class 0 is nothing, then come the height classes, and last a rest."""

REST: Final = v.HEIGHT_CLASSES + 1
LENGTH_CLASSES: Final = v.DURATION_CLASSES + 2
"""Class 0 is nothing, then come the duration classes, and last a note that is still sounding."""

SUSTAINED: Final = v.DURATION_CLASSES + 1
LONGEST_MATCH: Final = 16
"""Notes. Whatever goes beyond this limit, or one of those below, is counted as the limit."""

MATCH_CLASSES: Final = LONGEST_MATCH + 1
LONGEST_RUN: Final = 8
RUN_CLASSES: Final = 1 + 3 * LONGEST_RUN
"""Class 0 is no agreement; then come runs of 1 to LONGEST_RUN notes that agree in their rhythm, as
many in their intervals, as many in their pitches."""

FARTHEST_BAR: Final = 64
FARTHEST_COUNTDOWN: Final = 9
DENSEST: Final = 24
"""Notes a bar."""

LAG_BARS: Final = (0.5, 1, 2, 4, 8, 16)
"""How many bars back the past is looked up."""

AHEAD_BARS: Final = (1, 2, 4, 8)
"""How many bars ahead a known future is looked up."""


def _sizes() -> dict[str, int]:
    sizes = {
        "pitch": PITCH_CLASSES, "degree": 13, "interval": v.INTERVAL_CLASSES,
        "length": LENGTH_CLASSES, "gap": v.GAP_CLASSES,
        "position": v.POSITION_CLASSES, "remaining": v.POSITION_CLASSES, "beat": 24,
        "bar of 4": 4, "bar of 8": 8, "bar": FARTHEST_BAR + 1,
        "meter": v.METER_CLASSES, "mode": len(v.MODES), "style": len(v.STYLES) + 1,
        "countdown": FARTHEST_COUNTDOWN + 1, "density": DENSEST + 1, "chord": v.CHORD_CLASSES,
    }  # fmt: skip
    for lag in range(len(LAG_BARS)):
        sizes |= {
            f"lag {lag} pitch": PITCH_CLASSES, f"lag {lag} length": LENGTH_CLASSES,
            f"lag {lag} interval": v.INTERVAL_CLASSES, f"lag {lag} run": RUN_CLASSES,
        }  # fmt: skip
    sizes |= {
        "exact pitch": PITCH_CLASSES, "exact length": LENGTH_CLASSES, "exact gap": v.GAP_CLASSES,
        "exact match": MATCH_CLASSES,
        "moved interval": v.INTERVAL_CLASSES, "moved length": LENGTH_CLASSES,
        "moved gap": v.GAP_CLASSES, "moved match": MATCH_CLASSES,
        "stepped pitch": PITCH_CLASSES, "stepped length": LENGTH_CLASSES,
        "stepped match": MATCH_CLASSES,
        "rhythm length": LENGTH_CLASSES, "rhythm gap": v.GAP_CLASSES,
        "rhythm match": MATCH_CLASSES,
        "plan relation": v.RELATION_CLASSES, "plan lag": v.FARTHEST_SOURCE + 1,
        "plan pitch": PITCH_CLASSES, "plan length": LENGTH_CLASSES,
        "plan interval": v.INTERVAL_CLASSES, "plan stepped": PITCH_CLASSES,
        "next distance": v.GAP_CLASSES, "next pitch": PITCH_CLASSES,
        "next interval": v.INTERVAL_CLASSES, "next length": LENGTH_CLASSES,
        "second interval": v.INTERVAL_CLASSES,
    }  # fmt: skip
    for ahead in range(len(AHEAD_BARS)):
        sizes |= {f"ahead {ahead} pitch": PITCH_CLASSES, f"ahead {ahead} length": LENGTH_CLASSES}
    return sizes


SIZES: Final = _sizes()
NAMES: Final = tuple(SIZES)
COUNT: Final = len(NAMES)
INDEX: Final = {name: index for index, name in enumerate(NAMES)}
OFFSETS: Final = np.array([0, *accumulate(SIZES.values())][:-1], np.int32)
TABLE_ROWS: Final = sum(SIZES.values())

FIRST_PLAN: Final = INDEX["plan relation"]
FIRST_FUTURE: Final = INDEX["next distance"]
"""The columns from here on are about a known future, those from FIRST_PLAN up to here about the
plan."""


def _sources(*kinds: str) -> tuple[int, ...]:
    """Return the indices of the columns of these kinds that look at another time than now."""
    return tuple(
        index
        for name, index in INDEX.items()
        if " " in name and name.split()[-1] in kinds and name != "second interval"
    )


PITCH_SOURCES: Final = _sources("pitch", "stepped")
INTERVAL_SOURCES: Final = _sources("interval")
LENGTH_SOURCES: Final = _sources("length")
GAP_SOURCES: Final = _sources("gap", "distance")
"""The columns that propose the next note's pitch, interval, duration or gap: what the network's
heads can copy."""
