"""Reads the fields of ABC that say what notes are: key, meter, unit of length, tempo, voice.

It follows the ABC standard 2.1 (sections 3.1, 4.6 and 7.1). Lengths are in quarters.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Final

from app.domain import Key, Meter, Mode
from app.domain.key import FIFTHS_FROM_MAJOR, LETTERS, LETTERS_BY_FIFTHS, MOST_FIFTHS
from app.errors import InvalidValueError

ABC_MODES: Final = {"": Mode.MAJOR, "m": Mode.MINOR, "ion": Mode.MAJOR, "aeo": Mode.MINOR} | {
    mode.value[:3]: mode for mode in Mode
}
"""The modes that can follow a tonic in ABC (standard 2.1, section 3.1.14); three letters count."""

ALTERATIONS: Final = {"^^": 2, "^": 1, "": 0, "=": 0, "_": -1, "__": -2}
PIPES: Final = {"F": 1, "C": 1}
"""What sounds in the bagpipe's keys `HP` and `Hp`, whether or not it is written."""

TEMPO_WORDS: Final = {
    "larghissimo": 40, "adagissimo": 44, "lentissimo": 48, "largo": 56, "adagio": 59, "lento": 62,
    "larghetto": 66, "adagietto": 76, "andante": 88, "andantino": 96, "moderato": 104,
    "allegretto": 112, "allegro": 120, "vivace": 168, "vivo": 180, "presto": 192,
    "allegrissimo": 208, "vivacissimo": 220, "prestissimo": 240,
}  # fmt: skip
"""Quarters a minute; abc2midi takes nearly the same."""

TONIC: Final = re.compile(r"([A-Ga-g])([#♯b♭]?)\s*([A-Za-z]*)")
PROPERTY: Final = re.compile(
    r"\b(?:clef|octave|transpose|middle|m|t|score|sound|shift|cue|strings|style|stafflines|"
    r"staffscale|map|gstem|stem|name|nm|sname|snm|subname|merge|up|down|dyn|lyrics|gchord)"
    r"\s*=\s*(?:\"[^\"]*\"|\S+)"
)
CLEF: Final = re.compile(
    r"(?:clef\s*=\s*)?\"?(?:treble|bass|alto|tenor|perc|none|tab|soprano|mezzo|baritone|G|C|F)"
    r"\d?\s*([-+^_])(8|15)(?!\d)", re.I,
)  # fmt: skip
BASS_CLEF: Final = re.compile(r"(?:clef\s*=\s*\"?|(?<!\S))bass|clef\s*=\s*\"?F", re.I)
NAME: Final = r"\b(?:name|nm|sname|snm|subname)\s*=\s*(?:\"[^\"]*\"|\S+)"
CLEF_WORD: Final = re.compile(r"(treble|bass|alto|tenor|perc|none|tab|soprano|mezzo|baritone|clef)")


@dataclass(frozen=True, slots=True)
class Signature:
    """What `K:` says: a key that Motivo knows, how each letter is altered, and what to tell."""

    key: Key | None
    alterations: Mapping[str, int]
    message: str = ""


@dataclass(frozen=True, slots=True)
class Shift:
    """How far a clef or a property moves what is written; None where it says nothing.

    `has_bass_clef` is None where no clef is named.
    """

    octaves: int | None = None
    semitones: int | None = None
    has_bass_clef: bool | None = None
    untold: tuple[str, ...] = field(default=())
    """Properties that move notes in some programs, and that Motivo doesn't follow."""


def signature_of(text: str) -> Signature:
    """Read the key in `K:`; where there is none that can be read, the message tells."""
    words = PROPERTY.sub("", text).strip()
    if re.match(r"H[Pp]\b", words):
        return Signature(Key("A", Mode.MIXOLYDIAN), PIPES)
    found = TONIC.match(words)
    if not words or words.lower().startswith("none") or found is None or CLEF_WORD.match(words):
        known = not words or words.lower().startswith("none") or CLEF_WORD.match(words)
        message = "" if known else f"“K:{words[:20]}” is no key; no sharps and flats were taken."
        return Signature(None, _accidentals(words), message)
    name = found[1].upper() + found[2].replace("♯", "#").replace("♭", "b")
    word = found[3]
    mode = None if CLEF_WORD.match(word) else ABC_MODES.get(word.lower()[:3])
    fifths = LETTERS_BY_FIFTHS.index(name[0]) - 1 + {"#": 7, "b": -7}.get(name[1:], 0)
    fifths += FIFTHS_FROM_MAJOR[mode or Mode.MAJOR]
    own = _accidentals(words[found.end() :])
    is_exact = re.search(r"\bexp\b", words) is not None
    alterations = {} if is_exact else _altered_by(fifths)
    signature = _signature(name, mode, fifths, alterations | own, bool(own) or is_exact)
    is_strange = mode is None and word != "exp" and word and not CLEF_WORD.match(word)
    if is_strange and not signature.message:
        told = f"“{word[:20]}” is no mode that Motivo knows; {signature.key} was taken."
        return replace(signature, message=told)
    return signature


