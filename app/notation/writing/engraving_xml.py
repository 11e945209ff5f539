"""Owns the MusicXML that is engraved: music21 writes it bar by bar, and each bar is remembered.

An edit changes only a bar or two, and music21 needs about a millisecond for each.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Hashable, Iterator, Sequence
from itertools import count
from typing import Any, Final
from xml.etree import ElementTree

from app.domain import Sketch, Spelling
from app.domain.clef import clef_of
from app.domain.spelling import spellings
from app.notation.library import music21
from app.notation.writing.bars import Bar, Written
from app.notation.writing.score import build_part

KEPT_BARS: Final = 4096
ID: Final = "@id@"
"""A placeholder in remembered bars for the id of a note or rest."""

HIDDEN: Final = "hidden"
"""How the ids of measures that are not drawn begin, and those of everything in them.

Each id is given only once: Verovio draws a tie as its first note has it, and finds that by its id.
"""

QUARTER_DIVISIONS: Final = music21.defaults.divisionsPerQuarter
DIVISIONS: Final = f"<divisions>{QUARTER_DIVISIONS}</divisions>"
QUARTER_REST: Final = (
    f"<note><rest /><duration>{QUARTER_DIVISIONS}</duration><type>quarter</type></note>"
)

SCORE: Final = (
    '<?xml version="1.0" encoding="utf-8"?><score-partwise version="4.0">'
    '<part-list><score-part id="P1"><part-name /></score-part></part-list>'
    '<part id="P1">{}</part></score-partwise>'
)
NEW_LINE: Final = '<print new-system="yes" />'
END_LINE: Final = '<barline location="right"><bar-style>light-heavy</bar-style></barline>'


class BarWriter:
    """Writes bars as MusicXML, and keeps what it wrote for bars met again."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Hashable, str] = OrderedDict()

    def written(self, sketch: Sketch, bars: Sequence[Bar]) -> list[str]:
        """Return what is inside each bar's measure, with `ID` in place of the ids of its notes."""
        kept, spelled = self._kept, spellings(sketch)
        keys = [_content(sketch, spelled, bar) for bar in bars]
        missing = {key: bar for key, bar in zip(keys, bars, strict=True) if key not in kept}
        for key, xml in zip(missing, _export(sketch, tuple(missing.values())), strict=True):
            kept[key] = xml
        for key in keys:
            kept.move_to_end(key)
        written = [kept[key] for key in keys]
        while len(kept) > KEPT_BARS:
            kept.popitem(last=False)
        return written


def lines_musicxml(
    sketch: Sketch, bars: Sequence[Bar], written: Sequence[str], lines: Sequence[range]
) -> str:
    """Return the MusicXML of consecutive lines, with ids from `written_id(0)` on.

    A line is given as the range of its bars among all bars. Before the first and after the last
    line stand the bars that `around` returns, on lines of their own, in measures that are not
    drawn. Title, tempo and chord names are left out: Motivo draws them in its own typeface.
    """
    before, after = around(bars, written, range(lines[0][0], lines[-1][-1] + 1))
    first_of_line = {line[0] for line in lines}
    measures: list[str] = []
    hidden = (f"{HIDDEN}{number}" for number in count())
    if lines[0][0] > 0:
        signs = f"<attributes>{DIVISIONS}{_signs(sketch)}</attributes>"
        measures.append(_measure(next(hidden), signs + _with_ids(before, hidden)))
    ids = (written_id(number) for number in count())
    for place in range(lines[0][0], lines[-1][-1] + 1):
        inner = _with_ids(written[place], ids)
        if place == 0:
            inner = f"<attributes>{DIVISIONS}</attributes>{inner}"
        elif place in first_of_line:
            inner = NEW_LINE + inner
        if place == len(bars) - 1:
            inner += END_LINE
        measures.append(_measure(f"m{place}", inner))
    measures.append(_measure(next(hidden), NEW_LINE + _with_ids(after, hidden)))
    return SCORE.format("".join(measures))


def around(bars: Sequence[Bar], written: Sequence[str], places: range) -> tuple[str, str]:
    """Return what stands before and after some bars: a bar that is tied to them, or else a rest."""
    before, after = places.start - 1, places.stop
    is_tied_from = before >= 0 and _is_tied_on(bars[places.start].written[0])
    is_tied_to = after < len(bars) and _is_tied_on(bars[after].written[0])
    return (
        written[before] if is_tied_from else QUARTER_REST,
        written[after] if is_tied_to else QUARTER_REST,
    )


def written_id(number: int) -> str:
    """Return the id of a written note or rest by its number."""
    return f"w{number}"


def _with_ids(inner: str, ids: Iterator[str]) -> str:
    """Return what is inside a measure with the next ids in place of `ID`."""
    first, *others = inner.split(ID)
    return first + "".join(next(ids) + other for other in others)


def _is_tied_on(written: Written) -> bool:
    return written.tie in ("continue", "stop")


def _measure(name: str, inner: str) -> str:
    return f'<measure id="{name}">{inner}</measure>'


def _signs(sketch: Sketch) -> str:
    """Return key, meter and clef as a MusicXML `attributes` element holds them."""
    clef = clef_of(sketch.melody)
    change = f"<clef-octave-change>{clef.octaves}</clef-octave-change>" if clef.octaves else ""
    # With its groups, as the first bar has it: Verovio spaces rests by the meter.
    beats, unit = str(sketch.meter).split("/")
    return (
        f"<key><fifths>{sketch.key.fifths}</fifths></key>"
        f"<time><beats>{beats}</beats><beat-type>{unit}</beat-type></time>"
        f"<clef><sign>{clef.sign}</sign><line>{clef.line}</line>{change}</clef>"
    )


def _content(sketch: Sketch, spelled: Sequence[Spelling], bar: Bar) -> Hashable:
    """Return everything that the MusicXML of a bar depends on."""
    opening = (sketch.tempo_bpm, clef_of(sketch.melody)) if bar.start_ticks == 0 else None
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
    # music21's comment names the bar, and would make equal bars differ.
    inner = "".join(ElementTree.tostring(child, encoding="unicode") for child in measure)
    return re.sub(r"<!--.*?-->", "", inner)
