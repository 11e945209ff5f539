"""Reads repeats, endings and jumps of MusicXML, from what is to sound or else what is printed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final
from xml.etree.ElementTree import Element

from app.notation.reading.play_order import Marks

UNNAMED: Final = ""
"""The name of a segno or coda that is only printed."""

DA_CAPO: Final = re.compile(r"^\W*D\s*C\b|\bD\s*\.\s*C\b|\bda\s+capo\b", re.I)
DAL_SEGNO: Final = re.compile(r"^\W*D\s*S\b|\bD\s*\.\s*S\b|\bdal\s+segno\b", re.I)
FINE: Final = re.compile(r"^\W*fine\W*$", re.I)
TO_CODA: Final = re.compile(r"^\W*to\s+coda\b", re.I)
CODA: Final = re.compile(r"^\W*coda\W*$", re.I)
MOST_LETTERS: Final = 60
"""Longer words than these tell more than a jump, such as how often something else is played."""

NEAR: Final = 2
"""By how many measures a jump can be printed before the end of its section."""

SOUNDED: Final = ("dacapo", "dalsegno", "fine", "tocoda", "coda", "segno")


def read_barline(barline: Element, marks: Marks) -> None:
    """Add what a bar line says to the marks of its measure."""
    repeat = barline.find("repeat")
    if repeat is None and barline.findtext("bar-style") == "light-heavy":
        marks.is_end = True
    if repeat is not None and repeat.get("direction") == "forward":
        marks.forward = True
    elif repeat is not None:
        marks.backward = True
        times = (repeat.get("times") or "").strip()
        if times.isascii() and times.isdigit():
            # More than a few thousand measures are not played out anyway.
            marks.times = int(times[:6])
        marks.again = repeat.get("after-jump") == "yes"
    ending = barline.find("ending")
    if ending is not None and ending.get("type") == "start":
        marks.ending = _numbers(ending.get("number") or "")
    elif ending is not None:
        marks.ends = True


def read_direction(direction: Element, marks: Marks) -> None:
    """Add what a `<direction>` or a `<sound>` says to the marks of its measure."""
    sounds = list(direction.iter("sound"))
    if any(sound.get(name) for sound in sounds for name in SOUNDED):
        for sound in sounds:
            _read_sound(sound, marks)
        return
    if direction.find("direction-type/segno") is not None:
        marks.segno = UNNAMED
    if direction.find("direction-type/coda") is not None:
        marks.coda = UNNAMED
    text = " ".join((words.text or "").strip() for words in direction.iter("words")).strip()
    if len(text) > MOST_LETTERS:
        return
    if DA_CAPO.search(text):
        marks.da_capo = True
    elif DAL_SEGNO.search(text):
        marks.dal_segno = UNNAMED
    elif FINE.search(text):
        marks.fine = True
    elif TO_CODA.search(text):
        marks.coda, marks.to_coda = None, UNNAMED
    elif CODA.search(text):
        marks.coda = UNNAMED


def _read_sound(sound: Element, marks: Marks) -> None:
    marks.da_capo |= sound.get("dacapo") == "yes"
    marks.fine |= bool(sound.get("fine")) and sound.get("fine") != "no"
    marks.dal_segno = sound.get("dalsegno", marks.dal_segno)
    marks.to_coda = sound.get("tocoda", marks.to_coda)
    marks.coda = sound.get("coda", marks.coda)
    marks.segno = sound.get("segno", marks.segno)


def _numbers(text: str) -> frozenset[int]:
    """Return the numbers of an ending, such as those of "1, 2" or "1-3"; none if it names none."""
    found: set[int] = set()
    for first, last in re.findall(r"(\d{1,2})\s*(?:-\s*(\d{1,2}))?", text, re.ASCII):
        found.update(range(int(first), int(last or first) + 1))
    return frozenset(found - {0})


def merged(of_parts: Sequence[Sequence[Marks]]) -> list[Marks]:
    """Return the marks of a score: a mark can stand in any of its parts, and often only in one.

    Where the sign of the coda stands twice and nothing says “To Coda”, the first means that.
    """
    marks = [Marks() for _ in range(max(map(len, of_parts), default=0))]
    for part in of_parts:
        for mark, other in zip(marks, part, strict=False):
            _add(mark, other)
    codas = [mark for mark in marks if mark.coda is not None]
    if len(codas) > 1 and all(mark.to_coda is None for mark in marks):
        codas[0].to_coda, codas[0].coda = codas[0].coda, None
    for index, mark in enumerate(marks):
        if mark.is_jump:
            _move_to_end(marks, index)
    return marks


def _move_to_end(marks: Sequence[Marks], index: int) -> None:
    """Move a jump that is printed a little before the end of its section to that end."""
    here = marks[index]
    near = range(index + 1, min(index + 1 + NEAR, len(marks)))
    if here.backward or any(_begins(marks[later]) for later in near):
        return
    ends = [later for later in near if marks[later].backward or later == len(marks) - 1]
    if ends:
        end = marks[ends[0]]
        end.da_capo |= here.da_capo
        end.dal_segno = here.dal_segno if end.dal_segno is None else end.dal_segno
        here.da_capo, here.dal_segno = False, None


def _begins(mark: Marks) -> bool:
    """Tell whether something begins with this measure, so that a jump before it ends a section."""
    return mark.forward or mark.is_start or mark.coda is not None or bool(mark.ending)


def _add(mark: Marks, other: Marks) -> None:
    mark.times = max(mark.times, other.times) if mark.backward else other.times
    mark.forward |= other.forward
    mark.backward |= other.backward
    mark.again |= other.again
    mark.ending |= other.ending
    mark.ends |= other.ends
    mark.is_end |= other.is_end
    mark.is_start |= other.is_start
    mark.fine |= other.fine
    mark.da_capo |= other.da_capo
    mark.segno = other.segno if mark.segno is None else mark.segno
    mark.coda = other.coda if mark.coda is None else mark.coda
    mark.to_coda = other.to_coda if mark.to_coda is None else mark.to_coda
    mark.dal_segno = other.dal_segno if mark.dal_segno is None else mark.dal_segno
