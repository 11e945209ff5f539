"""Reads Verovio's SVG into shapes, each of which knows which note, beam or tie it belongs to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any, Final
from xml.etree import ElementTree

from app.notation.drawing.outlines import bounds, disc, polygon, read_path
from app.notation.drawing.rect import Rect
from app.notation.drawing.score_drawing import Outline

SVG: Final = "{http://www.w3.org/2000/svg}"
HREF: Final = "{http://www.w3.org/1999/xlink}href"
WRITTEN_ID: Final = re.compile(r"w\d+")
SHOWN_ID: Final = re.compile(r"m\d+")
WRITTEN: Final = ("note", "rest", "mRest")
IGNORED: Final = ("label", "labelAbbr", "mNum", "tempo", "harm")
"""SVG groups that are left out: they are drawn in the interface's typeface, if at all."""


@dataclass(frozen=True, slots=True)
class Shape:
    """An outline at a place, in Verovio's units.

    `kinds` are the classes of the SVG groups around it, the innermost last. `owner` is the id of
    the note or rest if the shape belongs to a single one; `group` holds the ids of all notes that
    its beam, tuplet or tie joins.
    """

    outline: Outline
    x: float
    y: float
    scale: float
    stroke: float
    kinds: tuple[str, ...]
    owner: str | None
    group: tuple[str, ...]

    @property
    def bounds(self) -> Rect:
        """The rectangle around the shape."""
        box, scale = bounds_of(self.outline), self.scale
        return Rect(
            box.x * scale + self.x, box.y * scale + self.y, box.width * scale, box.height * scale
        )


@dataclass(frozen=True, slots=True)
class EngravedMeasure:
    """The shapes of a measure; `staff` is the rectangle around its staff lines."""

    staff: Rect
    shapes: tuple[Shape, ...]


@lru_cache(maxsize=4096)
def bounds_of(outline: Outline) -> Rect:
    """Return the rectangle around an outline."""
    return bounds(outline)


def read_systems(svg: str) -> Iterator[tuple[EngravedMeasure, ...]]:
    """Yield for each system the measures that are to be drawn, unless there are none."""
    root = ElementTree.fromstring(svg)
    glyphs = {
        group.get("id", ""): _glyph(group[0].get("d", ""))
        for group in root.iterfind(f"{SVG}defs/*")
    }
    for system in root.iter(f"{SVG}g"):
        if _kind(system) != "system":
            continue
        shown = [
            group
            for group in system
            if _kind(group) == "measure" and SHOWN_ID.fullmatch(group.get("id", ""))
        ]
        if shown:
            first, *others = (_measure(group, glyphs) for group in shown)
            # In the SVG, ties from the line before stand outside the measures.
            ties = [group for group in system if _kind(group) == "tie"]
            tied = tuple(_shapes(ties, glyphs, (), None, ()))
            yield EngravedMeasure(first.staff, (*first.shapes, *tied)), *others


@lru_cache(maxsize=512)
def _glyph(data: str) -> Outline:
    return read_path(data, flips=True)


def _measure(group: Any, glyphs: dict[str, Outline]) -> EngravedMeasure:
    staff = next(child for child in group if _kind(child) == "staff")
    lines = [bounds(read_path(child.get("d"))) for child in staff if child.tag == f"{SVG}path"]
    around = lines[0]
    for line in lines[1:]:
        around = around.united(line)
    shapes = tuple(_shapes(group, glyphs, (), None, ()))
    return EngravedMeasure(around, shapes)


def _shapes(
    group: Any,
    glyphs: dict[str, Outline],
    kinds: tuple[str, ...],
    owner: str | None,
    joined: tuple[str, ...],
) -> Iterator[Shape]:
    for child in group:
        if child.tag != f"{SVG}g":
            if kinds != ("staff",):
                for outline, x, y, scale, stroke in _drawn(child, glyphs):
                    yield Shape(outline, x, y, scale, stroke, kinds, owner, joined)
            continue
        kind = _kind(child)
        if kind in IGNORED:
            continue
        inner = joined
        if kind in ("beam", "tuplet"):
            inner = tuple(g.get("id") for g in child.iter(f"{SVG}g") if _is_written(g))
        elif kind == "tie":
            inner = (child.get("data-startid", "").lstrip("#"),)
        own = child.get("id") if _is_written(child) else owner
        yield from _shapes(child, glyphs, (*kinds, kind), own, inner)


def _drawn(
    element: Any, glyphs: dict[str, Outline]
) -> Iterator[tuple[Outline, float, float, float, float]]:
    """Yield outline, x, y, scale and stroke width of what an SVG element draws."""
    tag = element.tag.removeprefix(SVG)
    if tag == "use":
        numbers = _numbers(element.get("transform"))
        yield glyphs[element.get(HREF)[1:]], numbers[0], numbers[1], numbers[2], 0.0
    elif tag == "path":
        outline = read_path(element.get("d"))
        stroke = float(element.get("stroke-width", "0"))
        (_, (x, y)), *others = outline
        if len(outline) == 2 and outline[1][0] == "L":
            yield _line((x, y), outline[1][1], stroke)
        else:
            moved = tuple((kind, _moved(numbers, -x, -y)) for kind, numbers in others)
            yield (("M", (0.0, 0.0)), *moved), x, y, 1.0, stroke
    elif tag == "polygon":
        (x, y), *corners = _points(element)
        yield polygon((0.0, 0.0), *((px - x, py - y) for px, py in corners)), x, y, 1.0, 0.0
    elif tag == "polyline":
        stroke = float(element.get("stroke-width", "0"))
        points = _points(element)
        for start, end in pairwise(points):
            yield _line(start, end, stroke)
    elif tag == "ellipse":
        x, y = _floats(element, "cx", "cy")
        yield disc(float(element.get("rx"))), x, y, 1.0, 0.0
    elif tag == "rect":
        x, y, width, height = _floats(element, "x", "y", "width", "height")
        yield polygon((0.0, 0.0), (width, 0.0), (width, height), (0.0, height)), x, y, 1.0, 0.0


def _line(
    start: tuple[float, ...], end: tuple[float, ...], stroke: float
) -> tuple[Outline, float, float, float, float]:
    """Return a straight line as a box as wide as its stroke, with square ends."""
    across, down = end[0] - start[0], end[1] - start[1]
    length = (across**2 + down**2) ** 0.5 or 1.0
    dx, dy = -down / length * stroke / 2, across / length * stroke / 2
    box = polygon((-dx, -dy), (dx, dy), (across + dx, down + dy), (across - dx, down - dy))
    return box, start[0], start[1], 1.0, 0.0


def _is_written(group: Any) -> bool:
    return _kind(group) in WRITTEN and WRITTEN_ID.fullmatch(group.get("id", "")) is not None


def _kind(group: Any) -> str:
    return str(group.get("class", "")).split(" ")[0]


def _numbers(text: str) -> list[float]:
    return [float(number) for number in re.findall(r"-?\d+\.?\d*", text)]


def _points(element: Any) -> list[tuple[float, float]]:
    numbers = _numbers(element.get("points"))
    return list(zip(numbers[::2], numbers[1::2], strict=True))


def _floats(element: Any, *names: str) -> tuple[float, ...]:
    return tuple(float(element.get(name)) for name in names)


def _moved(numbers: tuple[float, ...], x: float, y: float) -> tuple[float, ...]:
    return tuple(n + (y if at % 2 else x) for at, n in enumerate(numbers))
