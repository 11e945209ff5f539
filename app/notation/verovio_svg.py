"""Reads Verovio's SVG into the values of `drawing`: glyphs, stems, beams, and whose they are."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Final
from xml.etree.ElementTree import Element, fromstring

from app.domain import Author, Sketch
from app.notation.bars import Bar, Written
from app.notation.drawing import (
    Ink,
    Mark,
    MeasureBox,
    NoteBox,
    Outline,
    Rect,
    System,
)
from app.notation.outlines import bounds, disc, polygon, read_path

NAMESPACE: Final = "{http://www.w3.org/2000/svg}"
SIGNS: Final = frozenset({"clef", "keySig", "meterSig"})
STAFF_PARTS: Final = frozenset({"barLine", "ledgerLines", "grpSym"})
NOT_DRAWN: Final = frozenset({"label", "placeholder", "tempo", "mNum", "harm", "pgHead", "pgFoot"})


@dataclass(frozen=True, slots=True)
class Owner:
    """What the elements inside a group belong to."""

    ink: Ink = Ink.STAFF
    note: int | None = None
    is_head: bool = False


@dataclass
class _Found:
    """What one system holds, while it is read."""

    marks: list[Mark] = field(default_factory=list)
    heads: dict[str, Rect] = field(default_factory=dict)
    whole: dict[str, Rect] = field(default_factory=dict)
    starts: dict[str, float] = field(default_factory=dict)
    measures: list[MeasureBox] = field(default_factory=list)
    staff_y: float = 0.0


class SystemReader:
    """Reads page after page of one score; outlines are shared among all."""

    def __init__(self, sketch: Sketch, bars: tuple[Bar, ...], scale: float) -> None:
        self._sketch, self._scale = sketch, scale
        self._bars = {f"m{bar.number}": bar for bar in bars}
        self._written: dict[str, Written] = {
            written.id: written for bar in bars for written in bar.written
        }
        self.outlines: list[Outline] = []
        self._numbers: dict[object, int] = {}
        self._glyphs: dict[str, str] = {}
        self._shift = (0.0, 0.0)

    def read(self, svg: str, top: float) -> tuple[list[System], float]:
        """Return the systems of a page, whose upper edge is at `top`, and the page's height."""
        root = fromstring(svg)
        inner = root.find(f"{NAMESPACE}svg")
        assert inner is not None
        height = float(inner.get("viewBox", "0 0 0 0").split()[3]) * self._scale
        for glyph in root.iterfind(f"{NAMESPACE}defs/{NAMESPACE}g"):
            path = glyph.find(f"{NAMESPACE}path")
            if path is not None:
                self._glyphs[f"#{glyph.get('id')}"] = path.get("d", "")
        margin = inner.find(f"{NAMESPACE}g")
        assert margin is not None
        across, down = _numbers(margin.get("transform", "translate(0,0)"))[:2]
        self._shift = (across * self._scale, down * self._scale + top)
        systems = [
            self._system(element)
            for element in margin.iter(f"{NAMESPACE}g")
            if element.get("class") == "system"
        ]
        return systems, height

    def _system(self, element: Element) -> System:
        found = _Found()
        for measure in element.iter(f"{NAMESPACE}g"):
            if "measure" in measure.get("class", "").split():
                self._measure(measure, found)
        rect = found.marks[0].bounds
        for mark in found.marks:
            rect = rect.united(mark.bounds)
        return System(
            rect=rect,
            staff_y=found.staff_y,
            marks=tuple(found.marks),
            notes=tuple(self._boxes(found)),
            measures=tuple(found.measures),
            bands=(),
            chords=(),
            bar_number=None,
            times=self._times(found),
        )

    def _boxes(self, found: _Found) -> Iterator[NoteBox]:
        for name, whole in found.whole.items():
            note = self._written[name].note
            if note is not None:
                yield NoteBox(note, whole, found.heads.get(name, whole))

    def _times(self, found: _Found) -> tuple[tuple[int, float], ...]:
        """Pair ticks with x: every written value, and the bar line at the end."""
        times: dict[int, float] = {}
        for measure in found.measures:
            bar = self._bars[f"m{measure.bar}"]
            for written in bar.written:
                if written.id in found.starts:
                    times.setdefault(written.onset_ticks, found.starts[written.id])
            times.setdefault(bar.start_ticks, measure.x + 8)
        last = found.measures[-1]
        end = self._sketch.bar_start_ticks(last.bar + 1)
        times[end] = last.x + last.width
        ordered = sorted(times.items())
        rising: list[tuple[int, float]] = []
        for ticks, x in ordered:
            rising.append((ticks, max(x, rising[-1][1] if rising else x)))
        return tuple(rising)

    def _measure(self, element: Element, found: _Found) -> None:
        bar = self._bars[element.get("id", "")]
        authors = [
            self._sketch.melody.notes[written.note].author
            for written in bar.written
            if written.note is not None
        ]
        is_model = 2 * authors.count(Author.MODEL) > len(authors)
        ink = Ink.MODEL if is_model else Ink.PLAYER
        first = len(found.marks)
        self._group(element, Owner(ink), found, None)
        staff = [mark for mark in found.marks[first:] if mark.ink is Ink.STAFF]
        lines = [mark.bounds for mark in staff if mark.bounds.width > mark.bounds.height * 4]
        edge = max(lines, key=lambda rect: rect.width)
        found.staff_y = min(
            rect.y + rect.height / 2 for rect in lines if rect.width > edge.width - 1
        )
        found.measures.append(MeasureBox(bar.number, edge.x, edge.width, is_model))

    def _group(self, element: Element, owner: Owner, found: _Found, name: str | None) -> None:
        for child in element:
            kind = child.tag.removeprefix(NAMESPACE)
            if kind == "g":
                classes = frozenset(child.get("class", "").split())
                if classes & NOT_DRAWN:
                    continue
                inside, inner_name = self._owner(child, classes, owner, name)
                self._group(child, inside, found, inner_name)
            else:
                mark = self._mark(child, kind, owner)
                if mark is not None:
                    found.marks.append(mark)
                    if name is not None:
                        self._note_place(mark, owner, name, found)

    @staticmethod
    def _note_place(mark: Mark, owner: Owner, name: str, found: _Found) -> None:
        known = found.whole.get(name)
        found.whole[name] = mark.bounds if known is None else known.united(mark.bounds)
        if owner.is_head:
            found.heads[name] = mark.bounds
            found.starts[name] = mark.bounds.x
        else:
            found.starts.setdefault(name, mark.bounds.x)

    def _owner(
        self, element: Element, classes: frozenset[str], owner: Owner, name: str | None
    ) -> tuple[Owner, str | None]:
        identity = element.get("id", "")
        if identity in self._written:
            note = self._written[identity].note
            if note is None:
                return owner, identity
            is_model = self._sketch.melody.notes[note].author is Author.MODEL
            return Owner(Ink.MODEL if is_model else Ink.PLAYER, note), identity
        if classes & SIGNS:
            return Owner(Ink.SIGN), None
        if classes & STAFF_PARTS or "staff" in classes:
            return Owner(Ink.STAFF), name
        if "layer" in classes:
            first = next(
                (
                    self._written[inner.get("id", "")]
                    for inner in element.iter(f"{NAMESPACE}g")
                    if inner.get("id", "") in self._written
                ),
                None,
            )
            return self._layer_owner(first), name
        if "beam" in classes or "tuplet" in classes:
            for inner in element.iter(f"{NAMESPACE}g"):
                written = self._written.get(inner.get("id", ""))
                if written is not None and written.note is not None:
                    author = self._sketch.melody.notes[written.note].author
                    return Owner(Ink.MODEL if author is Author.MODEL else Ink.PLAYER), name
        return replace(owner, is_head="notehead" in classes), name

    def _layer_owner(self, first: Written | None) -> Owner:
        """Return whose rests these are: of who wrote most of the bar."""
        if first is None:
            return Owner(Ink.PLAYER)
        bar_number = self._sketch.bar_at(first.onset_ticks)
        bar = self._bars.get(f"m{bar_number}")
        notes = [written.note for written in bar.written] if bar is not None else []
        authors = [self._sketch.melody.notes[note].author for note in notes if note is not None]
        is_model = 2 * authors.count(Author.MODEL) > len(authors)
        return Owner(Ink.MODEL if is_model else Ink.PLAYER)

    def _mark(self, element: Element, kind: str, owner: Owner) -> Mark | None:
        if kind == "use":
            x, y, scale = _numbers(element.get("transform", ""))[:3]
            glyph = element.get("href", "")
            number = self._number(glyph, lambda: read_path(self._glyphs[glyph], flips=True))
            return self._placed(number, x, y, scale, owner)
        if kind == "path":
            data = element.get("d", "")
            return self._drawn(read_path(data), owner, float(element.get("stroke-width", "0")))
        if kind in ("polygon", "polyline"):
            flat = _numbers(element.get("points", ""))
            points = list(zip(flat[::2], flat[1::2], strict=True))
            outline = polygon(*points)
            if kind == "polyline":
                outline = outline[:-1]
            return self._drawn(outline, owner, float(element.get("stroke-width", "0")))
        if kind == "ellipse":
            radius = float(element.get("rx", "0"))
            number = self._number(("disc", radius), lambda: disc(radius))
            x, y = float(element.get("cx", "0")), float(element.get("cy", "0"))
            return self._placed(number, x, y, 1.0, owner)
        if kind == "rect":
            x, y, width, height = (
                float(element.get(name, "0")) for name in ("x", "y", "width", "height")
            )
            corners = ((x, y), (x + width, y), (x + width, y + height), (x, y + height))
            return self._drawn(polygon(*corners), owner, 0.0)
        return None

    def _drawn(self, outline: Outline, owner: Owner, stroke: float) -> Mark:
        """Place an outline that is in the page's own coordinates."""
        box = bounds(outline)
        moved = tuple(
            (kind, tuple(n - (box.y if at % 2 else box.x) for at, n in enumerate(numbers)))
            for kind, numbers in outline
        )
        number = self._number(moved, lambda: moved)
        return self._placed(number, box.x, box.y, 1.0, owner, stroke)

    def _placed(
        self, number: int, x: float, y: float, scale: float, owner: Owner, stroke: float = 0.0
    ) -> Mark:
        to_px = self._scale
        x, y = x * to_px + self._shift[0], y * to_px + self._shift[1]
        box = bounds(self.outlines[number])
        size = scale * to_px
        half = stroke * to_px / 2
        rect = Rect(
            x + box.x * size - half,
            y + box.y * size - half,
            box.width * size + 2 * half,
            box.height * size + 2 * half,
        )
        return Mark(number, x, y, size, owner.ink, rect, owner.note, stroke * to_px)

    def _number(self, name: object, make: Callable[[], Outline]) -> int:
        if name not in self._numbers:
            self._numbers[name] = len(self.outlines)
            self.outlines.append(make())
        return self._numbers[name]


def _numbers(text: str) -> list[float]:
    return [float(number) for number in re.findall(r"-?\d+(?:\.\d+)?", text)]
