"""Lays engraved lines out from top to bottom, with everything that is drawn around their staves."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from typing import Final

from app.notation.drawing.rect import Rect
from app.notation.drawing.score_drawing import (
    Ink,
    Line,
    Mark,
    MeasureBox,
    NoteBox,
    Outline,
    PackedLine,
    RestBox,
    ScoreDrawing,
    System,
    interpolated,
)
from app.notation.engraving.line_music import LineMusic
from app.notation.engraving.staff_words import bar_number, chord_labels, words_top
from app.notation.engraving.svg_reading import EngravedMeasure, Shape
from app.notation.writing.engraving_xml import written_id

STAFF_UNITS: Final = 720
"""The height of a staff in Verovio's units."""

LINE_SPACES: Final = 0.13
"""The thickness of staff lines on paper, in staff spaces (Bravura's `staffLineThickness`)."""

PAGE_PADDING_PX: Final = 8.0
"""The space above the first line and below the last."""

ABOVE_PX: Final = 6.0
BELOW_PX: Final = 4.0
"""The space between the outermost mark of a line and the edge of its rectangle."""

GAP_PX: Final = 12.0
"""The space between the rectangles of two lines."""

BAND_OVERHANG_PX: Final = 8.0
SIGNS: Final = frozenset({"clef", "keySig", "meterSig"})
STAVES: Final = frozenset({"ledgerLines", "barLine"})
RESTS: Final = ("rest", "mRest")


def lay_out(
    music: LineMusic,
    measures: tuple[EngravedMeasure, ...],
    first_id: int,
    margin_px: float,
    staff_px: float,
) -> Line:
    """Return an engraved line whose left edge is at `margin_px`.

    The ids of what is written in it begin with the given number.
    """
    return _Setter(music, first_id, staff_px / STAFF_UNITS).line(measures, margin_px)


def stacked(
    lines: Sequence[PackedLine],
    first_notes: Sequence[int],
    top_step: int,
    margin_px: float,
    staff_px: float,
) -> ScoreDrawing:
    """Return a drawing of lines one below the other.

    `first_notes` tells for each line how many notes of the melody come before it.
    """
    placed: list[System] = []
    y = PAGE_PADDING_PX
    for line, first_note in zip(lines, first_notes, strict=True):
        # Whole pixels keep the staff lines sharp.
        system = System(line, float(ceil(y - line.rect.y)), first_note)
        placed.append(system)
        y = system.rect.bottom + GAP_PX
    return ScoreDrawing(
        width=max(system.rect.right for system in placed) + margin_px,
        height=y - GAP_PX + PAGE_PADDING_PX,
        staff_px=staff_px,
        line_px=staff_px / 4 * LINE_SPACES,
        top_step=top_step,
        systems=tuple(placed),
    )


class _Setter:
    """Turns the engraved measures of one line into a Line."""

    def __init__(self, music: LineMusic, first_id: int, scale: float) -> None:
        self._music, self._scale = music, scale
        self._outlines: dict[Outline, int] = {}
        written = [written for bar in music.bars for written in bar.written]
        ids = [written_id(first_id + place) for place in range(len(written))]
        self._written = dict(zip(ids, written, strict=True))
        self._inks = dict(zip(ids, music.inks, strict=True))

    def line(self, measures: tuple[EngravedMeasure, ...], x: float) -> Line:
        """Return the line, whose staff begins at `x`."""
        scale = self._scale
        left, top = measures[0].staff.x, measures[0].staff.y
        shapes = [shape for measure in measures for shape in measure.shapes]
        marks = tuple(self._mark(shape, left, top, x) for shape in shapes)
        boxes = tuple(
            MeasureBox(
                bar.number,
                _rounded(x + (measure.staff.x - left) * scale),
                _rounded(measure.staff.width * scale),
                bar.number in self._music.model_bars,
            )
            for bar, measure in zip(self._music.bars, measures, strict=True)
        )
        times = self._times(shapes, marks, boxes)
        music = [mark.bounds for mark in marks]
        changes = self._music.chords
        places = (interpolated(times, change.onset_ticks) for change in changes)
        chords = chord_labels(changes, places, music)
        number = bar_number(boxes[0].bar, x, music)
        top_y = min([words_top(chords, number), *(box.y for box in music)]) - ABOVE_PX
        bottom = max([STAFF_UNITS * scale, *(box.bottom for box in music)]) + BELOW_PX
        width = _rounded((measures[-1].staff.right - left) * scale)
        rect = Rect(x, top_y, width, bottom - top_y)
        return Line(
            rect=rect,
            outlines=tuple(self._outlines),
            marks=marks,
            notes=self._notes(shapes, marks),
            rests=self._rests(shapes, marks),
            measures=boxes,
            bands=_bands(rect, boxes),
            chords=chords,
            bar_number=number,
            times=times,
        )

    def _mark(self, shape: Shape, left: float, top: float, x: float) -> Mark:
        """Return a shape as a mark: its y is counted from `top`, and `left` is drawn at `x`."""
        scale = self._scale
        box = shape.bounds
        written = self._written.get(shape.owner or "")
        return Mark(
            outline=self._outlines.setdefault(shape.outline, len(self._outlines)),
            x=_rounded(x + (shape.x - left) * scale),
            y=_rounded((shape.y - top) * scale),
            scale=shape.scale * scale,
            ink=self._ink(shape),
            bounds=Rect(
                _rounded(x + (box.x - left) * scale),
                _rounded((box.y - top) * scale),
                _rounded(box.width * scale),
                _rounded(box.height * scale),
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
        # A tie from the line before belongs to the note that opens this line.
        inks = {self._inks.get(name, self._music.inks[0]) for name in ids}
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
        starts = [bar.start_ticks for bar in self._music.bars]
        ends = [*starts[1:], self._music.end_ticks]
        for shape, mark in zip(shapes, marks, strict=True):
            written = self._written.get(shape.owner or "")
            if written is None or shape.kinds[-1] not in RESTS:
                continue
            start, value = written.onset_ticks, written.value
            end = start + value.length_ticks if value else ends[starts.index(start)]
            boxes.append(RestBox(start, end, mark.bounds))
        return tuple(boxes)

    def _times(
        self, shapes: list[Shape], marks: Sequence[Mark], boxes: Sequence[MeasureBox]
    ) -> tuple[tuple[int, float], ...]:
        lefts: dict[str, float] = {}
        signs_end = boxes[0].x
        for shape, mark in zip(shapes, marks, strict=True):
            if shape.kinds[-1] in ("notehead", *RESTS) and shape.owner:
                lefts[self._written[shape.owner].id] = mark.bounds.x
            elif mark.ink is Ink.SIGN:
                signs_end = max(signs_end, mark.bounds.right)
        points: dict[int, float] = {}
        bars, end = self._music.bars, self._music.end_ticks
        ends = [*(bar.start_ticks for bar in bars[1:]), end]
        for bar, bar_end, box in zip(bars, ends, boxes, strict=True):
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
        return (*sorted((t, x) for t, x in points.items() if t < end), (end, last.x + last.width))


def _rounded(length_px: float) -> float:
    """Round away differences that can't be seen; they depend on where Verovio set the line."""
    return round(length_px, 3)


def _bands(rect: Rect, boxes: Sequence[MeasureBox]) -> tuple[Rect, ...]:
    """Return a background band for each run of the model's bars, a little wider than these."""
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
