"""Owns RollTransform: every conversion between ticks, pitches and pixels of the roll."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace
from typing import Final

from PySide6.QtCore import QRectF

from app.constants import HIGHEST_PITCH, LOWEST_PITCH
from app.domain import Note

EVERY_PITCH: Final = tuple(range(LOWEST_PITCH, HIGHEST_PITCH + 1))

NARROWEST: Final = 0.004
WIDEST: Final = 1.0
"""Pixels a tick can have: a bar of 4/4 from 8 to 1920 px."""

LOWEST_ROW: Final = 6.0
HIGHEST_ROW: Final = 32.0

NOTE_GAP_X: Final = 0.75
NOTE_GAP_Y: Final = 1.0
"""How much a note stays inside its cell at each end, so that neighbours stay apart."""


@dataclass(frozen=True, slots=True)
class RollTransform:
    """The scale of the roll; x 0 is tick 0, y 0 the top of the highest pitch's row.

    `rows` are the pitches that have one, from the lowest up; any other lies in the next one above.
    """

    pixels_per_tick: float = 0.1
    row_height: float = 15.0
    rows: tuple[int, ...] = EVERY_PITCH

    def x_of(self, ticks: float) -> float:
        """Return where a tick lies."""
        return ticks * self.pixels_per_tick

    def ticks_at(self, x: float) -> int:
        """Return the nearest tick; none before 0."""
        return max(0, round(x / self.pixels_per_tick))

    def y_of(self, pitch: int) -> float:
        """Return the top of a pitch's row."""
        above = len(self.rows) - 1 - bisect_left(self.rows, pitch)
        return max(above, 0) * self.row_height

    def pitch_at(self, y: float) -> int:
        """Return the pitch in whose row y lies."""
        last = len(self.rows) - 1
        return self.rows[min(max(last - int(y // self.row_height), 0), last)]

    def pitches_between(self, top: float, bottom: float) -> tuple[int, ...]:
        """Return the pitches whose rows lie between two y, from the lowest up."""
        low, high = self.pitch_at(bottom), self.pitch_at(top)
        return self.rows[bisect_left(self.rows, low) : bisect_right(self.rows, high)]

    def rect_of(self, note: Note) -> QRectF:
        """Return the box a note fills."""
        width = max(note.duration_ticks * self.pixels_per_tick - 2 * NOTE_GAP_X, 1.5)
        return QRectF(
            self.x_of(note.onset_ticks) + NOTE_GAP_X,
            self.y_of(note.pitch) + NOTE_GAP_Y,
            width,
            self.row_height - 2 * NOTE_GAP_Y,
        )

    @property
    def height(self) -> float:
        """The height of all rows."""
        return len(self.rows) * self.row_height

    def zoomed(self, across: float = 1.0, down: float = 1.0) -> RollTransform:
        """Return it larger by these factors, as far as the limits let it."""
        return replace(
            self,
            pixels_per_tick=min(max(self.pixels_per_tick * across, NARROWEST), WIDEST),
            row_height=min(max(self.row_height * down, LOWEST_ROW), HIGHEST_ROW),
        )
