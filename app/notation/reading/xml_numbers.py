"""Reads the numbers of MusicXML, and refuses those that no music has."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Final
from xml.etree.ElementTree import Element

from app.errors import AppError

NUMBER: Final = re.compile(r"[+-]?(\d{1,12}(\.\d{0,20})?|\.\d{1,20})")
"""Signs and digits alone: also Python's infinity, exponents and other scripts' digits are out."""

MOST_SHOWN: Final = 20

TYPES: Final = {
    name: Fraction(4) / 2**place
    for place, name in enumerate(
        ("maxima", "long", "breve", "whole", "half", "quarter", "eighth", "16th", "32nd", "64th",
         "128th", "256th", "512th", "1024th"),
        start=-3,
    )
}  # fmt: skip
"""The note values in quarters (MusicXML 4.0, note-type-value)."""


class NumberError(AppError):
    """A number that no music has, or no number at all."""


def number(text: str | None, what: str) -> Fraction | None:
    """Return a number, or None where there is none; raises NumberError if it is none of music's."""
    plain = (text or "").strip()
    if not plain:
        return None
    if not NUMBER.fullmatch(plain) or not plain.isascii():
        shown = plain if len(plain) <= MOST_SHOWN else f"one of {len(plain):,} signs"
        raise NumberError(f"the {what} is no number that music has ({shown})")
    return Fraction(plain)


def whole(text: str | None, what: str) -> int | None:
    """Return a whole number, or None where there is none; raises NumberError for any other text."""
    found = number(text, what)
    if found is None:
        return None
    if found.denominator != 1:
        raise NumberError(f"the {what} is no whole number ({(text or '').strip()[:MOST_SHOWN]})")
    return int(found)


def positive(text: str | None, what: str) -> Fraction | None:
    """Return a number above zero, or None where there is none; raises NumberError for any other."""
    found = number(text, what)
    if found is not None and found <= 0:
        raise NumberError(
            f"the {what} is {(text or '').strip()[:MOST_SHOWN]}, but can't be below 1"
        )
    return found


def written_value(note: Element) -> Fraction | None:
    """Return the length that a note's type, dots and tuplet give it, in quarters."""
    value = TYPES.get((note.findtext("type") or "").strip())
    if value is None:
        return None
    value *= 2 - Fraction(1, 2 ** min(len(note.findall("dot")), 8))
    ratio = note.find("time-modification")
    if ratio is not None:
        actual = positive(ratio.findtext("actual-notes"), "number of notes in a tuplet") or 1
        normal = positive(ratio.findtext("normal-notes"), "number of notes in a tuplet") or 1
        value = Fraction(value * normal / actual)
    return Fraction(value)
