"""Owns `note_boxes`, by which small pictures of a melody are drawn."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import QRectF, QSizeF

from app.domain import Note

SIDE_PX: Final = 3
"""The space at the left and right of the notes."""

TOP_PX: Final = 4
"""The space above and below the notes."""

NOTE_PX: Final = 2.5
NARROWEST_PX: Final = 1.5
APART_PX: Final = 0.75


def px_per_tick(start: int, end: int, width: float) -> float:
    """Return how wide a tick is in a picture from `start` to `end`, in ticks."""
    return (width - 2 * SIDE_PX) / (end - start)


def note_boxes(
    notes: Iterable[Note], start: int, end: int, pitches: tuple[int, int], size: QSizeF
) -> list[QRectF]:
    """Return a rectangle for each note, in a picture of a size in pixels.

    It goes from `start` to `end`, in ticks, and from the lowest to the highest of `pitches`.
    """
    per_tick = px_per_tick(start, end, size.width())
    low, high = pitches
    row = (size.height() - 2 * TOP_PX) / (high - low + 1)

    def box(note: Note) -> QRectF:
        first, last = max(note.onset_ticks, start), min(note.end_ticks, end)
        x = SIDE_PX + (first - start) * per_tick
        y = TOP_PX + (high - note.pitch + 0.5) * row - NOTE_PX / 2
        return QRectF(x, y, max((last - first) * per_tick - APART_PX, NARROWEST_PX), NOTE_PX)

    return [box(note) for note in notes]
