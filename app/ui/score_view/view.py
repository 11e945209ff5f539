"""Owns ScoreView: the engraved score, its selection and playhead."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from app.document import Document
from app.domain import Edited, Sketch, edits
from app.errors import InvalidValueError
from app.notation.drawing import ScoreDrawing
from app.ui.score_view.painter import Marked, ScorePainter
from app.ui.theme import Theme

STAFF_PX: Final = 30.0
SMALLEST_STAFF: Final = 16.0
LARGEST_STAFF: Final = 80.0
ZOOM_STEP: Final = 1.2
REACH_PX: Final = 6.0
RequestEngraving = Callable[[Sketch, float, float], None]


class ScoreView(QAbstractScrollArea):
    """Shows `document.shown` engraved; the drawing before stays until the next is there."""

    note_auditioned = Signal(int, int)
    """Pitch and velocity of a note to be heard."""
    seek_requested = Signal(int)
    refused = Signal(str)

    def __init__(
        self,
        document: Document,
        theme: Theme,
        request_engraving: RequestEngraving,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("scoreView")
        self._document, self._theme, self._request = document, theme, request_engraving
        self._painter = ScorePainter(theme)
        self._sketch = document.shown
        self._marked = Marked()
        self._playhead: float | None = None
        self._staff_px = STAFF_PX
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._resized = QTimer(self, singleShot=True, interval=40)
        self._resized.timeout.connect(self._engrave)
        document.shown_changed.connect(self._engrave)
        document.selection_changed.connect(self._mark)
        theme.changed.connect(self.viewport().update)
        self.retranslate_ui()

    def retranslate_ui(self) -> None:
        """Set every text."""
        self.setAccessibleName(self.tr("Score"))

    def show_score(self, drawing: ScoreDrawing, sketch: Sketch) -> None:
        """Show the answer to a request."""
        self._painter.set_drawing(drawing)
        self._sketch = sketch
        self._mark()
        self._fit_scroll_bar()
        self.viewport().update()

    def set_playhead(self, ticks: float | None) -> None:
        """Show where playing is."""
        before = self._playhead_rect()
        self._playhead = ticks
        sounding = self._sounding()
        if sounding != self._marked.sounding:
            self._marked.sounding = sounding
            self.viewport().update()
        after = self._playhead_rect()
        for rect in (before, after):
            self.viewport().update(rect.toAlignedRect())
        height = self.viewport().height()
        if not after.isNull() and not (after.top() >= 0 and after.bottom() <= height):
            bar = self.verticalScrollBar()
            bar.setValue(round(bar.value() + after.top() - 24))

    def zoom_in(self) -> None:
        """Draw larger staves."""
        self._zoom(ZOOM_STEP)

    def zoom_out(self) -> None:
        """Draw smaller staves."""
        self._zoom(1 / ZOOM_STEP)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what is exposed."""
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), self._theme.color("canvas"))
        painter.save()
        top = self.verticalScrollBar().value()
        painter.translate(0, -top)
        self._painter.paint(painter, QRectF(event.rect()).translated(0, top), self._marked)
        painter.restore()
        playhead = self._playhead_rect()
        if not playhead.isNull():
            line = QRectF(playhead.center().x() - 0.75, playhead.top(), 1.5, playhead.height())
            painter.fillRect(line, self._theme.color("playhead"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap to the new width, once it stays."""
        super().resizeEvent(event)
        self._fit_scroll_bar()
        if event.size().width() != event.oldSize().width():
            self._resized.start()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom with Ctrl, else scroll."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._zoom(ZOOM_STEP if event.angleDelta().y() > 0 else 1 / ZOOM_STEP)
        else:
            super().wheelEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Select the note under the mouse and let it be heard."""
        index = self._note_at(event.position())
        if index is None:
            self._document.select([])
            return
        note = self._sketch.melody.notes[index]
        adds = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier
        if event.modifiers() & adds:
            self._document.select(self._document.selection ^ {note})
        else:
            self._document.select([note])
        self.note_auditioned.emit(note.pitch, note.velocity)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Put the playhead where the mouse is."""
        drawing = self._painter.drawing
        if drawing is not None and self._note_at(event.position()) is None:
            y = event.position().y() + self.verticalScrollBar().value()
            system = drawing.systems[drawing.system_near(y)]
            self.seek_requested.emit(system.ticks_at(event.position().x()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Do what the key stands for."""
        is_shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        melody, selection = self._document.shown.melody, self._document.selection
        key = event.key()
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            direction = 1 if key == Qt.Key.Key_Up else -1
            self._transpose(direction, by_octave=is_shifted)
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._go(-1 if key == Qt.Key.Key_Left else 1)
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and selection:
            self._document.edit(self.tr("Delete notes"), edits.delete(melody, selection))
        else:
            event.ignore()

    def _transpose(self, direction: int, *, by_octave: bool) -> None:
        shown, selection = self._document.shown, self._document.selection
        try:
            edited: Edited = (
                edits.transpose(shown.melody, selection, 12 * direction)
                if by_octave
                else edits.transpose_in_scale(shown.melody, selection, direction, shown.key)
            )
        except InvalidValueError as error:
            self.refused.emit(str(error))
            return
        self._document.edit(self.tr("Transpose"), edited)
        for note in sorted(edited.selected, key=lambda note: note.onset_ticks)[:1]:
            self.note_auditioned.emit(note.pitch, note.velocity)

    def _go(self, direction: int) -> None:
        """Select the next or previous note."""
        notes = self._document.shown.melody.notes
        chosen = [at for at, note in enumerate(notes) if note in self._document.selection]
        if not notes:
            return
        start = (chosen[-1] if direction > 0 else chosen[0]) if chosen else -direction
        note = notes[min(max(start + direction, 0), len(notes) - 1)]
        self._document.select([note])
        self.note_auditioned.emit(note.pitch, note.velocity)

    def _zoom(self, factor: float) -> None:
        self._staff_px = min(max(self._staff_px * factor, SMALLEST_STAFF), LARGEST_STAFF)
        self._engrave()

    def _engrave(self) -> None:
        width = self.viewport().width()
        if width > 100:
            self._request(self._document.shown, float(width), self._staff_px)

    def _mark(self) -> None:
        """Find the selected notes in the sketch that is drawn."""
        selection = self._document.selection
        notes = self._sketch.melody.notes
        self._marked.selected = frozenset(
            index for index, note in enumerate(notes) if note in selection
        )
        self._marked.sounding = self._sounding()
        self.viewport().update()

    def _sounding(self) -> int | None:
        if self._playhead is None:
            return None
        for index, note in enumerate(self._sketch.melody.notes):
            if note.onset_ticks <= self._playhead < note.end_ticks:
                return index
        return None

    def _note_at(self, position: QPointF) -> int | None:
        drawing = self._painter.drawing
        if drawing is None or self._sketch != self._document.shown:
            return None
        y = position.y() + self.verticalScrollBar().value()
        return drawing.note_at(position.x(), y, REACH_PX)

    def _playhead_rect(self) -> QRectF:
        """Return where the playhead is in the viewport; null where there is none."""
        drawing = self._painter.drawing
        if drawing is None or self._playhead is None:
            return QRectF()
        index = drawing.system_at(self._playhead)
        if index is None:
            return QRectF()
        system = drawing.systems[index]
        x = system.x_at(self._playhead)
        top = system.rect.y - self.verticalScrollBar().value()
        return QRectF(x - 2, top, 4, system.rect.height)

    def _fit_scroll_bar(self) -> None:
        drawing = self._painter.drawing
        height = 0 if drawing is None else round(drawing.height)
        bar = self.verticalScrollBar()
        bar.setPageStep(self.viewport().height())
        bar.setSingleStep(24)
        bar.setRange(0, max(0, height - self.viewport().height()))
