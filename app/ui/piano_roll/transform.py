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
"""The limits of the pixels per tick: a bar of 4/4 is 8 to 1920 pixels wide."""

LOWEST_ROW: Final = 6.0
HIGHEST_ROW: Final = 32.0

NOTE_GAP_X: Final = 0.75
NOTE_GAP_Y: Final = 1.0
"""The gap between a note and each edge of its cell, which keeps neighbours apart."""


@dataclass(frozen=True, slots=True)
class RollTransform:
    """The scale of the roll; x is 0 at tick 0, and y is 0 at the top of the highest row.

    `rows` are the pitches that have a row, from the lowest up. A pitch without a row is shown in
    the next row above.
    """

    pixels_per_tick: float = 0.1
    row_height: float = 15.0
    rows: tuple[int, ...] = EVERY_PITCH

    def x_of(self, ticks: float) -> float:
        """Return the x of a time."""
        return ticks * self.pixels_per_tick

    def ticks_at(self, x: float) -> int:
        """Return the nearest tick, but none before 0."""
        return max(0, round(x / self.pixels_per_tick))

    def y_of(self, pitch: int) -> float:
        """Return the y of the top of a pitch's row."""
        above = len(self.rows) - 1 - bisect_left(self.rows, pitch)
        return max(above, 0) * self.row_height

    def pitch_at(self, y: float) -> int:
        """Return the pitch of the row at y, or of the row nearest to it."""
        last = len(self.rows) - 1
        return self.rows[min(max(last - int(y // self.row_height), 0), last)]

    def pitches_between(self, top: float, bottom: float) -> tuple[int, ...]:
        """Return the pitches of the rows from `top` to `bottom`, the lowest pitch first."""
        low, high = self.pitch_at(bottom), self.pitch_at(top)
        return self.rows[bisect_left(self.rows, low) : bisect_right(self.rows, high)]

    def rect_of(self, note: Note) -> QRectF:
        """Return the box in which a note is drawn."""
        width = max(note.duration_ticks * self.pixels_per_tick - 2 * NOTE_GAP_X, 1.5)
        return QRectF(
            self.x_of(note.onset_ticks) + NOTE_GAP_X,
            self.y_of(note.pitch) + NOTE_GAP_Y,
            width,
            self.row_height - 2 * NOTE_GAP_Y,
        )

    @property
    def height(self) -> float:
        """The height of all rows together."""
        return len(self.rows) * self.row_height

    def zoomed(self, across: float = 1.0, down: float = 1.0) -> RollTransform:
        """Return a scale that is larger by these factors, within the limits."""
        return replace(
            self,
            pixels_per_tick=min(max(self.pixels_per_tick * across, NARROWEST), WIDEST),
            row_height=min(max(self.row_height * down, LOWEST_ROW), HIGHEST_ROW),
        )
