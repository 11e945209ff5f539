"""Lays engraved systems out from top to bottom, with all that is drawn around their staves."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from typing import Final

from app.domain import Author, Sketch
from app.notation.bars import Bar, Written
from app.notation.drawing import (
    Ink,
    Label,
    Mark,
    MeasureBox,
    NoteBox,
    Outline,
    Rect,
    ScoreDrawing,
    System,
)
from app.notation.svg_reading import EngravedMeasure, Shape

STAFF_UNITS: Final = 720
"""Height of a staff in Verovio's units."""

CHORD_BASELINE_PX: Final = 16.0
"""How far chord names stand above the staff at least."""

CHORD_HEIGHT_PX: Final = 10.0
CLEAR_PX: Final = 4.0
PADDING_PX: Final = 8.0
GAP_PX: Final = 16.0
BAR_NUMBER_LEFT_PX: Final = 4.0
BAND_OVERHANG_PX: Final = 8.0
SIGNS: Final = frozenset({"clef", "keySig", "meterSig"})
STAVES: Final = frozenset({"ledgerLines", "barLine"})


@dataclass(slots=True)
class _Outlines:
    """Numbers equal outlines once."""

    numbers: dict[Outline, int] = field(default_factory=dict)

    def number(self, outline: Outline) -> int:
        return self.numbers.setdefault(outline, len(self.numbers))


def lay_out(
    sketch: Sketch,
    bars: tuple[Bar, ...],
    systems: list[tuple[EngravedMeasure, ...]],
    margin_px: float,
    staff_px: float,
) -> ScoreDrawing:
    """Return the drawing of systems whose left edges are at `margin_px`."""
    scale = staff_px / STAFF_UNITS
    outlines = _Outlines()
    setter = _Setter(sketch, bars, scale, outlines)
    placed: list[System] = []
    y = PADDING_PX
    for measures in systems:
        system = setter.place(measures, margin_px, y)
        placed.append(system)
        y = system.rect.bottom + GAP_PX
    right = max(system.rect.right for system in placed)
    return ScoreDrawing(
        width=right + margin_px,
        height=y - GAP_PX + PADDING_PX,
        staff_px=staff_px,
        line_px=1.0,
        outlines=tuple(outlines.numbers),
        systems=tuple(placed),
    )


class _Setter:
    """Turns the measures of one line after the other into a System."""

    def __init__(
        self, sketch: Sketch, bars: tuple[Bar, ...], scale: float, outlines: _Outlines
    ) -> None:
        self._sketch, self._scale, self._outlines = sketch, scale, outlines
        self._bars = {bar.number: bar for bar in bars}
        self._written = {written.id: written for bar in bars for written in bar.written}
        self._inks = _inks(sketch, bars)
        self._model_bars = _model_bars(sketch, bars)

    def place(self, measures: tuple[EngravedMeasure, ...], x: float, y: float) -> System:
        scale = self._scale
        left, top = measures[0].staff.x, measures[0].staff.y
        pairs = [(shape, self._mark(shape, left, top)) for m in measures for shape in m.shapes]
        music = [mark.bounds for shape, mark in pairs if not SIGNS & set(shape.kinds)]
        above = min((box.y for box in music), default=0.0)
        below = max(mark.bounds.bottom for _, mark in pairs)
        staff_px = STAFF_UNITS * scale
        baseline = min(-CHORD_BASELINE_PX, above - CLEAR_PX)
        head = -baseline + CHORD_HEIGHT_PX + PADDING_PX
        # Whole pixels keep staff lines sharp.
        staff_y = float(round(y + head))
        bottom = staff_y + max(below, staff_px) + PADDING_PX
        width = (measures[-1].staff.right - left) * scale
        rect = Rect(x, y, width, bottom - y)
        marks = tuple(_moved(mark, x, staff_y) for _, mark in pairs)
        shapes = [shape for shape, _ in pairs]
        boxes = [
            MeasureBox(
                m.number,
                x + (m.staff.x - left) * scale,
                m.staff.width * scale,
                m.number in self._model_bars,
            )
            for m in measures
        ]
        times = self._times(measures, shapes, marks, boxes)
        system = System(
            rect=rect,
            staff_y=staff_y,
            marks=marks,
            notes=self._notes(shapes, marks),
            measures=tuple(boxes),
            bands=_bands(rect, boxes),
            chords=(),
            bar_number=self._bar_number(boxes[0], x, staff_y + baseline),
            times=times,
        )
        return _with_chords(self._sketch, system, staff_y + baseline)

    def _mark(self, shape: Shape, left: float, top: float) -> Mark:
        scale = self._scale
        box = shape.bounds
        written = self._written.get(shape.owner or "")
        return Mark(
            outline=self._outlines.number(shape.outline),
            x=(shape.x - left) * scale,
            y=(shape.y - top) * scale,
            scale=shape.scale * scale,
            ink=self._ink(shape),
            bounds=Rect(
                (box.x - left) * scale,
                (box.y - top) * scale,
                box.width * scale,
                box.height * scale,
            ),
            note=written.note if written is not None else None,
            stroke_px=shape.stroke * scale,
        )

    def _ink(self, shape: Shape) -> Ink:
        kinds = set(shape.kinds)
        if kinds & STAVES:
            return Ink.STAFF
        if kinds & SIGNS:
            return Ink.SIGN
        ids = (shape.owner,) if shape.owner else shape.group
        inks = {self._inks[i] for i in ids if i in self._inks}
        return Ink.MODEL if inks == {Ink.MODEL} else Ink.PLAYER

    def _notes(self, shapes: list[Shape], marks: tuple[Mark, ...]) -> tuple[NoteBox, ...]:
        whole: dict[str, Rect] = {}
        heads: dict[str, Rect] = {}
        for shape, mark in zip(shapes, marks, strict=True):
            if shape.owner is None or mark.note is None:
                continue
            known = whole.get(shape.owner)
            whole[shape.owner] = mark.bounds if known is None else known.united(mark.bounds)
            if shape.kinds[-1] == "notehead":
                heads[shape.owner] = mark.bounds
        return tuple(
            NoteBox(note, whole[name], heads[name])
            for name in whole
            if (note := self._written[name].note) is not None
        )

    def _times(
        self,
        measures: tuple[EngravedMeasure, ...],
        shapes: list[Shape],
        marks: tuple[Mark, ...],
        boxes: list[MeasureBox],
    ) -> tuple[tuple[int, float], ...]:
        lefts: dict[str, float] = {}
        signs_end = boxes[0].x
        for shape, mark in zip(shapes, marks, strict=True):
            if shape.kinds[-1] in ("notehead", "rest", "mRest") and shape.owner:
                lefts[shape.owner] = mark.bounds.x
            elif mark.ink is Ink.SIGN:
                signs_end = max(signs_end, mark.bounds.right)
        points: dict[int, float] = {}
        for measure, box in zip(measures, boxes, strict=True):
            bar = self._bars[measure.number]
            for written in bar.written:
                x = lefts.get(written.id, box.x)
                if written.value is None:
                    start = signs_end if box is boxes[0] else box.x
                    x = start + STAFF_UNITS * self._scale / 4
                points.setdefault(written.onset_ticks, x)
            points.setdefault(bar.start_ticks, box.x)
        last = boxes[-1]
        end = self._sketch.bar_start_ticks(last.bar + 1)
        return (*sorted((t, x) for t, x in points.items() if t < end), (end, last.x + last.width))

    def _bar_number(self, first: MeasureBox, x: float, baseline: float) -> Label | None:
        if first.bar <= 1:
            return None
        return Label(str(first.bar), x - BAR_NUMBER_LEFT_PX, baseline)


