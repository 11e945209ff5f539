"""Reads MusicXML, and finds the key of notes by music21's analysis."""

from __future__ import annotations

import logging
from collections import Counter
from typing import Any, Final

from app.domain import Key, Mode, Note
from app.domain.found import Found
from app.domain.timebase import ticks_to_quarters
from app.errors import AppError
from app.notation.library import music21
from app.notation.reading.musicxml_reading import read

logger = logging.getLogger(__name__)

SLIPS: Final = (ValueError, TypeError, LookupError, ArithmeticError, AttributeError, RecursionError)
"""What reading may stumble with over values that no program writes on purpose."""


def read_musicxml(content: bytes, *, as_written: bool = False) -> Found:
    """Read a MusicXML document, as it is played or else as it is written.

    Raises AppError if it is none, or says what no music can be.
    """
    try:
        return read(content, as_written=as_written)
    except AppError:
        raise
    except SLIPS as error:
        # Perhaps it is a slip of ours, which the log tells whoever looks into it.
        logger.warning("A MusicXML document could not be read", exc_info=True)
        raise AppError("what it says can't be understood as music") from error


def analyse_key(notes: tuple[Note, ...], fifths: int | None = None) -> Key:
    """Find the key of notes by music21's analysis.

    If the signature is known, as a number of sharps (`fifths`), the key has that signature.
    """
    # The analysis only asks how long each pitch class sounds, so each is one note of that length.
    lengths = Counter[int]()
    for note in notes:
        lengths[note.pitch % 12] += note.duration_ticks
    stream = music21.stream.Stream()
    for pitch_class, ticks in sorted(lengths.items()):
        sounding = music21.note.Note(pitch_class)
        sounding.duration.quarterLength = ticks_to_quarters(ticks)
        stream.append(sounding)
    found = stream.analyze("key")
    guesses = [found, *found.alternateInterpretations]
    for guess in guesses:
        key = _nearest_key(guess)
        if key is not None and (fifths is None or key.fifths == fifths):
            return key
    return Key.from_fifths(fifths or 0)


def _nearest_key(found: Any) -> Key | None:
    try:
        return Key(found.tonic.name.replace("-", "b"), Mode(found.mode))
    except ValueError:
        return None
