"""The layers of the scene, from the bottom up: the rows and the grid, the notes, and a drag."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from app.domain import Meter, Note, Selection, Sketch
from app.ui.piano_roll.note_painter import NotePainter
from app.ui.piano_roll.preview import Preview
from app.ui.piano_roll.span import notes_between
from app.ui.piano_roll.transform import RollTransform
from app.ui.theme import Theme

FINEST_BEAT_PX: Final = 32
"""Beats narrower than this are not divided by finer lines."""

NARROWEST_LINES_PX: Final = 6
BEYOND_OPACITY: Final = 0.55
DRAGGED_OPACITY: Final = 0.35
REACH_PX: Final = 4
"""At least as far as the ring of a selected note reaches beyond the note's box."""


def grid_lines(meter: Meter, pixels_per_tick: float) -> tuple[int, ...]:
    """Return where the lines of a bar are, in ticks from its start.

    Narrow bars have only their bar line, wider ones have a line for each beat. Wide beats are
    divided into their counts, or into halves if they are one count long.
    """
    beats = (*meter.beat_starts, meter.bar_ticks)
    narrowest_px = min(end - start for start, end in pairwise(beats)) * pixels_per_tick
    if narrowest_px < NARROWEST_LINES_PX:
        return (0,)
    if narrowest_px < FINEST_BEAT_PX:
        return meter.beat_starts
    count = meter.count_ticks
    return tuple(
        line
        for start, end in pairwise(beats)
        for line in range(start, end, count // 2 if end - start == count else count)
    )


class Layer(QGraphicsItem):
    """A part of the drawing that covers the whole roll, and paints whatever of it is exposed."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self.sketch = Sketch()
        self.transform_to = RollTransform()
        self._rect = QRectF()
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemUsesExtendedStyleOption)
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)

    def show_sketch(self, sketch: Sketch, transform: RollTransform, rect: QRectF) -> None:
        """Show a sketch at a scale; `rect` is the rectangle of the scene."""
        self.prepareGeometryChange()
        self.sketch, self.transform_to, self._rect = sketch, transform, rect
        self.update()

    def boundingRect(self) -> QRectF:
        """Return the rectangle of the scene."""
        return self._rect

    def exposed_ticks(self, option: QStyleOptionGraphicsItem) -> tuple[float, float]:
        """Return the span of ticks in which notes can reach into what has to be painted."""
        rect, scale = option.exposedRect, self.transform_to.pixels_per_tick
        return (rect.left() - REACH_PX) / scale, (rect.right() + REACH_PX) / scale


class GridLayer(Layer):
    """The rows shaded by the key, the lines of the meter, and the end of the sketch."""

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionGraphicsItem,
        _widget: QWidget | None = None,
    ) -> None:
        """Paint what is exposed."""
        exposed = option.exposedRect
        self._paint_rows(painter, exposed)
        self._paint_lines(painter, exposed)
        self._paint_end(painter, exposed)

    def _paint_rows(self, painter: QPainter, exposed: QRectF) -> None:
        to = self.transform_to
        scale, tonic = self.sketch.key.scale, self.sketch.key.tonic_pitch_class
        for pitch in to.pitches_between(exposed.top(), exposed.bottom()):
            place = pitch % 12
            token = "row.tonic" if place == tonic else "row" if place in scale else "row.out"
            row = QRectF(exposed.left(), to.y_of(pitch), exposed.width(), to.row_height)
            painter.fillRect(row, self.theme.color(token))

    def _paint_lines(self, painter: QPainter, exposed: QRectF) -> None:
        to, sketch = self.transform_to, self.sketch
        bar = sketch.meter.bar_ticks
        lines = grid_lines(sketch.meter, to.pixels_per_tick)
        step = bar
        while to.x_of(step) < NARROWEST_LINES_PX:
            step *= 2
        origin, last = sketch.pickup_ticks, to.ticks_at(exposed.right()) + 1
        start = origin + (to.ticks_at(exposed.left()) - origin) // step * step
        while start <= last:
            for line in lines:
                if start + line >= 0:
                    x = round(to.x_of(start + line))
                    color = self.theme.color("grid.beat" if line else "grid.bar")
                    painter.fillRect(QRectF(x, exposed.top(), 1, exposed.height()), color)
            start += step

    def _paint_end(self, painter: QPainter, exposed: QRectF) -> None:
        if not len(self.sketch.melody):
            return
        x = round(self.transform_to.x_of(self.sketch.end_ticks))
        beyond = QColor(self.theme.color("canvas"))
        beyond.setAlphaF(BEYOND_OPACITY)
        right = exposed.right() - x + 1
        if right > 0:
            painter.fillRect(QRectF(x, exposed.top(), right, exposed.height()), beyond)
            line = QRectF(x, exposed.top(), 1, exposed.height())
            painter.fillRect(line, self.theme.color("text.3"))


class NotesLayer(Layer):
    """The notes of the sketch.

    During a drag, the `dragged` notes are faint, and so are the parts of other notes that the notes
    in `above` would cut off: a melody has only one voice.
    """

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.selection: Selection = frozenset()
        self.dragged: Selection = frozenset()
        self.above = Preview()
        self.hovered: Note | None = None
        self.sounding: Note | None = None

    def note_at(self, ticks: float, pitch: int) -> Note | None:
        """Return the note with this pitch that sounds at a time."""
        note = self.sounding_at(ticks)
        return note if note is not None and note.pitch == pitch else None

    def sounding_at(self, ticks: float) -> Note | None:
        """Return the note that sounds at a time."""
        near = notes_between(self.sketch.melody.notes, ticks, ticks)
        return near[-1] if near and near[-1].onset_ticks <= ticks < near[-1].end_ticks else None

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionGraphicsItem,
        _widget: QWidget | None = None,
    ) -> None:
        """Paint what is exposed."""
        exposed = self.exposed_ticks(option)
        drawing = NotePainter(painter, self.theme, self.transform_to, self.sketch)
        for note in notes_between(self.sketch.melody.notes, *exposed):
            left_ticks = 0 if note in self.dragged else self.above.cut_of(note)
            if left_ticks < note.duration_ticks:
                painter.setOpacity(DRAGGED_OPACITY)
                drawing.draw(note)
                painter.setOpacity(1.0)
                if left_ticks:
                    drawing.draw(replace(note, duration_ticks=left_ticks))
            elif note in self.selection:
                drawing.draw_selected(note)
            else:
                drawing.draw(note, hovered=note is self.hovered, sounding=note is self.sounding)


class DragLayer(Layer):
    """The notes as they would be if the drag ended now, or a rubber band."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.preview = Preview()
        self.band = QRectF()

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionGraphicsItem,
        _widget: QWidget | None = None,
    ) -> None:
        """Paint the notes or the rubber band."""
        drawing = NotePainter(painter, self.theme, self.transform_to, self.sketch)
        for note in self.preview.shifted_between(*self.exposed_ticks(option)):
            drawing.draw_selected(note)
        if not self.band.isNull():
            fill = QColor(self.theme.color("accent"))
            fill.setAlphaF(0.15)
            painter.setPen(QPen(self.theme.color("accent"), 1))
            painter.setBrush(fill)
            painter.drawRect(self.band)
