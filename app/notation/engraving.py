"""Engraves a sketch: music21 writes its bars, Verovio sets them, and they are laid out in lines."""

from __future__ import annotations

from functools import cache
from typing import Any, Final

import verovio

from app.domain import Sketch
from app.notation.bars import written_bars
from app.notation.drawing import ScoreDrawing
from app.notation.layout import STAFF_UNITS, lay_out
from app.notation.lines import bars_of_lines, phrase_bars
from app.notation.measures import engraved_musicxml
from app.notation.svg_reading import EngravedMeasure, read_systems

MARGIN_PX: Final = 16.0
"""Left and right of the staff."""

UNITS_PER_PAGE_UNIT: Final = 10
SHORTEST_LINE_SPACES: Final = 24.0
"""A view narrower than this scrolls sideways."""

OPTIONS: Final = {
    "adjustPageHeight": True,
    "font": "Bravura",
    "footer": "none",
    "header": "none",
    "pageHeight": 60000,
    "pageMarginBottom": 0,
    "pageMarginLeft": 0,
    "pageMarginRight": 0,
    "pageMarginTop": 0,
    "svgAdditionalAttribute": ["tie@startid"],
    "svgFormatRaw": True,
    "xmlIdSeed": 1,
}
ENDLESS: Final[dict[str, object]] = {"breaks": "none", "noJustification": True}


def engrave(
    sketch: Sketch,
    width_px: float | None,
    staff_px: float,
    margin_px: float = MARGIN_PX,
    *,
    least_bars: int = 1,
) -> ScoreDrawing:
    """Return the sketch as notation, wrapped to `width_px`, with staves of `staff_px`.

    Without a width all bars stand on one line. Empty bars are added up to `least_bars`.

    The lines of the staff lie where the view can draw them sharply: `staff_px` / 4 apart, their
    places whole pixels apart from a common offset.
    """
    bars = written_bars(sketch, least_bars)
    if width_px is None:
        systems = _set(engraved_musicxml(sketch, bars, ()), ENDLESS)
        return lay_out(sketch, bars, systems, margin_px, staff_px)
    space = staff_px / 4
    line_px = max(width_px - 2 * margin_px, SHORTEST_LINE_SPACES * space)
    lines = bars_of_lines(sketch, bars, line_px / space)
    breaks = {line[0].number for line in lines[1:]}
    is_full = len(lines[-1]) >= max(map(len, lines)) or len(sketch.melody) == 0
    xml = engraved_musicxml(sketch, bars, breaks)
    options: dict[str, object] = {
        "breaks": "encoded" if breaks else "auto",
        "minLastJustification": 0.0 if is_full else 1.0,
        "pageWidth": round(line_px * STAFF_UNITS / staff_px / UNITS_PER_PAGE_UNIT),
    }
    is_short = not breaks and len(bars) < phrase_bars(sketch) and bool(sketch.bars)
    systems = _set(xml, options | {"noJustification": is_short})
    if is_short and any(_width_units(s) * staff_px > line_px * STAFF_UNITS for s in systems):
        systems = _set(xml, options | {"noJustification": False})
    return lay_out(sketch, bars, systems, margin_px, staff_px)


def _set(xml: str, options: dict[str, object]) -> list[tuple[EngravedMeasure, ...]]:
    toolkit = _toolkit()
    toolkit.setOptions(OPTIONS | options)
    toolkit.loadData(xml)
    pages = range(1, toolkit.getPageCount() + 1)
    return [system for page in pages for system in read_systems(toolkit.renderToSVG(page))]


def _width_units(system: tuple[EngravedMeasure, ...]) -> float:
    return system[-1].staff.right - system[0].staff.x


@cache
def _toolkit() -> Any:
    verovio.enableLog(verovio.LOG_OFF)
    return verovio.toolkit()
