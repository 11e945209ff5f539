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

STEPS_PER_QUARTER: Final = 24
"""The model's time grid: holds thirty-seconds and triplet sixteenths."""

DEFAULT_TEMPO_BPM: Final = 96.0
SLOWEST_TEMPO_BPM: Final = 10.0
FASTEST_TEMPO_BPM: Final = 400.0
"""Tempo in quarters a minute; metronomes go from 40 to 208, eighth-note pulses beyond."""