def _altered_by(fifths: int) -> dict[str, int]:
    """Return how a signature of so many sharps alters each letter; it may have more than seven."""
    return {letter: (fifths + 6 - i) // 7 for i, letter in enumerate(LETTERS_BY_FIFTHS)}


def _signature(
    name: str, mode: Mode | None, fifths: int, alterations: dict[str, int], is_own: bool
) -> Signature:
    message = ""
    if is_own:
        for other in [mode or Mode.MAJOR, *Mode]:
            key = _key(name, other)
            if key and all(key.alteration(x) == alterations.get(x, 0) for x in LETTERS):
                return Signature(key, alterations)
        message = (
            "The key signature is none of a scale that Motivo knows; its notes have accidentals."
        )
    key = _key(name, mode or Mode.MAJOR)
    if key is None:  # such as G♯ major, which would have eight sharps
        key = Key.from_fifths(
            fifths - 12 if fifths > MOST_FIFTHS else fifths + 12, mode or Mode.MAJOR
        )
        message = f"{name} has more than {MOST_FIFTHS} sharps or flats; {key} was taken."
    return Signature(key, alterations, message)


def _key(name: str, mode: Mode) -> Key | None:
    try:
        return Key(name, mode)
    except InvalidValueError:
        return None


def _accidentals(words: str) -> dict[str, int]:
    found = re.findall(r"(\^\^|\^|__|_|=)([A-Ga-g])(?![A-Za-z])", words)
    return {letter.upper(): ALTERATIONS[sign] for sign, letter in found}


def shift_of(text: str) -> Shift:
    """Read how the clef and the properties of `K:` or `V:` move the notes that are written."""
    words = re.sub(rf'{NAME}|(?<!=)"[^"]*"', "", text)
    octaves = re.search(r"\boctave\s*=\s*([-+]?\d{1,2})(?!\d)", words)
    semitones = re.search(r"\b(?:transpose|t)\s*=\s*([-+]?\d{1,2})(?!\d)", words)
    clef = CLEF.search(words)
    moved = int(octaves[1]) if octaves else None
    if clef:
        moved = (moved or 0) + (1 if clef[1] in "+^" else -1) * (2 if clef[2] == "15" else 1)
    elif moved is None and CLEF_WORD.search(words):
        moved = 0
    untold = tuple(re.findall(r"\b(?:score|sound|shift)\s*=\s*\S+", words))
    is_bass = BASS_CLEF.search(words) is not None if CLEF_WORD.search(words) else None
    return Shift(moved, int(semitones[1]) if semitones else None, is_bass, untold)


@dataclass(frozen=True, slots=True)
class Measure:
    """What `M:` says: a meter that Motivo knows, None if there is none, and the length of a bar."""

    meter: Meter | None
    bar: Fraction
    message: str = ""


def measure_of(text: str) -> Measure:
    """Read the meter in `M:`, which may be a sum; without one a bar is as long as a whole note."""
    words = text.strip()
    if not words or words.lower().startswith("none"):
        return Measure(None, Fraction(4))
    named = {"C": "4/4", "C|": "2/2"}.get(words.split()[0], words)
    found = re.fullmatch(r"\(?\s*(\d+(?:\s*\+\s*\d+)*)\s*\)?\s*/\s*(\d+)", named)
    sums = re.findall(r"(\d+)/(\d+)", named)
    if found is None and len(sums) > 1 and len({unit for _, unit in sums}) == 1:
        counts, unit = "+".join(count for count, _ in sums), sums[0][1]
    elif found is not None:
        counts, unit = re.sub(r"\s", "", found[1]), found[2]
    else:
        return Measure(None, Fraction(4), _no_meter(words))
    try:
        meter = Meter.parse(f"{counts}/{unit}")
    except InvalidValueError:
        return Measure(None, Fraction(4), _no_meter(words))
    return Measure(meter, Fraction(4 * meter.counts, meter.unit))


def _no_meter(words: str) -> str:
    return f"“M:{words[:20]}” is no meter that Motivo knows; the bars were taken as they are."


def unit_of(text: str) -> Fraction | None:
    """Read the unit of length in `L:`; None if it is none."""
    found = re.match(r"\s*(\d{1,3})\s*(?:/\s*(\d{1,3}))?\s*$", text)
    if found is None or not int(found[1]) or not int(found[2] or 1):
        return None
    return Fraction(4 * int(found[1]), int(found[2] or 1))


def default_unit(measure: Measure) -> Fraction:
    """Return the unit of length of a tune that names none: a sixteenth in meters under 3/4."""
    return Fraction(1, 4) if measure.meter and measure.bar < 3 else Fraction(1, 2)


def tempo_of(text: str, unit: Fraction) -> tuple[float | None, str]:
    """Read the tempo in `Q:`, in quarters a minute, and what there is to tell of it."""
    names = re.findall(r'"([^"]*)"', text)
    words = re.sub(r'"[^"]*"?', " ", text)
    number = re.search(r"(?<![\d./])(\d{1,5}(?:\.\d{1,6})?)(?![\d./e])\s*$", words)
    beats = re.findall(r"(\d{1,3})\s*/\s*(\d{1,3})(?!\d)", words)
    many = re.search(r"\bC\s*(\d{0,2})\s*=", words)
    if number is None or not float(number[1]) or any(not int(unit) for _, unit in beats):
        word = TEMPO_WORDS.get(names[0].lower().strip()) if names else None
        if word:
            return (
                word,
                f"The tempo is only named “{names[0]}”; {word} quarters a minute were taken.",
            )
        what = f"“{names[0]}”" if names else f"“Q:{text.strip()[:20]}”"
        return None, f"{what} names no tempo in numbers that Motivo could take."
    beat = sum((Fraction(4 * int(a), int(b)) for a, b in beats), Fraction(0))
    if many:
        beat = unit * int(many[1] or 1)
    return float((beat or unit) * Fraction(number[1])), ""


def voice_name(text: str) -> str:
    """Return the name that `V:` gives a voice, or nothing."""
    found = re.search(r'\b(?:name|nm)\s*=\s*(?:"([^"]*)"|(\S+))', text)
    return (found[1] or found[2] or "") if found else ""
