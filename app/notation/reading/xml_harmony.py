"""Reads the chord symbols of MusicXML."""

from __future__ import annotations

import re
from typing import Final
from xml.etree.ElementTree import Element

from app.domain import Key
from app.domain.key import LETTERS_BY_FIFTHS
from app.errors import AppError
from app.notation.chord_kinds import Degree, kind_named
from app.notation.reading.xml_numbers import whole
from app.notation.reading.xml_signatures import Transposition

ALTERATIONS: Final = {-2: "bb", -1: "b", 0: "", 1: "#", 2: "##"}

MOST_PLACES: Final = 15
"""How far from C on the line of fifths a tonic can lie."""

MOST_DEGREES: Final = 24
"""Of a chord: each of the twelve tones added and left out."""

NUMERALS: Final = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7}

DEGREES: Final = {
    "major": (0, 2, 4, -1, 1, 3, 5),
    "minor": (0, 2, -3, -1, 1, -4, -2),
    "harmonic minor": (0, 2, -3, -1, 1, -4, 5),
    "melodic minor": (0, 2, -3, -1, 1, 3, 5),
}
"""How many fifths each degree of a scale lies above its tonic (MusicXML 4.0, numeral-mode)."""


def chord_name(harmony: Element, key: Key, moved: Transposition) -> str:
    """Return the sounding name of a `<harmony>`, such as "F#m7", or "N.C." for no chord.

    What has no root is named in the written key. A kind that MusicXML itself has no tones for has
    the name that the file prints. Raises AppError for an element that names no chord.
    """
    kind = (harmony.findtext("kind") or "").strip()
    if kind == "none":
        return "N.C."
    root = _root(harmony, key)
    bass = _step(harmony.find("bass"), "bass")
    degrees = harmony.findall("degree")
    if len(degrees) > MOST_DEGREES:
        raise AppError(f"a chord of more than {MOST_DEGREES} degrees")
    suffix = kind_named(kind, map(_degree_of, degrees))
    if suffix is None:
        shown = harmony.find("kind")
        suffix = ("" if shown is None else shown.get("text")) or f" {kind}"
    name = _name(root, moved) + suffix
    return name if bass is None or bass == root else f"{name}/{_name(bass, moved)}"


def _name(fifths: int, moved: Transposition) -> str:
    """Return the name of a tone by its place on the line of fifths, where C has the place 0."""
    place = fifths + 1 + moved.fifths
    alter = place // 7
    if alter not in ALTERATIONS:
        raise AppError("a chord has a root that can't be written")
    return LETTERS_BY_FIFTHS[place % 7] + ALTERATIONS[alter]


def _root(harmony: Element, key: Key) -> int:
    """Return the place of the root on the line of fifths."""
    root = _step(harmony.find("root"), "root")
    if root is not None:
        return root
    # A scale with a minor third has at least three sharps less than that of the same major key.
    scale = "minor" if key.fifths - key.tonic_fifths <= -2 else "major"
    numeral = harmony.find("numeral")
    if numeral is not None:
        degree = whole(numeral.findtext("numeral-root"), "root of a chord") or 0
        alter = whole(numeral.findtext("numeral-alter"), "root of a chord") or 0
        named = numeral.find("numeral-key")
        if named is None:
            return _degree(degree, alter, key.tonic_fifths, scale)
        scale = (named.findtext("numeral-mode") or "").strip().removeprefix("natural ")
        fifths = whole(named.findtext("numeral-fifths"), "key of a chord") or 0
        return _degree(degree, alter, fifths + 3 * ("minor" in scale), scale)
    text = (harmony.findtext("function") or "").strip()
    found = re.match(r"([♭♯b#]?)([iv]+)", text, re.I)
    if found and found[2].lower() in NUMERALS:
        alter = {"": 0, "b": -1, "♭": -1}.get(found[1], 1)
        return _degree(NUMERALS[found[2].lower()], alter, key.tonic_fifths, scale)
    raise AppError(f"a chord without a root ({text[:20] or 'no name'})")


def _degree(degree: int, alter: int, tonic: int, scale: str) -> int:
    degrees = DEGREES.get(scale, DEGREES["major"])
    if not 1 <= degree <= len(degrees) or alter not in ALTERATIONS or abs(tonic) > MOST_PLACES:
        raise AppError("a chord on a degree that no scale has")
    return tonic + degrees[degree - 1] + 7 * alter


def _step(element: Element | None, what: str) -> int | None:
    if element is None:
        return None
    letter = (element.findtext(f"{what}-step") or "").strip().upper()
    alter = whole(element.findtext(f"{what}-alter"), "root of a chord") or 0
    if letter not in LETTERS_BY_FIFTHS or not letter or alter not in ALTERATIONS:
        raise AppError(f"a chord without a {what}")
    return LETTERS_BY_FIFTHS.index(letter) - 1 + 7 * alter


def _degree_of(element: Element) -> Degree:
    """Read a degree that is added, altered or left out."""
    number = whole(element.findtext("degree-value"), "degree of a chord") or 0
    alter = whole(element.findtext("degree-alter"), "degree of a chord") or 0
    return Degree((element.findtext("degree-type") or "").strip(), number, alter)
