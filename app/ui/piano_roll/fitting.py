"""What the roll should show of a sketch: which rows, how many bars, and at which scale."""

from __future__ import annotations

from typing import Final

from app.domain import Sketch
from app.ui.piano_roll.transform import EVERY_PITCH, RollTransform

SPARE_BARS: Final = 2
FEWEST_BARS: Final = 8
"""The fewest bars that `fitted` shows, so that there is room to draw."""

BARS_BEYOND: Final = 16
"""How many bars beyond the end of the sketch the player can scroll."""

SPARE_ROWS: Final = 2
MIDDLE_PITCH: Final = 69
"""The pitch in the middle of the view while there are no notes."""


def rows_of(sketch: Sketch, *, is_folded: bool) -> tuple[int, ...]:
    """Return the pitches that have a row.

    Those are all pitches or, if folded, only those of the key's scale and those that notes have.
    """
    if not is_folded:
        return EVERY_PITCH
    used, scale = {note.pitch for note in sketch.melody}, sketch.key.scale
    return tuple(pitch for pitch in EVERY_PITCH if pitch % 12 in scale or pitch in used)


def bars_to_show(sketch: Sketch) -> int:
    """Return how many bars the roll has room for."""
    return max(sketch.bars + BARS_BEYOND, FEWEST_BARS)


def middle_pitch(sketch: Sketch) -> int:
    """Return the pitch halfway between the lowest note and the highest."""
    return round(sum(_range_of(sketch)) / 2)


def fitted(
    to: RollTransform, sketch: Sketch, width: int, height: int, highest_row: float
) -> RollTransform:
    """Return the scale that shows the whole sketch, with some empty bars after it.

    No row gets taller than `highest_row`.
    """
    bars = max(sketch.bars + SPARE_BARS, FEWEST_BARS)
    across = width / sketch.bar_start_ticks(bars + 1) / to.pixels_per_tick
    lowest, highest = _range_of(sketch)
    rows = sum(lowest <= pitch <= highest for pitch in to.rows) + SPARE_ROWS
    return to.zoomed(across, min(highest_row, height / rows) / to.row_height)


def _range_of(sketch: Sketch) -> tuple[int, int]:
    pitches = [note.pitch for note in sketch.melody] or [MIDDLE_PITCH]
    return min(pitches), max(pitches)
