"""Engraves a sketch: music21 writes its bars, Verovio sets them, and they are laid out in lines.

Lines are remembered, and used again as long as they look the same.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from functools import cache
from math import inf
from typing import Any, Final

import verovio

from app.domain import Sketch
from app.domain.clef import clef_of
from app.notation.drawing.score_drawing import MARGIN_PX, Line, PackedLine, ScoreDrawing
from app.notation.engraving.layout import STAFF_UNITS, lay_out, stacked
from app.notation.engraving.line_breaks import bars_of_lines, phrase_bars
from app.notation.engraving.line_music import LineMusic, first_note, music_of_lines
from app.notation.engraving.svg_reading import EngravedMeasure, read_systems
from app.notation.writing.bars import Bar, written_bars
from app.notation.writing.engraving_xml import BarWriter, around, lines_musicxml

UNITS_PER_PAGE_UNIT: Final = 10
WIDEST_PAGE: Final = 100_000
"""The widest page of Verovio, in its page units; lines of natural width may be wider."""

SHORTEST_LINE_SPACES: Final = 24.0
"""The shortest line, in staff spaces; a view that is narrower scrolls sideways."""

KEPT_LINES: Final = 512

OPTIONS: Final = {
    "adjustPageHeight": True,
    "breaks": "encoded",
    "font": "Bravura",
    "footer": "none",
    "header": "none",
    "minLastJustification": 0.0,
    "pageHeight": 60000,
    "pageMarginBottom": 0,
    "pageMarginLeft": 0,
    "pageMarginRight": 0,
    "pageMarginTop": 0,
    "svgAdditionalAttribute": ["tie@startid"],
    "svgFormatRaw": True,
    "xmlIdSeed": 1,
}


@dataclass(frozen=True, slots=True)
class _Room:
    """The space for a line, in pixels: its width between the margins, and the height of its staff.

    The width can be infinite.
    """

    width_px: float
    margin_px: float
    staff_px: float

    @property
    def width_units(self) -> float:
        """The width in Verovio's units."""
        return self.width_px * STAFF_UNITS / self.staff_px


@dataclass(frozen=True, slots=True)
class _Line:
    """A line to be engraved: the range of its bars, and what it shows of the sketch.

    If `is_natural` is set it keeps its natural width, unless it has to be compressed.
    """

    places: range
    music: LineMusic
    first_note: int
    is_natural: bool


class Engraver:
    """Engraves sketches, and remembers bars and lines in case they are engraved again."""

    def __init__(self) -> None:
        self._writer = BarWriter()
        self._kept: OrderedDict[Hashable, PackedLine] = OrderedDict()
        """The lines engraved last, by everything that their look depends on.

        An edit usually changes only one or two of them.
        """

    def engrave(
        self,
        sketch: Sketch,
        width_px: float | None,
        staff_px: float,
        margin_px: float = MARGIN_PX,
        *,
        least_bars: int = 1,
    ) -> ScoreDrawing:
        """Return the sketch as notation with staves `staff_px` high, wrapped to `width_px`.

        Without a width all bars stand on a single line. Empty bars are added until there are
        `least_bars`.

        Staff lines are `staff_px` / 4 apart and have a common offset from whole pixels, so that a
        view can draw them sharply.
        """
        bars = written_bars(sketch, least_bars)
        shortest_px = SHORTEST_LINE_SPACES * staff_px / 4
        line_px = inf if width_px is None else max(width_px - 2 * margin_px, shortest_px)
        room = _Room(line_px, margin_px, staff_px)
        lines = _lines(sketch, bars, room)
        written = self._writer.written(sketch, bars)
        clef = clef_of(sketch.melody)
        signs = (sketch.key.fifths, str(sketch.meter), clef, room)
        looks = [(signs, _look(bars, written, line)) for line in lines]
        packed = {
            line.places: kept
            for line, look in zip(lines, looks, strict=True)
            if (kept := self._kept.pop(look, None)) is not None
        }
        for run in _runs([line for line in lines if line.places not in packed]):
            xml = lines_musicxml(sketch, bars, written, [line.places for line in run])
            for line, drawn in zip(run, _engraved(xml, run, room), strict=True):
                packed[line.places] = PackedLine.of(drawn)
        drawn_lines = [packed[line.places] for line in lines]
        self._kept.update(zip(looks, drawn_lines, strict=True))
        while len(self._kept) > KEPT_LINES:
            self._kept.popitem(last=False)
        first_notes = [line.first_note for line in lines]
        return stacked(drawn_lines, first_notes, clef.top_step, margin_px, staff_px)


