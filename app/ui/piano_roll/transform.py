"""Owns RollTransform: every conversion between ticks, pitches and pixels of the roll."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from PySide6.QtCore import QRectF

from app.constants import HIGHEST_PITCH, LOWEST_PITCH
from app.domain import Note

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
    """The scale of the roll; x 0 is tick 0, y 0 the top of the highest pitch's row."""

    pixels_per_tick: float = 0.1
    row_height: float = 15.0

    def x_of(self, ticks: float) -> float:
        """Return where a tick lies."""
        return ticks * self.pixels_per_tick

    def ticks_at(self, x: float) -> int:
        """Return the nearest tick; none before 0."""
        return max(0, round(x / self.pixels_per_tick))

    def y_of(self, pitch: int) -> float:
        """Return the top of a pitch's row."""
        return (HIGHEST_PITCH - pitch) * self.row_height

    def pitch_at(self, y: float) -> int:
        """Return the pitch in whose row y lies."""
        pitch = HIGHEST_PITCH - int(y // self.row_height)
        return min(max(pitch, LOWEST_PITCH), HIGHEST_PITCH)

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
        return (HIGHEST_PITCH - LOWEST_PITCH + 1) * self.row_height

    def zoomed(self, across: float = 1.0, down: float = 1.0) -> RollTransform:
        """Return it larger by these factors, as far as the limits let it."""
        return replace(
            self,
            pixels_per_tick=min(max(self.pixels_per_tick * across, NARROWEST), WIDEST),
            row_height=min(max(self.row_height * down, LOWEST_ROW), HIGHEST_ROW),
        )
