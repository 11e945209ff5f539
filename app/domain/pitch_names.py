"""Reads pitches that people write, such as D4 or F♯5."""

import re

from app.constants import HIGHEST_PITCH, LOWEST_PITCH
from app.domain.key import Spelling
from app.domain.quoting import quoted
from app.errors import InvalidValueError


def parse_pitch(text: str) -> int:
    """Return the MIDI pitch written as `text`: a name with octave (C4 = 60) or a number."""
    if re.fullmatch(r"\d{1,3}", text):
        pitch = int(text)
    else:
        match = re.fullmatch(r"\s*([A-Ga-g])([#♯b♭]?)(-?\d)\s*", text)
        if match is None:
            raise InvalidValueError(f"{quoted(text)} is not a pitch; write one like D4 or F♯5.")
        alter = {"#": 1, "♯": 1, "b": -1, "♭": -1}.get(match[2], 0)
        pitch = Spelling(match[1].upper(), alter, int(match[3])).pitch
    if not LOWEST_PITCH <= pitch <= HIGHEST_PITCH:
        raise InvalidValueError(f"{quoted(text)} is outside MIDI's range, C-1 to G9.")
    return pitch
