"""Reads repeats, endings and jumps of MusicXML, from what is to sound or else what is printed."""

from __future__ import annotations

import re
from typing import Final
from xml.etree.ElementTree import Element

from app.notation.reading.marks import UNNAMED, Marks, may_jump, read_words

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


def read_direction(direction: Element, marks: Marks) -> str:
    """Add what a `<direction>` or a `<sound>` says to the marks of its measure.

    Returns words that may ask for a jump but were not taken for one, or nothing.
    """
    sounds = list(direction.iter("sound"))
    text = " ".join(" ".join((words.text or "").split()) for words in direction.iter("words"))
    if any(sound.get(name) for sound in sounds for name in SOUNDED):
        for sound in sounds:
            _read_sound(sound, marks)
        printed = Marks()
        read_words(text, printed)
        marks.al_fine |= printed.al_fine and marks.is_jump
        return ""
    if direction.find("direction-type/segno") is not None:
        marks.segno = UNNAMED
    if direction.find("direction-type/coda") is not None:
        marks.coda = UNNAMED
    is_exact = marks.is_jump and not marks.is_near
    if read_words(text, marks):
        marks.is_near = marks.is_jump and not is_exact
        return ""
    return text if may_jump(text) else ""


def _read_sound(sound: Element, marks: Marks) -> None:
    marks.is_near &= not (sound.get("dacapo") or sound.get("dalsegno"))
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
