"""Owns the MusicXML that is engraved: written by music21 bar by bar, and kept for bars met again.

An edit changes a bar or two, and music21 needs about a millisecond for each.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Container, Hashable, Sequence
from typing import Any, Final
from xml.etree import ElementTree

from app.domain import Sketch, Spelling
from app.domain.spelling import spellings
from app.notation.bars import Bar
from app.notation.library import music21
from app.notation.score import build_part, is_low

KEPT_BARS: Final = 4096
ID: Final = "@id@"
"""Stands in kept bars where the id of a note or rest goes."""

SCORE: Final = (
    '<?xml version="1.0" encoding="utf-8"?><score-partwise version="4.0">'
    '<part-list><score-part id="P1"><part-name /></score-part></part-list>'
    '<part id="P1">{}</part></score-partwise>'
)
NEW_LINE: Final = '<print new-system="yes" />'
END_LINE: Final = '<barline location="right"><bar-style>light-heavy</bar-style></barline>'

_kept: OrderedDict[Hashable, str] = OrderedDict()


def engraved_musicxml(sketch: Sketch, bars: Sequence[Bar], first_of_line: Container[int]) -> str:
    """Return MusicXML of bars with their ids, lines broken before those in `first_of_line`.

    It has neither title, tempo nor chord names: they are drawn in the interface's face.
    """
    spelled = spellings(sketch)
    keys = [_content(sketch, spelled, bar) for bar in bars]
    missing = {key: bar for key, bar in zip(keys, bars, strict=True) if key not in _kept}
    for key, xml in zip(missing, _export(sketch, tuple(missing.values())), strict=True):
        _kept[key] = xml
    divisions = music21.defaults.divisionsPerQuarter
    measures: list[str] = []
    for key, bar in zip(keys, bars, strict=True):
        _kept.move_to_end(key)
        first, *others = _kept[key].split(ID)
        ids = (written.id for written in bar.written)
        inner = first + "".join(name + text for name, text in zip(ids, others, strict=True))
        if bar is bars[0]:
            inner = f"<attributes><divisions>{divisions}</divisions></attributes>{inner}"
        if bar.number in first_of_line:
            inner = NEW_LINE + inner
        if bar is bars[-1]:
            inner += END_LINE
        implicit = ' implicit="yes"' if bar.number == 0 else ""
        measures.append(
            f'<measure id="m{bar.number}" number="{bar.number}"{implicit}>{inner}</measure>'
        )
    while len(_kept) > KEPT_BARS:
        _kept.popitem(last=False)
    return SCORE.format("".join(measures))


def _content(sketch: Sketch, spelled: Sequence[Spelling], bar: Bar) -> Hashable:
    """Everything that the written bar depends on."""
    opening = (sketch.tempo_bpm, is_low(sketch)) if bar.start_ticks == 0 else None
    written = tuple(
        (None if w.note is None else spelled[w.note], w.value, w.tie) for w in bar.written
    )
    return sketch.key, sketch.meter, bar.shift_ticks, opening, written


def _export(sketch: Sketch, bars: tuple[Bar, ...]) -> list[str]:
    if not bars:
        return []
    score = music21.stream.Score()
    score.insert(0, build_part(sketch, bars))
    exporter = music21.musicxml.m21ToXml.ScoreExporter(score, makeNotation=False)
    return [_inner(measure) for measure in exporter.parse().iter("measure")]


def _inner(measure: Any) -> str:
    for direction in measure.findall("direction"):
        measure.remove(direction)
    for attributes in measure.findall("attributes"):
        for divisions in attributes.findall("divisions"):
            attributes.remove(divisions)
        if len(attributes) == 0:
            measure.remove(attributes)
    for note in measure.iter("note"):
        note.set("id", ID)
    # A comment that names the bar would differ between equal bars.
    inner = "".join(ElementTree.tostring(child, encoding="unicode") for child in measure)
    return re.sub(r"<!--.*?-->", "", inner)
