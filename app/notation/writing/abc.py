"""Writes a sketch as ABC (standard 2.1), from the same written values as the score."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import Any, Final

from app.domain import Key, Mode, Sketch
from app.notation.library import music21
from app.notation.writing.score import build_score

UNIT_QUARTERS: Final = Fraction(1, 2)
"""The length of a note without a number: an eighth (L:1/8)."""

MODE_NAMES: Final = {
    Mode.MAJOR: "",
    Mode.MINOR: "m",
    Mode.DORIAN: "dor",
    Mode.PHRYGIAN: "phr",
    Mode.LYDIAN: "lyd",
    Mode.MIXOLYDIAN: "mix",
    Mode.LOCRIAN: "loc",
}
BARS_A_LINE: Final = 4


def to_abc(sketch: Sketch) -> str:
    """Return the sketch as an ABC tune."""
    head = [
        "%abc-2.1",
        "X:1",
        f"T:{_text(sketch.title)}",
        *([f"C:{_text(sketch.composer)}"] if sketch.composer else []),
        f"M:{sketch.meter}",
        "L:1/8",
        f"Q:1/4={sketch.tempo_bpm:.10g}",
        f"K:{sketch.key.tonic}{MODE_NAMES[sketch.key.mode]}",
    ]
    part = build_score(sketch).parts[0]
    bars = [_bar(measure, sketch.key) for measure in part.getElementsByClass("Measure")]
    lines = [
        " | ".join(bars[start : start + BARS_A_LINE]) for start in range(0, len(bars), BARS_A_LINE)
    ]
    return "\n".join([*head, *(f"{line} |" for line in lines[:-1]), f"{lines[-1]} |]", ""])


def _text(text: str) -> str:
    """Return a text as a single line in which `%` begins no comment."""
    return " ".join(text.split()).replace("%", "\\%")


def _bar(measure: Any, key: Key) -> str:
    """Write one bar; notes under a beam stand together without spaces, as ABC asks for."""
    of_key = {s.letter: s.alter for s in (key.spell(60 + degree) for degree in key.scale)}
    altered: set[str] = set()
    symbols = list(measure.getElementsByClass("ChordSymbol"))
    sounding = measure.getElementsByClass("GeneralNote")
    elements = [e for e in sounding if not isinstance(e, music21.harmony.ChordSymbol)]
    chords = [(Fraction(symbol.offset), f'"{_chord_text(symbol)}"') for symbol in symbols]
    text = ""
    for index, element in enumerate(elements):
        if text and not _is_beamed(element, elements[index - 1]):
            text += " "
        text += _tuplet(elements[index:])
        is_last = index == len(elements) - 1
        for length, chord, is_cut in _pieces(element, chords, is_last=is_last):
            text += chord + _written(element, length, of_key, altered, is_cut=is_cut)
    return text


def _pieces(
    element: Any, chords: list[tuple[Fraction, str]], *, is_last: bool
) -> list[tuple[Fraction, str, bool]]:
    """Cut a note or rest where a chord begins during it, because ABC has no other way to say so.

    Returns for each piece its length in quarters, its chord name (or an empty string), and whether
    another piece follows. Chords that were written are removed from `chords`, which holds pairs of
    place and name. Notes of tuplets are not cut; a chord goes to the nearest of them.
    """
    start = Fraction(element.offset)
    end = start + Fraction(element.duration.quarterLength)
    is_whole = bool(element.duration.tuplets)
    names = {start: ""}
    while chords and chords[0][0] < end:
        place, name = chords[0]
        is_nearer_to_next = is_whole and not is_last and place - start > end - place
        place = start if is_whole else max(place, start)
        if is_nearer_to_next or names.get(place):
            break
        names[place] = name
        chords.pop(0)
    places = [*names, end]
    return [(until - place, names[place], until < end) for place, until in pairwise(places)]


def _is_beamed(element: Any, before: Any) -> bool:
    return (
        isinstance(element, music21.note.Note)
        and isinstance(before, music21.note.Note)
        and bool(element.beams.beamsList)
        and element.beams.beamsList[0].type in ("continue", "stop")
    )


def _tuplet(following: list[Any]) -> str:
    tuplets = following[0].duration.tuplets
    if not tuplets or tuplets[0].type not in ("start", "startStop"):
        return ""
    count = 0
    for element in following:
        count += 1
        if element.duration.tuplets and element.duration.tuplets[0].type in ("stop", "startStop"):
            break
    return f"({tuplets[0].numberNotesActual}:{tuplets[0].numberNotesNormal}:{count}"


def _written(
    element: Any, quarters: Fraction, of_key: dict[str, int], altered: set[str], *, is_cut: bool
) -> str:
    length = quarters / UNIT_QUARTERS
    for tuplet in element.duration.tuplets:
        length = length * tuplet.numberNotesActual / tuplet.numberNotesNormal
    written = "" if length == 1 else str(length)
    if isinstance(element, music21.note.Rest):
        return "z" + written
    letter, octave = element.pitch.step, element.pitch.octave
    alter = int(element.pitch.alter)
    sign = ""
    # Readers disagree on how long an accidental holds and in which octaves. Once a letter has had
    # one in a bar, every further note of that letter is therefore written with its own.
    if alter != of_key[letter] or letter in altered:
        sign = {-2: "__", -1: "_", 0: "=", 1: "^", 2: "^^"}[alter]
        altered.add(letter)
    name = letter.lower() + "'" * (octave - 5) if octave > 4 else letter + "," * (4 - octave)
    is_tied = is_cut or (element.tie is not None and element.tie.type != "stop")
    tie = "-" if is_tied else ""
    return f"{sign}{name}{written}{tie}"


def _chord_text(symbol: Any) -> str:
    root = symbol.root().name.replace("-", "b")
    bass = symbol.bass().name.replace("-", "b")
    return f"{root}{symbol.chordKindStr or ''}" + ("" if bass == root else f"/{bass}")