def _moved(mark: Mark, x: float, y: float) -> Mark:
    return Mark(
        mark.outline,
        round(mark.x + x, 3),
        round(mark.y + y, 3),
        mark.scale,
        mark.ink,
        mark.bounds.moved(x, y),
        mark.note,
        mark.stroke_px,
    )


def _with_chords(sketch: Sketch, system: System, baseline: float) -> System:
    changes = sketch.chord_changes
    onsets = [change.onset_ticks for change in changes]
    here = changes[bisect_left(onsets, system.start_ticks) : bisect_left(onsets, system.end_ticks)]
    labels = tuple(
        Label(str(change.chord), system.x_at(change.onset_ticks), baseline) for change in here
    )
    return System(
        system.rect,
        system.staff_y,
        system.marks,
        system.notes,
        system.measures,
        system.bands,
        labels,
        system.bar_number,
        system.times,
    )


def _bands(rect: Rect, boxes: list[MeasureBox]) -> tuple[Rect, ...]:
    """Return a band for each run of the model's bars, wider than the staff at its ends."""
    bands: list[Rect] = []
    for box in boxes:
        if not box.is_model:
            continue
        left = box.x - (BAND_OVERHANG_PX if box is boxes[0] else 0)
        right = box.x + box.width + (BAND_OVERHANG_PX if box is boxes[-1] else 0)
        band = Rect(left, rect.y, right - left, rect.height)
        if bands and abs(bands[-1].right - left) < 1:
            band = bands.pop().united(band)
        bands.append(band)
    return tuple(bands)


def _model_bars(sketch: Sketch, bars: tuple[Bar, ...]) -> set[int]:
    """Return the bars most of whose notes are the model's; an empty bar is as the one before."""
    found: set[int] = set()
    for bar in bars:
        authors = [
            sketch.melody.notes[w.note].author
            for w in bar.written
            if w.note is not None and w.tie in (None, "start")
        ] or [sketch.melody.notes[w.note].author for w in bar.written if w.note is not None]
        model = sum(author is Author.MODEL for author in authors)
        if 2 * model > len(authors) or (not authors and bar.number - 1 in found):
            found.add(bar.number)
    return found


def _inks(sketch: Sketch, bars: tuple[Bar, ...]) -> dict[str, Ink]:
    """Return the ink of each note and rest by its id; a rest is as the bar or note before it."""
    model_bars = _model_bars(sketch, bars)
    inks: dict[str, Ink] = {}
    for bar in bars:
        before = Ink.MODEL if bar.number in model_bars else Ink.PLAYER
        for written in bar.written:
            before = inks[written.id] = _ink_of(sketch, written, before)
    return inks


def _ink_of(sketch: Sketch, written: Written, before: Ink) -> Ink:
    if written.note is None:
        return before
    is_model = sketch.melody.notes[written.note].author is Author.MODEL
    return Ink.MODEL if is_model else Ink.PLAYER
