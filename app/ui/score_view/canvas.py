"""Owns ScoreCanvas: the engraved score and all its highlights, of which the view shows a part.

All places are in pixels of the canvas, independent of how far the view has been scrolled.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import Final

from PySide6.QtCore import QObject, QRectF, Signal
from PySide6.QtGui import QPainter

from app.document import Document
from app.domain import Note, Selection, Sketch
from app.notation.drawing.rect import Rect
from app.notation.drawing.score_drawing import STAFF_STEPS, ScoreDrawing
from app.ui.score_view.entry import ScoreEntry
from app.ui.score_view.layout import Layout
from app.ui.score_view.overlay import (
    Ghost,
    ghosts,
    paint_band,
    paint_caret,
    paint_ghost,
    paint_heading,
    paint_pages,
    paint_rest_mark,
    with_tag,
)
from app.ui.score_view.painter import Marked, ScorePainter, qrect
from app.ui.score_view.placed_score import PlacedScore
from app.ui.theme import Theme

PLAYHEAD_PX: Final = 1.5


class ScoreCanvas(QObject):
    """Paints the engraved score, which may lag behind the document until it is engraved again.

    The selection comes from the document, the caret and the selected rest from `entry`.
    """

    changed = Signal()
    """Everything has to be repainted."""
    changed_at = Signal(QRectF)
    """A rectangle has to be repainted."""

    def __init__(
        self, document: Document, theme: Theme, entry: ScoreEntry, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._document, self._theme, self._entry = document, theme, entry
        self._painter = ScorePainter(theme)
        self._layout = Layout()
        self._playhead: float | None = None
        self._is_playing = False
        self.placed: PlacedScore | None = None
        self.marked = Marked()
        self.ghosts: list[Ghost] = []
        self.band = QRectF()
        document.selection_changed.connect(self._mark)
        entry.changed.connect(self.changed)
        entry.rest_selected.connect(self.changed)
        theme.changed.connect(self.changed)

    @property
    def fresh(self) -> PlacedScore | None:
        """The placed score, or None while it is older than the document and can't be edited."""
        placed = self.placed
        return placed if placed is not None and placed.sketch == self._document.shown else None

    @property
    def step_px(self) -> float:
        """The distance between two neighbouring steps of the staff."""
        staff_px = self._layout.staff_px if self.placed is None else self.placed.drawing.staff_px
        return staff_px / STAFF_STEPS

    @property
    def playhead_place(self) -> Rect | None:
        """The place of the playhead, or None if it is not on the score."""
        if self.placed is None or self._playhead is None:
            return None
        return self.placed.playhead_place(self._playhead)

    @property
    def edited_place(self) -> Rect | None:
        """The place where keys take effect: the caret, or else the first selected note."""
        placed, caret = self.placed, self._entry.visible_caret
        if placed is None:
            return None
        if caret is not None:
            return with_tag(placed.caret_place(caret.ticks))
        boxes = placed.boxes_of(min(self.marked.selected)) if self.marked.selected else []
        return boxes[0].rect if boxes else None

    def set_tells_authors(self, tells: bool) -> None:
        """Choose whether the model's notes have a colour of their own, and bands behind them."""
        self._painter.tells_authors = tells
        self.changed.emit()

    def show_score(self, drawing: ScoreDrawing, sketch: Sketch, layout: Layout) -> None:
        """Show the drawing of a sketch."""
        self._painter.set_drawing(drawing)
        self.ghosts = []
        self._place(drawing, sketch, layout)
        self._mark()

    def arrange(self, layout: Layout) -> None:
        """Lay out the present lines in another way."""
        if self.placed is not None:
            self._place(self.placed.drawing, self.placed.sketch, layout)
            self.changed.emit()

    def set_playing(self, is_playing: bool) -> None:
        """Highlight the note at the playhead only while playing."""
        self._is_playing = is_playing
        self._mark()

    def set_playhead(self, ticks: float | None) -> None:
        """Show the playhead at a time, or hide it."""
        before = self.playhead_place
        self._playhead = ticks
        sounding = self._sounding()
        if sounding != self.marked.sounding:
            self.marked.sounding = sounding
            self.changed.emit()
            return
        for place in (before, self.playhead_place):
            if place is not None:
                self.changed_at.emit(qrect(place))

    def show_ghosts(self, notes: tuple[Note, ...]) -> None:
        """Show the heads of notes where a drag would put them, and draw the originals faintly."""
        if self.placed is None:
            return
        sketch = self.placed.sketch
        self.ghosts = ghosts(self.placed.drawing, notes, sketch)
        onsets = {note.onset_ticks for note in notes}
        self.marked.dragged = frozenset(
            index for index, note in enumerate(sketch.melody) if note.onset_ticks in onsets
        )
        self.changed.emit()

    def show_band(self, band: QRectF) -> None:
        """Show a rubber band; a null rectangle hides it."""
        self.band = band
        self.changed.emit()

    def note_at(self, x: float, y: float) -> Note | None:
        """Return the note at a point; None while the score is older than the document."""
        fresh = self.fresh
        return None if fresh is None else fresh.note_at(x, y)

    def notes_in(self, band: QRectF) -> Selection:
        """Return the notes whose heads a rectangle touches."""
        fresh = self.fresh
        return frozenset() if fresh is None else fresh.notes_in(band)

    def paint(self, painter: QPainter, exposed: QRectF) -> None:
        """Paint what is exposed."""
        placed = self.placed
        is_on_pages = placed is not None and bool(placed.arrangement.pages)
        painter.fillRect(exposed, self._theme.color("window" if is_on_pages else "canvas"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if placed is not None:
            self._paint_below(painter, placed)
            self._painter.paint(painter, exposed, self.marked, placed.arrangement)
            for ghost in self.ghosts:
                paint_ghost(painter, self._theme, ghost, placed.arrangement.offsets[ghost.line])
            self._paint_above(painter, placed)
        if not self.band.isNull():
            paint_band(painter, self._theme, self.band)

    def _paint_below(self, painter: QPainter, placed: PlacedScore) -> None:
        if placed.arrangement.pages:
            sheet = self._layout.sheet
            paint_pages(painter, self._theme, placed.arrangement.pages)
            heading = self._layout.heading_of(placed.sketch)
            corner = placed.arrangement.heading_corner(sheet)
            paint_heading(painter, self._theme, heading, corner, sheet.scale)
        rest_ticks = self._entry.selected_rest
        rest = None if rest_ticks is None else placed.rest_place(rest_ticks)
        if rest is not None:
            paint_rest_mark(painter, self._theme, qrect(rest), self.step_px)

    def _paint_above(self, painter: QPainter, placed: PlacedScore) -> None:
        """Paint the caret, or else the playhead, unless a rest is selected."""
        caret, playhead = self._entry.visible_caret, self.playhead_place
        if caret is not None:
            place = qrect(placed.caret_place(caret.ticks))
            paint_caret(painter, self._theme, place, caret)
        elif playhead is not None and self._entry.selected_rest is None:
            left = playhead.x + (playhead.width - PLAYHEAD_PX) / 2
            line = QRectF(left, playhead.y, PLAYHEAD_PX, playhead.height)
            painter.fillRect(line, self._theme.color("playhead"))

    def _place(self, drawing: ScoreDrawing, sketch: Sketch, layout: Layout) -> None:
        self._layout = layout
        self.placed = PlacedScore(sketch, drawing, layout.arranged(drawing, sketch))

    def _mark(self) -> None:
        """Mark the selected notes and the one that sounds in the sketch that is shown."""
        selection = self._document.selection
        melody = () if self.placed is None else self.placed.sketch.melody.notes
        self.marked = Marked(
            selected=frozenset(index for index, note in enumerate(melody) if note in selection),
            sounding=self._sounding(),
        )
        self.changed.emit()

    def _sounding(self) -> int | None:
        if self.placed is None or self._playhead is None or not self._is_playing:
            return None
        notes = self.placed.sketch.melody.notes
        index = bisect_right(notes, self._playhead, key=lambda note: note.onset_ticks) - 1
        return index if index >= 0 and self._playhead < notes[index].end_ticks else None