engrave: Final = Engraver().engrave
"""Engraves a sketch with all that this process remembers (see `Engraver.engrave`)."""


def _lines(sketch: Sketch, bars: tuple[Bar, ...], room: _Room) -> list[_Line]:
    is_endless = room.width_px == inf
    width_spaces = room.width_px * 4 / room.staff_px
    lines = [list(bars)] if is_endless else bars_of_lines(sketch, bars, width_spaces)
    is_full = len(lines[-1]) >= max(map(len, lines)) or len(sketch.melody) == 0
    is_short = len(lines) == 1 and len(bars) < phrase_bars(sketch) and bool(sketch.bars)
    found: list[_Line] = []
    start = 0
    for line, music in zip(lines, music_of_lines(sketch, bars, lines), strict=True):
        places = range(start, start + len(line))
        start = places.stop
        is_natural = is_endless or (start == len(bars) and (is_short or not is_full))
        found.append(_Line(places, music, first_note(line), is_natural))
    return found


def _look(bars: tuple[Bar, ...], written: list[str], line: _Line) -> Hashable:
    """Return what the look of a line depends on, apart from its key, meter, clef and space."""
    places = line.places
    return (
        *(line.music, line.is_natural, places.stop == len(bars)),
        *(tuple(written[places.start : places.stop]), around(bars, written, places)),
    )


def _runs(lines: list[_Line]) -> list[list[_Line]]:
    """Group consecutive lines that can be set together, because all are natural or none is."""
    runs: list[list[_Line]] = []
    for line in lines:
        before = runs[-1][-1] if runs else None
        if before and before.places.stop == line.places.start and not line.is_natural:
            runs[-1].append(line)
        else:
            runs.append([line])
    return runs


def _engraved(xml: str, run: list[_Line], room: _Room) -> Iterator[Line]:
    """Yield the drawn lines of a group of consecutive lines."""
    is_natural = run[0].is_natural
    systems = _set(xml, room, is_natural=is_natural)
    if is_natural and any(_width_units(system) > room.width_units for system in systems):
        systems = _set(xml, room, is_natural=False)
    first_id = 0
    for line, system in zip(run, systems, strict=True):
        yield lay_out(line.music, system, first_id, room.margin_px, room.staff_px)
        first_id += len(line.music.inks)


def verovio_svg(xml: str, width_units: float, *, is_natural: bool = False) -> list[str]:
    """Have Verovio set the MusicXML of lines, to a width or in their natural width.

    Returns an SVG document for each page.
    """
    toolkit = _toolkit()
    width = round(min(width_units / UNITS_PER_PAGE_UNIT, WIDEST_PAGE))
    toolkit.setOptions(OPTIONS | {"noJustification": is_natural, "pageWidth": width})
    toolkit.loadData(xml)
    return [toolkit.renderToSVG(page) for page in range(1, toolkit.getPageCount() + 1)]


def _set(xml: str, room: _Room, *, is_natural: bool) -> list[tuple[EngravedMeasure, ...]]:
    pages = verovio_svg(xml, room.width_units, is_natural=is_natural)
    return [system for page in pages for system in read_systems(page)]


def _width_units(system: tuple[EngravedMeasure, ...]) -> float:
    return system[-1].staff.right - system[0].staff.x


@cache
def _toolkit() -> Any:
    verovio.enableLog(verovio.LOG_OFF)
    return verovio.toolkit()
