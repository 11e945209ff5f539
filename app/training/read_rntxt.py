"""Reads harmony in RomanText, which names chords by degree, bar by bar.

The format is described by Tymoczko, Gotham, Cuthbert & Ariza (2019), The RomanText format, ISMIR.
Only its lines of bars are read; notes, form, pedals and variants are not needed here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final, NamedTuple

from app.domain import Key, Mode
from app.domain.key import LETTER_SEMITONES
from app.errors import AppError
from app.training.tune import NO_CHORD

_BAR: Final = re.compile(r"m(\d+(?!\d|var)[a-z]?)(?:-(\d+))?(?:\s+(.*))?")
_COPY: Final = re.compile(r"=\s*m(\d+)(?:-(\d+))?")
_KEY: Final = re.compile(r"([A-Ga-g])([#b-]?):+")
_BEAT: Final = re.compile(r"b(\d+(?:\.\d+)?|nan)")
_NUMERAL: Final = re.compile(
    r"(?P<alter>[#b]*)(?P<name>Cad|Ger|It|Fr|N|VII|VI|V|IV|III|II|I|vii|vi|v|iv|iii|ii|i)"
    r"(?P<quality>[oø+]?)(?P<figures>[\d/]*)(?:\[.*\])*"
)
_APPLIED: Final = re.compile(r"/(?=[#b]*[IViv])")
_DEGREES: Final = ("i", "ii", "iii", "iv", "v", "vi", "vii")
_MAJOR: Final = (0, 2, 4, 5, 7, 9, 11)
_MINOR: Final = (0, 2, 3, 5, 7, 8, 10)
_SEVENTHS: Final = ("7", "65", "43", "42", "2")
_AUGMENTED_SIXTHS: Final = ("Ger", "It", "Fr")
_NO_CHORDS: Final = ("NC", "N.C.")


class RomanChord(NamedTuple):
    """A chord that sounds from a beat of its bar on, counted from 1, and the key it is named in."""

    beat: float
    root: int
    kind: str
    key: Key


@dataclass
class RomanBar:
    """A bar's number, and the chords that begin in it."""

    number: str
    chords: list[RomanChord] = field(default_factory=list)


class _Tonic(NamedTuple):
    """The tonic from which degrees are counted; `is_minor` says whether its triad is minor."""

    pitch_class: int
    is_minor: bool


def read_rntxt(text: str) -> list[RomanBar]:
    """Return the bars in order; what can't be understood is skipped.

    Of chords whose beat the file doesn't know, a bar keeps the first, on beat 1.
    """
    bars: list[RomanBar] = []
    key = Key()
    for line in text.splitlines():
        match = _BAR.fullmatch(line.strip())
        if match is None or match[3] is None:
            continue
        if copied := _COPY.match(match[3]):
            first = int(match[1].rstrip("abcdefghijklmnopqrstuvwxyz"))
            bars.extend(_copied(bars, first, int(match[2] or first), first - int(copied[1])))
        else:
            bar, key = _bar(match[1], match[3], key)
            bars.append(bar)
    return bars


def _copied(bars: Sequence[RomanBar], first: int, last: int, shift: int) -> list[RomanBar]:
    known = {bar.number: bar for bar in bars}
    olds = ((number, known.get(str(number - shift))) for number in range(first, last + 1))
    return [replace(old, number=str(number)) for number, old in olds if old]


def _bar(number: str, content: str, key: Key) -> tuple[RomanBar, Key]:
    bar = RomanBar(number)
    beat: float | None = 1.0
    for word in content.split():
        if found := _BEAT.fullmatch(word):
            beat = float(found[1]) if found[1] != "nan" else None
        elif named := _KEY.fullmatch(word):
            key = _key(named[1], named[2].replace("-", "b"))
        elif beat is not None or not bar.chords:
            chord = _chord(word, _Tonic(key.tonic_pitch_class, key.mode == Mode.MINOR))
            if chord is not None:
                bar.chords.append(RomanChord(beat or 1.0, *chord, key))
    return bar, key


def _key(letter: str, accidental: str) -> Key:
    mode = Mode.MINOR if letter.islower() else Mode.MAJOR
    try:
        return Key(letter.upper() + accidental, mode)
    except AppError:
        # Analyses use keys that Key doesn't have, such as F flat major or E sharp minor.
        pitch_class = (LETTER_SEMITONES[letter.upper()] + (1 if accidental == "#" else -1)) % 12
        keys = (Key.from_fifths(fifths, mode) for fifths in range(-5, 7))
        return next(key for key in keys if key.tonic_pitch_class == pitch_class)


def _chord(word: str, tonic: _Tonic) -> tuple[int, str] | None:
    """Return the root and kind of a numeral such as "V65/ii"; None if it is not a chord."""
    if word in _NO_CHORDS:
        return NO_CHORD, ""
    head, *applied = _APPLIED.split(word)
    for degree in reversed(applied):
        found = _NUMERAL.fullmatch(degree)
        if found is None or found["name"].lower() not in _DEGREES:
            return None
        tonic = _Tonic(_root(found, tonic), found["name"].islower())
    found = _NUMERAL.fullmatch(head)
    if found is None:
        return None
    if found["name"] == "Cad":
        return tonic.pitch_class, "m" if tonic.is_minor else ""
    if found["name"] == "N":
        return (tonic.pitch_class + 1) % 12, ""
    if found["name"] in _AUGMENTED_SIXTHS:
        return (tonic.pitch_class + 8) % 12, "7"
    root = _root(found, tonic)
    return root, _kind(found, root, tonic)


def _root(numeral: re.Match[str], tonic: _Tonic) -> int:
    """Return the pitch class of a degree.

    In minor, lower-case numerals stand on the raised sixth and seventh, unless a sharp raises them
    itself. Flats lower the raised ones, so that ♭VII is the natural seventh.
    """
    name, alter = numeral["name"], numeral["alter"]
    degree = _DEGREES.index(name.lower())
    is_raised = degree >= 5 and "#" not in alter and (name.islower() or "b" in alter)
    scale = _MINOR if tonic.is_minor and not is_raised else _MAJOR
    return (tonic.pitch_class + scale[degree] + alter.count("#") - alter.count("b")) % 12


def _kind(numeral: re.Match[str], root: int, tonic: _Tonic) -> str:
    name, quality = numeral["name"], numeral["quality"]
    figures = numeral["figures"].replace("/", "")
    has_seventh, has_ninth = figures in _SEVENTHS, "9" in figures
    if quality == "o":
        return "dim7" if has_seventh else "dim"
    if quality in ("ø", "+"):
        return "m7b5" if quality == "ø" else "aug"
    if name.islower():
        return "m9" if has_ninth else "m7" if has_seventh else "m"
    if not has_seventh and not has_ninth:
        return ""
    scale = _MINOR if tonic.is_minor else _MAJOR
    above = (scale[(_DEGREES.index(name.lower()) + 6) % 7] + tonic.pitch_class - root) % 12
    is_dominant = name == "V" or above == 10
    return ("9" if has_ninth else "7") if is_dominant else ("maj9" if has_ninth else "maj7")
