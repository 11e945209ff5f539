"""Parses MusicXML documents: whatever they are, the result is a score-partwise or an AppError."""

from __future__ import annotations

import re
from collections import Counter
from typing import Final
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from app.errors import AppError
from app.notation.reading.xml_text import decoded

MOST_BYTES: Final = 64 * 2**20
MOST_DEPTH: Final = 64
"""A note's accidental, the deepest element of MusicXML that is read, is about eight deep."""

MOST_ENTITY_LETTERS: Final = 1_000
MOST_ELEMENTS: Final = 2_000_000
"""Of those that are read; a note has about eight, and a million take 200 MB of memory."""

MOST_NOTES: Final = 200_000
MOST_MEASURES: Final = 10_000
"""Of one part; the longest operas have about half as many."""

TOO_MUCH: Final = "it has more in it than any score; divide it into several files"
ENDLESS: Final = "it declares entities that expand without end, as no score does"

NOT_READ: Final = frozenset(
    {
        "accidental", "appearance", "articulations", "beam", "defaults", "dynamics", "fermata",
        "figured-bass", "frame", "listening", "lyric", "miscellaneous", "notehead",
        "notehead-text", "ornaments", "part-group", "print", "score-instrument", "slur",
        "staff-details", "stem", "technical", "tuplet", "wedge",
    }
)  # fmt: skip
"""Elements about the look of a score; most of a large document consists of them."""


def parse_score(content: bytes) -> tuple[Element, tuple[str, ...]]:
    """Return the score of a document, with its measures inside its parts, and messages about it.

    Raises AppError if the document is no score, or is larger than any score.
    """
    root, messages = parse_xml(content)
    if root.tag == "opus":
        raise AppError("it is an opus, which only lists scores; open one of those scores")
    if root.tag not in ("score-partwise", "score-timewise"):
        raise AppError(f"it isn't MusicXML, because it begins with <{root.tag[:40]}>")
    if root.tag == "score-timewise":
        root = _partwise(root)
    for part in root.findall("part"):
        if len(part.findall("measure")) > MOST_MEASURES:
            raise AppError(f"it has more than {MOST_MEASURES:,} bars; divide it into several files")
    return root, messages


def parse_xml(content: bytes) -> tuple[Element, tuple[str, ...]]:
    """Return the root of an XML document, without namespaces, and messages about it.

    Raises AppError if it is none, or expands beyond all measure.
    """
    if len(content) > MOST_BYTES:
        raise AppError(f"it is larger than {MOST_BYTES // 2**20} MB; divide it into several files")
    text, messages = decoded(content)
    return _Parser().root(text.lstrip("\ufeff \t\r\n").encode(errors="replace")), messages


class _Parser:
    """Builds the tree, leaves out what is not read, and stops at what no score would contain."""

    def __init__(self) -> None:
        self._builder = TreeBuilder()
        self._depth = 0
        self._skipped_from = 0
        self._entities = 0
        self._elements = 0
        self._notes = 0
        self._letters = 0
        self._most_letters = 0
        self._measure = ""
        self._parser = expat.ParserCreate("utf-8")  # this overrules what the document says
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._data
        self._parser.EntityDeclHandler = self._entity

    def root(self, document: bytes) -> Element:
        """Return the root of a document in UTF-8."""
        self._most_letters = 2 * len(document)
        try:
            self._parser.Parse(document, True)
            return self._builder.close()
        except (expat.ExpatError, AssertionError) as error:
            reason = expat.ErrorString(error.code) if isinstance(error, expat.ExpatError) else ""
            place = f"line {self._parser.CurrentLineNumber}"
            place += f", in bar {self._measure}" if self._measure else ""
            raise AppError(f"its XML is damaged at {place} ({reason or 'no element'})") from error

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > MOST_DEPTH:
            raise AppError(f"its elements are nested more than {MOST_DEPTH} deep")
        for value in attributes.values():
            self._count(value)
        tag = name.rpartition(":")[2]
        if self._skipped_from or tag in NOT_READ:
            self._skipped_from = self._skipped_from or self._depth
            return
        self._elements += 1
        if self._elements > MOST_ELEMENTS:
            raise AppError(TOO_MUCH)
        if tag == "measure":
            self._measure = attributes.get("number", "")[:20]
        elif tag == "note":
            self._notes += 1
            if self._notes > MOST_NOTES:
                raise AppError(
                    f"it has more than {MOST_NOTES:,} notes; divide it into several files"
                )
        self._builder.start(tag, attributes)

    def _end(self, name: str) -> None:
        if not self._skipped_from:
            self._builder.end(name.rpartition(":")[2])
        elif self._skipped_from == self._depth:
            self._skipped_from = 0
        self._depth -= 1

    def _count(self, text: str) -> None:
        """Stop where entities have made more text than twice what was in the file."""
        self._letters += len(text)
        if self._letters > self._most_letters:
            raise AppError(ENDLESS)

    def _data(self, data: str) -> None:
        self._count(data)
        if not self._skipped_from:
            self._builder.data(data)

    def _entity(self, *declaration: object) -> None:
        """Refuse entities that are built of others: a few lines of those make gigabytes."""
        value = declaration[2]
        self._entities += len(str(value or ""))
        if "&" in str(value) or self._entities > MOST_ENTITY_LETTERS:
            raise AppError(ENDLESS)


def _partwise(root: Element) -> Element:
    """Return a score-timewise, whose measures hold parts, as a score-partwise."""
    score = Element("score-partwise", root.attrib)
    parts: dict[str, Element] = {}
    number = Counter[str]()
    added = 0
    for child in root:
        if child.tag != "measure":
            score.append(child)
            continue
        for part in child.findall("part"):
            name = part.get("id", "")
            whole = parts.setdefault(name, Element("part", part.attrib))
            missing = number["measures"] - number[name]
            added += missing
            if added > MOST_ELEMENTS:
                raise AppError(TOO_MUCH)
            whole.extend(Element("measure") for _ in range(missing))
            measure = Element("measure", child.attrib)
            measure.extend(part)
            whole.append(measure)
            number[name] = number["measures"] + 1
        number["measures"] += 1
    score.extend(parts.values())
    return score


def bar_name(measure: Element, index: int) -> str:
    """Return the bar's number in the score, or its place if it has none."""
    named = re.sub(r"\s+", " ", measure.get("number") or "").strip()
    return named[:20] or str(index + 1)
