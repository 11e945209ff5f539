"""Numbers that more than one layer needs, each with its unit and its source."""

from typing import Final

TICKS_PER_QUARTER: Final = 480
"""Ticks in a quarter note: divisible by 2^5, 3 and 5; what most MIDI files use."""

LOWEST_PITCH: Final = 0
HIGHEST_PITCH: Final = 127
"""MIDI note numbers (MIDI 1.0 specification); 60 is middle C, written C4."""

LOWEST_VELOCITY: Final = 1
HIGHEST_VELOCITY: Final = 127
"""MIDI note-on velocities; 0 would mean note-off."""

DEFAULT_VELOCITY: Final = 80
"""Velocity of a note drawn with the mouse: mezzo-forte."""
