"""The first bytes of MIDI 1.0's messages; those of a channel stand here without their channel."""

from __future__ import annotations

from enum import IntEnum
from typing import Final

NOTE_OFF: Final = 0x80
NOTE_ON: Final = 0x90
CONTROL: Final = 0xB0
PROGRAM: Final = 0xC0


class Clock(IntEnum):
    """The messages of a MIDI clock."""

    POSITION = 0xF2
    PULSE = 0xF8
    START = 0xFA
    CONTINUE = 0xFB
    STOP = 0xFC
