"""Names the kinds of chords as MusicXML does: a kind of its list, and degrees that differ."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from app.domain.chords import KINDS, parts_of


@dataclass(frozen=True, slots=True)
class Degree:
    """A tone that is added to a chord, altered or left out; `how` is add, alter or subtract."""

    how: str
    number: int
    alter: int = 0

    def __str__(self) -> str:
        sign = {-2: "bb", -1: "b", 1: "#", 2: "##"}.get(self.alter, "")
        word = {"subtract": "omit", "add": "" if sign else "add"}.get(self.how, "")
        return f"{word}{sign}{self.number}"


def _added(*numbers: int) -> tuple[Degree, ...]:
    return tuple(Degree("add", number) for number in numbers)


XML_KINDS: Final[dict[str, tuple[str, tuple[Degree, ...]]]] = {
    "": ("major", ()),
    "m": ("minor", ()),
    "7": ("dominant", ()),
    "m7": ("minor-seventh", ()),
    "maj7": ("major-seventh", ()),
    "m(maj7)": ("major-minor", ()),
    "6": ("major-sixth", ()),
    "m6": ("minor-sixth", ()),
    "9": ("dominant-ninth", ()),
    "m9": ("minor-ninth", ()),
    "maj9": ("major-ninth", ()),
    "11": ("dominant-11th", ()),
    "m11": ("minor-11th", ()),
    "13": ("dominant-13th", ()),
    "m13": ("minor-13th", ()),
    "maj13": ("major-13th", ()),
    "sus2": ("suspended-second", ()),
    "sus4": ("suspended-fourth", ()),
    "7sus4": ("suspended-fourth", _added(7)),
    "9sus4": ("suspended-fourth", _added(7, 9)),
    "13sus4": ("suspended-fourth", _added(7, 9, 13)),
    "dim": ("diminished", ()),
    "dim7": ("diminished-seventh", ()),
    "m7b5": ("half-diminished", ()),
    "aug": ("augmented", ()),
    "5": ("power", ()),
    "add9": ("major", _added(9)),
    "madd9": ("minor", _added(9)),
    "add11": ("major", _added(11)),
    "6/9": ("major-sixth", _added(9)),
    "m6/9": ("minor-sixth", _added(9)),
}
"""MusicXML's name for each kind that is no other with altered tones."""

BASES: Final = {name: kind for kind, (name, degrees) in XML_KINDS.items() if not degrees} | {
    "minor-major": "m(maj7)",
    "augmented-seventh": "7#5",
    "dominant-seventh": "7",
    "half-diminished-seventh": "m7b5",
    "suspended-fourth-seventh": "7sus4",
}
"""Motivo's kinds by MusicXML's names, and by those that other programs put in their place."""

TONES: Final = {2: 2, 3: 4, 4: 5, 5: 7, 6: 9, 7: 10, 9: 2, 11: 5, 13: 9}
"""What a degree that is added lies above the root, in semitones within an octave."""

FORMS: Final = {3: (4, 3), 5: (7, 6, 8), 7: (10, 11, 9)}
"""The tones that can be a degree of a chord, where these are several."""


def xml_kind(kind: str) -> tuple[str, tuple[Degree, ...]]:
    """Return MusicXML's name and degrees for a kind of chord."""
    base, altered = parts_of(kind)
    name, degrees = XML_KINDS[base]
    tones = KINDS[base]
    signs = []
    for sign in altered:
        number, alter = int(sign[1:]), -1 if sign[0] == "b" else 1
        is_there = _form(number, tones) is not None
        signs.append(Degree("alter" if is_there else "add", number, alter))
    return name, (*degrees, *signs)


def kind_named(name: str, degrees: Iterable[Degree]) -> str | None:
    """Return the kind of chord for MusicXML's name and degrees.

    If Motivo has none, the text is what a musician would write; None for a name without tones.
    """
    base, changes = BASES.get(name), tuple(degrees)
    if base is None or not changes:
        return base
    tones = {*KINDS[base]}
    for degree in changes:
        _apply(degree, tones)
    # A thirteenth has a ninth below it, whether or not that is named.
    wanted = (tones, tones | {2}) if {9, 10} <= tones else (tones,)
    same = [kind for among in wanted for kind in KINDS if {*KINDS[kind]} == among]
    names = [*map(str, changes)]
    # Of names with the same tones, such as 7b5b13 and 7#5#11, the one that was written is meant.
    meant = [kind for kind in same if {*parts_of(kind)[1]} <= {*names}]
    return next(iter(meant or same), f"{base}({','.join(names)})")


def _apply(degree: Degree, tones: set[int]) -> None:
    """Add a degree to the tones, or change or remove it there."""
    there = _form(degree.number, tones)
    if degree.how != "add" and there is not None:
        tones.remove(there)
    if degree.how == "alter" and there is not None:
        tones.add((there + degree.alter) % 12)
    elif degree.how != "subtract" and degree.number in TONES:
        # The seventh that is added is minor; programs disagree on whether that needs a flat.
        alter = max(degree.alter, 0) if degree.number == 7 else degree.alter
        tones.add((TONES[degree.number] + alter) % 12)


def _form(number: int, tones: Iterable[int]) -> int | None:
    """Return the tone that is this degree of a chord; None if it has none."""
    forms = FORMS.get(number, (TONES[number],) if number in TONES else ())
    return next((form for form in forms if form in tones), None)
