"""The sizes of the window's parts in pixels: as designed, and smaller ones for a small screen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QSize

SMALL_SCREEN: Final = QSize(1400, 800)
"""A screen that is narrower or lower than this gets the smaller sizes."""


@dataclass(frozen=True, slots=True)
class Sizes:
    """Heights and widths in pixels that differ between large and small screens."""

    top_bar: int = 52
    top_button: int = 32
    top_field: int = 32
    generate: int = 36
    status_bar: int = 28
    pane_header: int = 36
    header_button: int = 28
    ask_width: int = 264
    takes_width: int = 312
    form_field: int = 28
    form_gap: int = 14
    form_top: int = 12
    sentence: int = 13
    card: int = 75
    ruler: int = 44
    roll_row: int = 15
    velocity_lane: int = 60
    snap_width: int = 108
    has_lineage: bool = True
    """Whether there is enough room for the picture of where takes came from."""


REGULAR: Final = Sizes()
SMALL: Final = Sizes(
    top_bar=48,
    top_button=30,
    top_field=30,
    generate=34,
    status_bar=26,
    pane_header=32,
    header_button=26,
    ask_width=244,
    takes_width=280,
    form_field=26,
    form_gap=8,
    form_top=8,
    sentence=12,
    card=63,
    ruler=40,
    roll_row=11,
    velocity_lane=44,
    snap_width=78,
    has_lineage=False,
)


def sizes_for(screen: QSize) -> Sizes:
    """Return the sizes for a screen, whose size is in pixels of the interface."""
    is_small = screen.width() < SMALL_SCREEN.width() or screen.height() < SMALL_SCREEN.height()
    return SMALL if is_small else REGULAR
