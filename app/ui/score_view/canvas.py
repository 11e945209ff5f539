"""Owns ScoreCanvas: shows a drawing of the score at a scale and place, and follows the playhead."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator
from typing import Final

from PySide6.QtCore import QLocale, QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from app.document import Document
from app.domain import Note, Paper, Selection, Sketch
from app.notation.drawing.heading import Heading, heading
from app.notation.drawing.rect import Rect
from app.notation.drawing.score_drawing import STAFF_STEPS, NoteBox, ScoreDrawing
from app.ui.score_view.arrangement import Arrangement, Sheet, ViewMode
from app.ui.score_view.caret import Caret
from app.ui.score_view.following import shown_wholly, turned
from app.ui.score_view.overlay import (
    Ghost,
    caret_place,
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
from app.ui.theme import Theme

STAFF_PX: Final = 30.0
SMALLEST_STAFF: Final = 16.0
LARGEST_STAFF: Final = 80.0
ZOOM_STEP: Final = 1.2
SCROLL_STEP: Final = 24
NARROWEST_PX: Final = 100
RequestEngraving = Callable[[Sketch, float | None, float, int], None]
"""Asks for a sketch to be engraved: width (None: one line), height of a staff, bars at least."""


class ScoreCanvas(QAbstractScrollArea):
    """Shows `document.shown` engraved; the drawing before stays until the next is there."""

    mode_changed = Signal(str)
    """The value of the ViewMode."""

    def __init__(
        self,
        document: Document,
        theme: Theme,
        request_engraving: RequestEngraving,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.document = document
        self._theme, self._request = theme, request_engraving
        self._painter = ScorePainter(theme)
        self._sketch = document.shown
        self._marked = Marked()
        self._ghosts: list[Ghost] = []
        self._band = QRectF()
        self._playhead: float | None = None
        self._is_playing = False
        self.mode: ViewMode = ViewMode.LINES
        self._staff_px = STAFF_PX
        self._arrangement = Arrangement.empty()
        self._least_bars = 1
        self._resized = QTimer(self, singleShot=True, interval=40)
        self._resized.timeout.connect(self._engrave)
        document.shown_changed.connect(self._engrave)
        document.selection_changed.connect(self._on_selection_changed)
        theme.changed.connect(self.viewport().update)

    @property
    def drawing(self) -> ScoreDrawing | None:
        """What is shown, None until the first drawing is there."""
        return self._painter.drawing

    @property
    def step_px(self) -> float:
        """How far apart two steps of the staff are."""
        staff_px = self._staff_px if self.drawing is None else self.drawing.staff_px
        return staff_px / STAFF_STEPS

    def set_mode(self, mode: ViewMode) -> None:
        """Lay the lines out in another way."""
        self.mode = mode
        self.mode_changed.emit(mode.value)
        self._engrave()

    def set_tells_authors(self, tells: bool) -> None:
        """Draw the model's notes in an ink of their own, on bands; else all in one ink."""
        self._painter.tells_authors = tells
        self.viewport().update()

    def show_score(self, drawing: ScoreDrawing, sketch: Sketch) -> None:
        """Show the answer to a request."""
        self._painter.set_drawing(drawing)
        self._sketch = sketch
        self._ghosts = []
        self._mark()
        self._arrange()
        self._show_edited()

    def set_playing(self, is_playing: bool) -> None:
        """Light the note at the playhead while playing alone."""
        self._is_playing = is_playing
        self._mark()

    def set_playhead(self, ticks: float | None) -> None:
        """Show where playing is."""
        before = self._playhead_rect()
        self._playhead = ticks
        sounding = self._sounding()
        if sounding != self._marked.sounding:
            self._marked.sounding = sounding
            self.viewport().update()
        if self._is_playing:
            self._follow()
        for rect in (before, self._playhead_rect()):
            self.viewport().update(rect.toAlignedRect())

    def zoom_in(self) -> None:
        """Draw larger staves."""
        self._zoom(ZOOM_STEP)

    def zoom_out(self) -> None:
        """Draw smaller staves."""
        self._zoom(1 / ZOOM_STEP)

    def show_ghosts(self, notes: tuple[Note, ...]) -> None:
        """Show the heads of notes where they would be; the notes that begin there are faint."""
        if self.drawing is not None:
            self._ghosts = ghosts(self.drawing, notes, self._sketch)
        onsets = {note.onset_ticks for note in notes}
        self._marked.dragged = frozenset(
            index for index, note in enumerate(self._sketch.melody) if note.onset_ticks in onsets
        )
        self.viewport().update()

    def show_band(self, band: QRectF) -> None:
        """Show a rubber band."""
        self._band = band
        self.viewport().update()

    def notes_in_view(self) -> Selection:
        """Return the notes of the lines that can be seen."""
        notes = self._sketch.melody.notes
        return frozenset(notes[box.note] for _, box in self._boxes_in_lines(qrect(self._seen())))

    def notes_in(self, band: QRectF) -> Selection:
        """Return the notes whose heads a rectangle touches."""
        notes = self._sketch.melody.notes
        return frozenset(
            notes[box.note]
            for line, box in self._boxes_in_lines(band)
            if band.intersects(qrect(self._arrangement.placed(line, box.head)))
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what is exposed."""
        painter = QPainter(self.viewport())
        is_on_pages = bool(self._arrangement.pages)
        painter.fillRect(event.rect(), self._theme.color("window" if is_on_pages else "canvas"))
        origin = self._origin()
        painter.translate(-origin)
        exposed = QRectF(event.rect()).translated(origin)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_below(painter)
        self._painter.paint(painter, exposed, self._marked, self._arrangement)
        for ghost in self._ghosts:
            paint_ghost(painter, self._theme, ghost, self._arrangement.offsets[ghost.line])
        self._paint_above(painter)
        if not self._band.isNull():
            paint_band(painter, self._theme, self._band)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap to the new width, once it stays."""
        super().resizeEvent(event)
        self._arrange()
        if event.size().width() != event.oldSize().width():
            self._resized.start()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom with Ctrl, else scroll; one endless line goes across."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._zoom(ZOOM_STEP if event.angleDelta().y() > 0 else 1 / ZOOM_STEP)
        elif self.mode is ViewMode.ENDLESS:
            bar = self.horizontalScrollBar()
            bar.setValue(bar.value() - (event.angleDelta().x() or event.angleDelta().y()))
        else:
            super().wheelEvent(event)

    def scrollContentsBy(self, _dx: int, _dy: int) -> None:
        """Paint anew: marks of a while may lie anywhere."""
        self.viewport().update()

    @property
    def _is_fresh(self) -> bool:
        """Whether what is drawn is what is shown."""
        return self._sketch == self.document.shown

    def _caret(self) -> Caret | None:
        """Return the caret, None while there is none to be shown."""
        return None

    def _selected_rest(self) -> int | None:
        """Return where the selected rest begins, None without one."""
        return None

    def _least(self) -> int:
        """Return how many bars are to be drawn at least."""
        return 1

    def _paint_below(self, painter: QPainter) -> None:
        drawing, rest = self.drawing, self._selected_rest()
        if drawing is not None and self._arrangement.pages:
            paint_pages(painter, self._theme, self._arrangement.pages)
            sheet = self._sheet()
            corner = self._arrangement.heading_corner(sheet)
            paint_heading(painter, self._theme, self._heading(sheet), corner, sheet.scale)
        found = drawing.rest_of(rest) if drawing is not None and rest is not None else None
        if found is not None:
            place = qrect(self._arrangement.placed(found[0], found[1].rect))
            paint_rest_mark(painter, self._theme, place, self.step_px)

    def _paint_above(self, painter: QPainter) -> None:
        caret = self._caret()
        if caret is not None and self.drawing is not None:
            place = self._arrangement.placed(*caret_place(self.drawing, caret.ticks))
            paint_caret(painter, self._theme, qrect(place), caret)
        if caret is not None or self._selected_rest() is not None:
            return
        playhead = self._playhead_rect().translated(self._origin())
        if not playhead.isNull():
            line = QRectF(playhead.center().x() - 0.75, playhead.top(), 1.5, playhead.height())
            painter.fillRect(line, self._theme.color("playhead"))

    def _zoom(self, factor: float) -> None:
        self._staff_px = min(max(self._staff_px * factor, SMALLEST_STAFF), LARGEST_STAFF)
        self._engrave()

    def _engrave(self) -> None:
        if self.viewport().width() <= NARROWEST_PX:
            return
        self._least_bars = self._least()
        sheet = self._sheet()
        width, staff_px = {
            ViewMode.LINES: (float(self.viewport().width()), self._staff_px),
            ViewMode.PAGES: (sheet.drawing_width, sheet.staff_px),
            ViewMode.ENDLESS: (None, self._staff_px),
        }[self.mode]
        self._request(self.document.shown, width, staff_px, self._least_bars)

    def _sheet(self) -> Sheet:
        """Return a sheet of the paper that is usual in the player's country."""
        is_american = QLocale().measurementSystem() is QLocale.MeasurementSystem.ImperialUSSystem
        paper = Paper.LETTER if is_american else Paper.A4
        return Sheet.zoomed(paper, self._staff_px / STAFF_PX, self.viewport().width())

    def _heading(self, sheet: Sheet) -> Heading:
        """Return what stands over the first page."""
        return heading(self._sketch, sheet.page.room.width)

    def _mark(self) -> None:
        """Find the selected notes in the sketch that is drawn."""
        selection = self.document.selection
        self._marked.selected = frozenset(
            index for index, note in enumerate(self._sketch.melody) if note in selection
        )
        self._marked.dragged = frozenset()
        self._marked.sounding = self._sounding()
        self.viewport().update()

    def _on_selection_changed(self) -> None:
        self._mark()
        if self._is_fresh and not self._is_playing:
            self._show_edited()

    def _sounding(self) -> int | None:
        if self._playhead is None or not self._is_playing:
            return None
        notes = self._sketch.melody.notes
        index = bisect_right(notes, self._playhead, key=lambda note: note.onset_ticks) - 1
        return index if index >= 0 and self._playhead < notes[index].end_ticks else None

    def _boxes_in_lines(self, area: QRectF) -> Iterator[tuple[int, NoteBox]]:
        """Give the notes of the lines that an area touches, each with the index of its line."""
        if self.drawing is None or not self._is_fresh:
            return
        for line, system in enumerate(self.drawing.systems):
            if area.intersects(qrect(self._arrangement.placed(line, system.rect))):
                yield from ((line, box) for box in system.notes)

    def _playhead_line(self) -> int | None:
        """Return the line that the playhead is on."""
        if self.drawing is None or self._playhead is None:
            return None
        return self.drawing.system_at(self._playhead)

    def _playhead_rect(self) -> QRectF:
        """Return where the playhead is in the viewport; null where there is none."""
        line = self._playhead_line()
        if line is None or self.drawing is None or self._playhead is None:
            return QRectF()
        system = self.drawing.systems[line]
        rect = Rect(system.x_at(self._playhead) - 2, system.rect.y, 4, system.rect.height)
        return qrect(self._arrangement.placed(line, rect)).translated(-self._origin())

    def _origin(self) -> QPointF:
        """Return what stands in the left upper corner of the viewport."""
        return QPointF(self.horizontalScrollBar().value(), self.verticalScrollBar().value())

    def _seen(self) -> Rect:
        origin, area = self._origin(), self.viewport()
        return Rect(origin.x(), origin.y(), area.width(), area.height())

    def _follow(self) -> None:
        """Keep the playhead in sight, and the next line before it is needed."""
        line = self._playhead_line()
        if line is None or self.drawing is None:
            return
        here, *after = (
            self._arrangement.placed(line + at, system.rect)
            for at, system in enumerate(self.drawing.systems[line : line + 2])
        )
        x = self._playhead_rect().center().x() + self._origin().x()
        self._scroll(*turned(self._seen(), here, after[0] if after else None, x))

    def _show_edited(self) -> None:
        """Scroll to where the keys act: the caret, or the selected notes."""
        drawing, caret = self.drawing, self._caret()
        if drawing is None or self._is_playing:
            return
        places: list[tuple[int, Rect]] = []
        if caret is not None:
            line, place = caret_place(drawing, caret.ticks)
            places.append((line, with_tag(place)))
        elif self._marked.selected:
            first = min(self._marked.selected)
            note = self._sketch.melody.notes[first]
            heads = drawing.heads_of(first, note.onset_ticks, note.end_ticks)
            places += ((line, box.rect) for line, box in heads)
        for line, place in places[:1]:
            self._scroll(*shown_wholly(self._seen(), self._arrangement.placed(line, place)))

    def _scroll(self, across: float, down: float) -> None:
        for bar, way in ((self.horizontalScrollBar(), across), (self.verticalScrollBar(), down)):
            if way:
                bar.setValue(round(bar.value() + way))

    def _arrange(self) -> None:
        """Place the lines of the drawing, and fit the scroll bars to them."""
        drawing, area = self.drawing, self.viewport()
        if drawing is not None and self.mode is ViewMode.PAGES:
            sheet = self._sheet()
            self._arrangement = Arrangement.on_pages(
                drawing, sheet, area.width(), self._heading(sheet).height
            )
        elif drawing is not None:
            room = area.height() - drawing.height if self.mode is ViewMode.ENDLESS else 0.0
            self._arrangement = Arrangement.as_drawn(drawing, max(0.0, room / 2))
        placed = self._arrangement
        for bar, whole, seen in (
            (self.horizontalScrollBar(), placed.width, area.width()),
            (self.verticalScrollBar(), placed.height, area.height()),
        ):
            bar.setPageStep(seen)
            bar.setSingleStep(SCROLL_STEP)
            # The engraver rounds: a line as wide as the view may be a pixel wider.
            hidden = round(whole) - seen
            bar.setRange(0, hidden if hidden > 1 else 0)
