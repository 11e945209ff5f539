"""Owns the columns of a feature row: their names, how many classes each has, where they stand.

A row describes one moment: the end of a note. Class 0 of a column says that nothing is there, or
that it is not told. Rows hold numbers of the embedding table, class plus the column's offset.
"""

from __future__ import annotations

from itertools import accumulate
from typing import Final

import numpy as np

from app.generation import vocabulary as v

PITCH_CLASSES: Final = v.HEIGHT_CLASSES + 2
"""Nothing, every height class, a rest."""

REST: Final = v.HEIGHT_CLASSES + 1
LENGTH_CLASSES: Final = v.DURATION_CLASSES + 2
"""Nothing, every duration class, a note that goes on sounding."""

HELD: Final = v.DURATION_CLASSES + 1
LONGEST_MATCH: Final = 16
MATCH_CLASSES: Final = LONGEST_MATCH + 1
LONGEST_RUN: Final = 8
RUN_CLASSES: Final = 1 + 3 * LONGEST_RUN
"""No agreement, or a run of it by rhythm, by interval or by pitch."""

FARTHEST_BAR: Final = 64
FARTHEST_COUNTDOWN: Final = 9
DENSEST: Final = 24
"""Notes a bar beyond which density is one class."""

LAG_BARS: Final = (0.5, 1, 2, 4, 8, 16)
"""Bars back at which the past is looked up."""

AHEAD_BARS: Final = (1, 2, 4, 8)
"""Bars ahead at which a known future is looked up."""


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
PLACES: Final = {name: place for place, name in enumerate(NAMES)}
OFFSETS: Final = np.array([0, *accumulate(SIZES.values())][:-1], np.int32)
TABLE_ROWS: Final = sum(SIZES.values())

FIRST_PLAN: Final = PLACES["plan relation"]
FIRST_AHEAD: Final = PLACES["next distance"]
"""Columns from here on tell of a known future; before them, from FIRST_PLAN, of the plan."""


def _sources(*kinds: str) -> tuple[int, ...]:
    """Return where the columns of these kinds stand that look up another time."""
    return tuple(
        place
        for name, place in PLACES.items()
        if " " in name and name.split()[-1] in kinds and name != "second interval"
    )


PITCH_SOURCES: Final = _sources("pitch", "stepped")
INTERVAL_SOURCES: Final = _sources("interval")
LENGTH_SOURCES: Final = _sources("length")
GAP_SOURCES: Final = _sources("gap", "distance")
"""Columns that propose the next pitch, interval, duration and gap: the heads can copy from them."""
