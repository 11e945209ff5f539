"""What more than one layer needs: numbers, each with its unit and its source, and one word."""

from typing import Final

TICKS_PER_QUARTER: Final = 480
"""The ticks in a quarter note: divisible by 2^5, 3 and 5, and what most MIDI files use."""

LOWEST_PITCH: Final = 0
HIGHEST_PITCH: Final = 127
"""MIDI note numbers (MIDI 1.0 specification); 60 is middle C, written C4."""

LOWEST_VELOCITY: Final = 1
HIGHEST_VELOCITY: Final = 127
"""MIDI note-on velocities; 0 would mean note-off."""

DEFAULT_VELOCITY: Final = 80
"""The velocity of a note drawn with the mouse: mezzo-forte."""

STEPS_PER_QUARTER: Final = 24
"""The steps of the model's time grid: they hold thirty-seconds and triplet sixteenths."""

MOST_QUARTERS: Final = 40_000
FARTHEST_TICK: Final = MOST_QUARTERS * TICKS_PER_QUARTER
"""The length of the longest sketch, in quarters and in ticks: ten thousand bars of 4/4."""

DEFAULT_TEMPO_BPM: Final = 96.0
SLOWEST_TEMPO_BPM: Final = 10.0
FASTEST_TEMPO_BPM: Final = 400.0
"""Tempi in quarters a minute. Metronomes go from 40 to 208; if they count eighths or half notes, a
quarter can be slower or faster than that."""

NEW_WINDOW: Final = "--new-window"
"""The option by which Motivo opens a window of its own, whatever windows are open."""
