"""Writes a sketch as MusicXML 4.0: music21 writes the bars, and the header is written here.

music21's own header would name it as composer and software, and give the part a random id.
"""

from __future__ import annotations

from datetime import date
from typing import Final
from xml.etree.ElementTree import Comment, Element, SubElement, indent, tostring

from app.domain import Sketch
from app.domain.xml_text import xml_text
from app.notation.library import music21
from app.notation.writing.score import build_score
from app.resources import program_name

PART: Final = "P1"
PART_NAME: Final = "Melody"
SUPPORTED: Final = (("accidental", "yes"), ("beam", "yes"), ("stem", "no"))
"""Which details the bars contain, and which are left to the program that reads them."""


def to_musicxml(sketch: Sketch) -> bytes:
    """Return the sketch as a MusicXML document (partwise, UTF-8)."""
    exporter = music21.musicxml.m21ToXml.ScoreExporter(build_score(sketch), makeNotation=False)
    part = exporter.parse().find("part")
    for parent in list(part.iter()):
        for comment in [child for child in parent if child.tag is Comment]:
            parent.remove(comment)
    part.set("id", PART)
    for direction in part.iter("direction"):
        direction.set("placement", "above")  # This is where the tempo belongs.
    for degree in part.iter("degree"):
        degree.set("print-object", "no")  # The name of the kind says it already.
    score = _head(sketch)
    score.append(part)
    indent(score)
    document: bytes = tostring(score, encoding="utf-8", xml_declaration=True)
    return document


def _head(sketch: Sketch) -> Element:
    """Return the document up to its part; elements are in the order that the schema asks for."""
    score = Element("score-partwise", version="4.0")
    if sketch.title:
        SubElement(SubElement(score, "work"), "work-title").text = xml_text(sketch.title)
    identification = SubElement(score, "identification")
    if sketch.composer:
        SubElement(identification, "creator", type="composer").text = xml_text(sketch.composer)
    encoding = SubElement(identification, "encoding")
    SubElement(encoding, "software").text = program_name()
    SubElement(encoding, "encoding-date").text = date.today().isoformat()
    for element, is_there in SUPPORTED:
        SubElement(encoding, "supports", element=element, type=is_there)
    part = SubElement(SubElement(score, "part-list"), "score-part", id=PART)
    # If the part's name were printed, it would stand before the only staff.
    SubElement(part, "part-name", {"print-object": "no"}).text = PART_NAME
    return score
