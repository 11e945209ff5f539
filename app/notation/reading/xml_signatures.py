"""Reads key signatures, meters, transpositions and tempi of MusicXML."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Final
from xml.etree.ElementTree import Element

from app.domain import Key, Meter, Mode
from app.domain.key import LETTERS_BY_FIFTHS, MOST_FIFTHS
from app.errors import AppError, InvalidValueError
from app.notation.reading.xml_numbers import TYPES, number, positive, whole

MODES: Final = {mode.value: mode for mode in Mode} | {
    "ionian": Mode.MAJOR,
    "aeolian": Mode.MINOR,
}

SHARPS: Final = tuple(f"{letter}1" for letter in LETTERS_BY_FIFTHS)
FLATS: Final = tuple(f"{letter}-1" for letter in reversed(LETTERS_BY_FIFTHS))
"""The single alterations of traditional signatures, in the order in which they come."""

MOST_OCTAVES: Final = 4


@dataclass(frozen=True, slots=True)
class Transposition:
    """How far the notes of an instrument sound from where they are written.

    `fifths` is the same interval on the line of fifths, which tells the letters.
    """

    semitones: int = 0
    fifths: int = 0

    def of_signature(self, fifths: int) -> int:
        """Return the fifths that a written signature sounds in."""
        return fifths + self.fifths

    def letter(self, written: str) -> str:
        """Return the letter with which a written one sounds."""
        return LETTERS_BY_FIFTHS[(LETTERS_BY_FIFTHS.index(written) + self.fifths) % 7]


@dataclass(frozen=True, slots=True)
class Signature:
    """A sounding key signature: its sharps (flats are negative), and the key if a mode is named."""

    fifths: int
    key: Key | None


def transposition(element: Element, written_fifths: int) -> Transposition:
    """Read `<transpose>`; raises AppError for an interval that no instrument has.

    Where the steps (`<diatonic>`) are not told or don't fit, those with the simplest sounding
    signature are taken.
    """
    chromatic = number(element.findtext("chromatic"), "transposition") or Fraction(0)
    octaves = whole(element.findtext("octave-change"), "change of octave") or 0
    diatonic = whole(element.findtext("diatonic"), "transposition in steps")
    semitones = round(chromatic)
    if abs(octaves) > MOST_OCTAVES or abs(semitones) > 12 * MOST_OCTAVES:
        raise AppError("the transposition is larger than that of any instrument")
    enharmonic = [fifths for fifths in range(-18, 19) if (7 * fifths - semitones) % 12 == 0]
    fitting = [f for f in enharmonic if diatonic is not None and (4 * f - diatonic) % 7 == 0]
    choice = [f for f in fitting if abs(written_fifths + f) <= MOST_FIFTHS] or enharmonic
    fifths = min(choice, key=lambda f: (abs(written_fifths + f) > MOST_FIFTHS, abs(f)))
    return Transposition(semitones + 12 * octaves, fifths)


def signature(key: Element, moved: Transposition) -> Signature:
    """Read `<key>` as it sounds; raises AppError for one that no scale of Motivo has."""
    fifths = whole(key.findtext("fifths"), "key signature")
    if fifths is None:
        fifths = _fifths_of_steps(key)
    sounding = moved.of_signature(fifths)
    if abs(fifths) > MOST_FIFTHS or abs(sounding) > MOST_FIFTHS:
        raise AppError(f"a key signature of {abs(fifths):,} {'sharps' if fifths > 0 else 'flats'}")
    mode = MODES.get((key.findtext("mode") or "").strip().lower())
    try:
        return Signature(sounding, None if mode is None else Key.from_fifths(sounding, mode))
    except InvalidValueError:
        return Signature(sounding, None)


def _fifths_of_steps(key: Element) -> int:
    """Return the traditional signature that a list of steps and alterations amounts to."""
    steps = [(step.text or "").strip() for step in key.findall("key-step")]
    alters = [number(alter.text, "key signature") or 0 for alter in key.findall("key-alter")]
    found = {f"{step}{alter}" for step, alter in zip(steps, alters, strict=False) if alter}
    for count in range(MOST_FIFTHS + 1):
        if found == set(SHARPS[:count]):
            return count
        if found == set(FLATS[:count]):
            return -count
    raise AppError("a key signature of steps that no traditional key has")


def meter(time: Element) -> Meter | None:
    """Read `<time>`; None for music without meter. Raises AppError for a meter not to be written.

    Sums such as 3+2/8 or 2/4+3/8 become groups of counts.
    """
    if time.find("senza-misura") is not None:
        return None
    beats = [(element.text or "").strip() for element in time.findall("beats")]
    units = [(element.text or "").strip() for element in time.findall("beat-type")]
    if not beats or not units:
        return None
    shown = " + ".join(f"{b[:20]}/{u[:20]}" for b, u in zip(beats[:4], units[:4], strict=False))
    unknown = AppError(f"a meter of {shown}")
    if not all(re.fullmatch(r"\d{1,2}(\s*\+\s*\d{1,2}){0,15}", text, re.ASCII) for text in beats):
        raise unknown
    if not all(re.fullmatch(r"\d{1,2}", text, re.ASCII) and int(text) for text in units):
        raise unknown
    unit = lcm(*map(int, units))
    groups: list[int] = []
    for text, of in zip(beats, map(int, units), strict=False):
        counts = [int(count) for count in text.split("+")]
        # 2/4+3/8 is 2+2+3 eighths, while 3/8+2/8 is 3+2.
        groups += counts if of == unit else [unit // of] * sum(counts)
    try:
        return Meter(sum(groups), unit, tuple(groups) if len(groups) > 1 else ())
    except InvalidValueError:
        raise unknown from None


def tempo(direction: Element) -> float | None:
    """Return the tempo of a `<direction>` or `<sound>` in quarters a minute; None if it has none.

    What is to sound goes before what is printed. Raises AppError for a tempo that is no number.
    """
    for sound in direction.iter("sound"):
        if sound.get("tempo"):
            found = number(sound.get("tempo"), "tempo")
            return float(found) if found else None
    for mark in direction.iter("metronome"):
        per_minute = re.search(r"\d{1,4}(\.\d{1,6})?", mark.findtext("per-minute") or "", re.ASCII)
        unit = TYPES.get((mark.findtext("beat-unit") or "").strip())
        if per_minute and unit:
            dots = min(len(mark.findall("beat-unit-dot")), 4)
            return float(positive(per_minute[0], "tempo") or 0) * float(
                unit * (2 - Fraction(1, 2**dots))
            )
    return None
