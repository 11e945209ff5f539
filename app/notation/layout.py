"""Lays engraved systems out from top to bottom, with all that is drawn around their staves."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from math import ceil
from typing import Final

from app.domain import ChordChange, Sketch, Spelling
from app.notation.bars import Bar
from app.notation.drawing import (
    Ink,
    Mark,
    MeasureBox,
    NoteBox,
    Outline,
    Rect,
    RestBox,
    ScoreDrawing,
    System,
    interpolated,
)
from app.notation.inks import inks, model_bars
from app.notation.score import is_low
from app.notation.svg_reading import EngravedMeasure, Shape
from app.notation.words import bar_number, chord_labels, words_top

STAFF_UNITS: Final = 720
"""Height of a staff in Verovio's units."""

LINE_SPACES: Final = 0.13
"""How thick a line of the staff is on paper (Bravura's `staffLineThickness`)."""

PAGE_PADDING_PX: Final = 8.0
"""Above the first line and below the last."""

ABOVE_PX: Final = 6.0
BELOW_PX: Final = 4.0
"""From the outermost mark of a line to the edge of its rectangle."""

GAP_PX: Final = 12.0
"""Between the rectangles of lines."""

BAND_OVERHANG_PX: Final = 8.0
SIGNS: Final = frozenset({"clef", "keySig", "meterSig"})
STAVES: Final = frozenset({"ledgerLines", "barLine"})
RESTS: Final = ("rest", "mRest")
TOP_STEPS: Final = {True: Spelling("A", 0, 3).step, False: Spelling("F", 0, 5).step}
"""What stands on the upper staff line in the bass clef, and in the treble clef."""


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
    y = PAGE_PADDING_PX
    for measures in systems:
        system = setter.place(measures, margin_px, y)
        placed.append(system)
        y = system.rect.bottom + GAP_PX
    right = max(system.rect.right for system in placed)
    return ScoreDrawing(
        width=right + margin_px,
        height=y - GAP_PX + PAGE_PADDING_PX,
        staff_px=staff_px,
        line_px=staff_px / 4 * LINE_SPACES,
        top_step=TOP_STEPS[is_low(sketch)],
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
        self._inks = inks(sketch, bars)
        self._model_bars = model_bars(sketch, bars)

    def place(self, measures: tuple[EngravedMeasure, ...], x: float, y: float) -> System:
        """Return the line whose staff begins at `x`, its rectangle at `y` or just below."""
        scale = self._scale
        left, top = measures[0].staff.x, measures[0].staff.y
        shapes = [shape for measure in measures for shape in measure.shapes]
        marks = [self._mark(shape, left, top, x) for shape in shapes]
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
        music = [mark.bounds for mark in marks]
        changes = _changes(self._sketch, times[0][0], times[-1][0])
        places = (interpolated(times, change.onset_ticks) for change in changes)
        chords = chord_labels(changes, places, music)
        number = bar_number(boxes[0].bar, x, music)
        above = ABOVE_PX - min([words_top(chords, number), *(box.y for box in music)])
        below = BELOW_PX + max([STAFF_UNITS * scale, *(box.bottom for box in music)])
        # Whole pixels keep staff lines sharp.
        staff_y = float(ceil(y + above))
        rect = Rect(x, staff_y - above, (measures[-1].staff.right - left) * scale, above + below)
        placed = tuple(_lowered(mark, staff_y) for mark in marks)
        return System(
            rect=rect,
            staff_y=staff_y,
            marks=placed,
            notes=self._notes(shapes, placed),
            rests=self._rests(shapes, placed),
            measures=tuple(boxes),
            bands=_bands(rect, boxes),
            chords=tuple(replace(label, y=label.y + staff_y) for label in chords),
            bar_number=number and replace(number, y=number.y + staff_y),
            times=times,
        )

    def _mark(self, shape: Shape, left: float, top: float, x: float) -> Mark:
        """Return a mark by its distance from `top`; `left` is to be drawn at `x`."""
        scale = self._scale
        box = shape.bounds
        written = self._written.get(shape.owner or "")
        return Mark(
            outline=self._outlines.number(shape.outline),
            x=round(x + (shape.x - left) * scale, 3),
            y=(shape.y - top) * scale,
            scale=shape.scale * scale,
            ink=self._ink(shape),
            bounds=Rect(
                x + (box.x - left) * scale,
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

    def _rests(self, shapes: list[Shape], marks: tuple[Mark, ...]) -> tuple[RestBox, ...]:
        boxes: list[RestBox] = []
        for shape, mark in zip(shapes, marks, strict=True):
            written = self._written.get(shape.owner or "")
            if written is None or shape.kinds[-1] not in RESTS:
                continue
            start, value = written.onset_ticks, written.value
            bar = self._sketch.bar_at(start)
            end = start + value.length_ticks if value else self._sketch.bar_start_ticks(bar + 1)
            boxes.append(RestBox(start, end, mark.bounds))
        return tuple(boxes)

    def _times(
        self,
        measures: tuple[EngravedMeasure, ...],
        shapes: list[Shape],
        marks: Sequence[Mark],
        boxes: list[MeasureBox],
    ) -> tuple[tuple[int, float], ...]:
        lefts: dict[str, float] = {}
        signs_end = boxes[0].x
        for shape, mark in zip(shapes, marks, strict=True):
            if shape.kinds[-1] in ("notehead", *RESTS) and shape.owner:
                lefts[shape.owner] = mark.bounds.x
            elif mark.ink is Ink.SIGN:
                signs_end = max(signs_end, mark.bounds.right)
        points: dict[int, float] = {}
        for measure, box in zip(measures, boxes, strict=True):
            bar = self._bars[measure.number]
            bar_end = self._sketch.bar_start_ticks(bar.number + 1)
            for written in bar.written:
                if written.onset_ticks >= bar_end:
                    continue  # a pickup off the grid is written a little longer than it is
                x = lefts.get(written.id, box.x)
                if written.value is None:
                    start = signs_end if box is boxes[0] else box.x
                    x = start + STAFF_UNITS * self._scale / 4
                points.setdefault(written.onset_ticks, x)
            points.setdefault(bar.start_ticks, box.x)
        last = boxes[-1]
        end = self._sketch.bar_start_ticks(last.bar + 1)
        return (*sorted((t, x) for t, x in points.items() if t < end), (end, last.x + last.width))


def _lowered(mark: Mark, y: float) -> Mark:
    return replace(mark, y=round(mark.y + y, 3), bounds=mark.bounds.moved(0, y))


def _changes(sketch: Sketch, start_ticks: int, end_ticks: int) -> tuple[ChordChange, ...]:
    changes = sketch.chord_changes
    onsets = [change.onset_ticks for change in changes]
    return changes[bisect_left(onsets, start_ticks) : bisect_left(onsets, end_ticks)]


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
