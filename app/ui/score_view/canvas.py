"""Owns ScoreCanvas: shows a drawing of the score at a scale and place, and follows the playhead."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from app.document import Document
from app.domain import Note, Selection, Sketch
from app.notation.drawing import Rect, ScoreDrawing, System
from app.ui.score_view.caret import Caret
from app.ui.score_view.following import shown_wholly, turned
from app.ui.score_view.overlay import (
    Ghost,
    caret_place,
    ghosts,
    paint_band,
    paint_caret,
    paint_ghosts,
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
RequestEngraving = Callable[[Sketch, float, float, int], None]
"""Asks for a sketch to be engraved: width, height of a staff in pixels, and bars at least."""


class ScoreCanvas(QAbstractScrollArea):
    """Shows `document.shown` engraved; the drawing before stays until the next is there."""

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
        self._staff_px = STAFF_PX
        self._least_bars = 1
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
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
        return self._staff_px / 8

    def show_score(self, drawing: ScoreDrawing, sketch: Sketch) -> None:
        """Show the answer to a request."""
        self._painter.set_drawing(drawing)
        self._sketch = sketch
        self._ghosts = []
        self._mark()
        self._fit_scroll_bars()
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
        drawing, drawn = self.drawing, self._sketch.melody.notes
        if drawing is not None:
            self._ghosts = ghosts(drawing, notes, drawn, self._sketch.key)
        onsets = {note.onset_ticks for note in notes}
        self._marked.dragged = frozenset(
            index for index, note in enumerate(drawn) if note.onset_ticks in onsets
        )
        self.viewport().update()

    def show_band(self, band: QRectF) -> None:
        """Show a rubber band."""
        self._band = band
        self.viewport().update()

    def notes_in(self, band: QRectF) -> Selection:
        """Return the notes whose heads a rectangle touches."""
        if self.drawing is None or not self._is_fresh:
            return frozenset()
        notes = self._sketch.melody.notes
        return frozenset(
            notes[box.note]
            for system in self.drawing.systems
            for box in system.notes
            if band.intersects(qrect(box.head))
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what is exposed."""
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), self._theme.color("canvas"))
        origin = self._origin()
        painter.translate(-origin)
        exposed = QRectF(event.rect()).translated(origin)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_below(painter)
        self._painter.paint(painter, exposed, self._marked)
        paint_ghosts(painter, self._theme, self._ghosts)
        self._paint_above(painter)
        if not self._band.isNull():
            paint_band(painter, self._theme, self._band)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap to the new width, once it stays."""
        super().resizeEvent(event)
        self._fit_scroll_bars()
        if event.size().width() != event.oldSize().width():
            self._resized.start()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom with Ctrl, else scroll."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._zoom(ZOOM_STEP if event.angleDelta().y() > 0 else 1 / ZOOM_STEP)
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
        rest = self._selected_rest()
        box = self.drawing.rest_of(rest) if self.drawing is not None and rest is not None else None
        if box is not None:
            paint_rest_mark(painter, self._theme, qrect(box.rect), self._staff_px)

    def _paint_above(self, painter: QPainter) -> None:
        caret = self._caret()
        if caret is not None and self.drawing is not None:
            place = qrect(caret_place(self.drawing, caret.ticks))
            paint_caret(painter, self._theme, place, caret)
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
        width = self.viewport().width()
        if width > NARROWEST_PX:
            self._least_bars = self._least()
            self._request(self.document.shown, float(width), self._staff_px, self._least_bars)

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
        for index, note in enumerate(self._sketch.melody.notes):
            if note.onset_ticks <= self._playhead < note.end_ticks:
                return index
        return None

    def _system_at(self, ticks: float) -> System | None:
        drawing = self.drawing
        index = drawing.system_at(ticks) if drawing is not None else None
        return None if drawing is None or index is None else drawing.systems[index]

    def _playhead_rect(self) -> QRectF:
        """Return where the playhead is in the viewport; null where there is none."""
        system = None if self._playhead is None else self._system_at(self._playhead)
        if system is None or self._playhead is None:
            return QRectF()
        x = system.x_at(self._playhead)
        place = QRectF(x - 2, system.rect.y, 4, system.rect.height)
        return place.translated(-self._origin())

    def _origin(self) -> QPointF:
        """Return what stands in the left upper corner of the viewport."""
        return QPointF(self.horizontalScrollBar().value(), self.verticalScrollBar().value())

    def _seen(self) -> Rect:
        origin, area = self._origin(), self.viewport()
        return Rect(origin.x(), origin.y(), area.width(), area.height())

    def _follow(self) -> None:
        """Keep the playhead in sight, and the next line before it is needed."""
        drawing, ticks = self.drawing, self._playhead
        index = drawing.system_at(ticks) if drawing is not None and ticks is not None else None
        if drawing is None or ticks is None or index is None:
            return
        lines = drawing.systems[index : index + 2]
        following = lines[1].rect if len(lines) > 1 else None
        self._scroll(*turned(self._seen(), lines[0].rect, following, lines[0].x_at(ticks)))

    def _show_edited(self) -> None:
        """Scroll to where the keys act: the caret, or the selected notes."""
        drawing, caret = self.drawing, self._caret()
        if drawing is None or self._is_playing:
            return
        places = []
        if caret is not None:
            places.append(with_tag(caret_place(drawing, caret.ticks)))
        elif self._marked.selected:
            places += (box.rect for _, box in drawing.heads_of(min(self._marked.selected)))
        for place in places[:1]:
            self._scroll(*shown_wholly(self._seen(), place))

    def _scroll(self, across: float, down: float) -> None:
        for bar, way in ((self.horizontalScrollBar(), across), (self.verticalScrollBar(), down)):
            if way:
                bar.setValue(round(bar.value() + way))

    def _fit_scroll_bars(self) -> None:
        drawing, area = self.drawing, self.viewport()
        height = 0 if drawing is None else round(drawing.height)
        bar = self.verticalScrollBar()
        bar.setPageStep(area.height())
        bar.setSingleStep(SCROLL_STEP)
        bar.setRange(0, max(0, height - area.height()))
