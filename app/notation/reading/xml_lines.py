"""Gathers the notes of a part into voices that go through the whole part."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise

from app.domain import Note
from app.domain.timebase import quarters_to_ticks
from app.notation.reading.xml_part import PartMusic, Struck

Place = tuple[str, str]
"""A voice with its staff, staff first."""


@dataclass(slots=True)
class Line:
    """A voice of a part: its staff, its number, and its notes in each measure."""

    staff: str
    voice: str
    measures: dict[int, list[Struck]] = field(default_factory=dict)


def lines_of(part: PartMusic) -> list[Line]:
    """Return the voices of a part that have notes, in the order of staves and numbers.

    A voice that crosses to another staff belongs to the staff on which most of its notes are; only
    where it sounds on two staves at once, these are two voices with one number.
    """
    homes = _homes(part)
    by_place: dict[Place, Line] = {}
    for index, measure in enumerate(part.measures):
        for note in measure.notes:
            place = homes[note.staff, note.voice]
            line = by_place.setdefault(place, Line(*place))
            line.measures.setdefault(index, []).append(note)
    lines = [line for line in by_place.values() if line.measures]
    return sorted(lines, key=_order)


def _homes(part: PartMusic) -> dict[Place, Place]:
    """Return, for each voice on each staff, the voice and staff that it belongs to."""
    counts = Counter((n.staff, n.voice) for measure in part.measures for n in measure.notes)
    places = {place for measure in part.measures for place in measure.present}
    divided = _divided_voices(part)
    homes: dict[Place, Place] = {}
    for staff, voice in places:
        home = staff
        if voice not in divided:
            staves = [other for other, same in places if same == voice]
            home = max(sorted(staves), key=lambda other: counts[other, voice])
        homes[staff, voice] = (home, voice)
    return homes


def _divided_voices(part: PartMusic) -> set[str]:
    """Return the voices that sound on two staves at once."""
    divided: set[str] = set()
    for measure in part.measures:
        by_voice: dict[str, list[Struck]] = {}
        for note in measure.notes:
            if not note.is_in_chord:
                by_voice.setdefault(note.voice, []).append(note)
        for voice, notes in by_voice.items():
            notes.sort(key=lambda note: note.at)
            if any(a.staff != b.staff and b.at < a.at + a.length for a, b in pairwise(notes)):
                divided.add(voice)
    return divided


def _order(line: Line) -> tuple[tuple[int, str], tuple[int, str]]:
    """Return a key that sorts voices by staff and number."""
    return _natural(line.staff), _natural(line.voice)


def sounding(line: Line, measures: Iterable[tuple[int, Fraction]]) -> tuple[Note, ...]:
    """Return the notes of a voice, tied ones joined; `measures` are those played, with places.

    Some programs write only where a tie starts, or write its end in the first ending alone: it
    leads to where the playing goes on, such as a second ending, but not back.
    """
    notes: list[Note] = []
    open_ties: dict[int, tuple[int, int]] = {}
    for index, start in measures:
        for struck in sorted(line.measures.get(index, ()), key=lambda note: note.at):
            onset = quarters_to_ticks(start + struck.at)
            end = max(quarters_to_ticks(start + struck.at + struck.length), onset + 1)
            place, measure = open_ties.pop(struck.pitch, (len(notes), index))
            is_tied = place < len(notes) and notes[place].end_ticks == onset
            if is_tied and (struck.stops_tie or index >= measure):
                notes[place] = _longer(notes[place], end)
            else:
                place = len(notes)
                notes.append(
                    Note(onset, end - onset, struck.pitch, struck.velocity, letter=struck.letter)
                )
            if struck.starts_tie:
                open_ties[struck.pitch] = (place, index)
    return tuple(notes)


def _longer(note: Note, end: int) -> Note:
    return Note(
        note.onset_ticks, end - note.onset_ticks, note.pitch, note.velocity, letter=note.letter
    )


def names_of(lines: Sequence[Line], part: str) -> list[str]:
    """Return a name for each voice of a part, by its staff and its number where it has others."""
    staves = sorted({line.staff for line in lines}, key=_natural)
    names = []
    for line in lines:
        name = part
        if len(staves) == 2:
            name += ", upper staff" if line.staff == staves[0] else ", lower staff"
        elif len(staves) > 2:
            name += f", staff {line.staff}"
        if sum(other.staff == line.staff for other in lines) > 1:
            name += f", voice {line.voice}"
        names.append(name)
    return names


def _natural(name: str) -> tuple[int, str]:
    """Return a key that sorts "10" after "9"."""
    number = re.match(r"\d{1,9}", name, re.ASCII)
    return (int(number[0]) if number else 0, name)
