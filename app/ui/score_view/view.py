"""Owns ScoreView: the engraved score, in which the mouse and the keys change the document."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QWidget

from app.document import Document
from app.domain import Note, Selection
from app.ui.score_view.canvas import RequestEngraving, ScoreCanvas
from app.ui.score_view.caret import Caret
from app.ui.score_view.editor import ScoreEditor
from app.ui.score_view.entry import ScoreEntry
from app.ui.score_view.gestures import Gesture, RangeGesture, Spot, StepGesture
from app.ui.score_view.painter import qrect
from app.ui.theme import Theme

REACH_PX: Final = 6.0
SHIFT: Final = Qt.KeyboardModifier.ShiftModifier
CTRL: Final = Qt.KeyboardModifier.ControlModifier


class ScoreView(ScoreCanvas):
    """Shows `document.shown` engraved and lets the mouse change it; `commands` has its keys."""

    note_auditioned = Signal(int, int)
    """Pitch and velocity of a note to be heard."""
    seek_requested = Signal(int)
    menu_requested = Signal(QPoint)
    """Where on the screen what can be done with the selected notes is to be offered."""
    rest_selected = Signal(int)
    """Where the rest begins; ticks."""
    refused = Signal(str)

    def __init__(
        self,
        document: Document,
        theme: Theme,
        request_engraving: RequestEngraving,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(document, theme, request_engraving, parent)
        self.setObjectName("scoreView")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)
        self.editor: ScoreEditor = ScoreEditor(document, self)
        self.entry: ScoreEntry = ScoreEntry(document, self)
        for part in (self.editor, self.entry):
            part.refused.connect(self.refused)
            part.note_auditioned.connect(self.note_auditioned)
        self.entry.moved.connect(self.seek_requested)
        self.entry.changed.connect(self._on_caret_changed)
        document.shown_changed.connect(self._on_shown_changed)
        self._gesture: Gesture | None = None
        self._rest_ticks: int | None = None
        self.retranslate_ui()

    def retranslate_ui(self) -> None:
        """Set every text."""
        self.setAccessibleName(self.tr("Score"))

    @property
    def places(self) -> tuple[int, ...]:
        """Where something is written about the caret, in rising ticks."""
        drawing = self.drawing
        return () if drawing is None else drawing.places_near(self.entry.caret.ticks)

    def set_playing(self, is_playing: bool) -> None:
        """Leave the caret where it is while the playhead goes."""
        self.entry.is_playing = is_playing
        super().set_playing(is_playing)

    def set_playhead(self, ticks: float | None) -> None:
        """Show where playing is; the caret goes along while nothing plays."""
        super().set_playhead(ticks)
        if ticks is not None and not self.entry.is_playing:
            self.entry.follow(round(ticks))

    def note_place(self, note: Note) -> QRect:
        """Return where a note is in the viewport; null where it is not drawn."""
        notes = self._sketch.melody.notes
        if self.drawing is None or note not in notes:
            return QRect()
        heads = self.drawing.heads_of(notes.index(note), note.onset_ticks, note.end_ticks)
        places = [qrect(self._arrangement.placed(line, box.rect)) for line, box in heads]
        return places[0].translated(-self._origin()).toAlignedRect() if places else QRect()

    def make_rest(self) -> None:
        """Make rests of the selected notes, and select the first of them."""
        selection = self.document.selection
        if selection:
            self.editor.make_rest()
            self._select_rest(min(note.onset_ticks for note in selection))

    def put_caret(self, spot: Spot) -> None:
        """Put the caret at a rest or between notes; while notes are entered, write one there."""
        drawing = self.drawing
        if drawing is None:
            return
        line = self._arrangement.line_near(drawing, spot.x, spot.y)
        system = drawing.systems[line]
        x, y = self._arrangement.in_drawing(line, spot.x, spot.y)
        rest = drawing.rest_at(x, y, REACH_PX)
        ticks = self.entry.caret.nearest(system.ticks_at(x), self._sketch)
        if self.entry.is_on:
            start = ticks if rest is None else rest.start_ticks
            self.entry.enter_step(start, drawing.step_at(system, y))
        elif rest is not None:
            self._select_rest(rest.start_ticks)
        else:
            self.entry.go_to(ticks)

    def sound(self, note: Note) -> None:
        """Let a note be heard."""
        self.note_auditioned.emit(note.pitch, note.velocity)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Select the note under the mouse and let it be heard, and begin a gesture."""
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        spot = self._spot(event)
        note, selection = self._note_at(spot), self.document.selection
        if note is None:
            kept: Selection = selection if spot.keys & (SHIFT | CTRL) else frozenset()
            self._gesture = RangeGesture(self, spot, kept)
            return
        self.sound(note)
        if spot.keys & CTRL:
            self.document.select(selection ^ {note})
        elif spot.keys & SHIFT:
            self.document.select(self.editor.range_to(note))
        else:
            if note not in selection:
                self.document.select([note])
            self._gesture = StepGesture(self, spot, note)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Take a second click for one more."""
        self.mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go on with the gesture, or show that notes can be dragged."""
        spot = self._spot(event)
        if self._gesture is not None:
            self._gesture.move(spot)
            return
        is_note = self._note_at(spot) is not None
        shape = Qt.CursorShape.SizeVerCursor if is_note else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(shape)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End the gesture."""
        gesture = self._let_go()
        if gesture is not None:
            gesture.release(self._spot(event))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Have a menu shown for the note under the mouse or those selected."""
        place = QPointF(self.viewport().mapFromGlobal(event.globalPos())) + self._origin()
        note = self._note_at(Spot(place.x(), place.y()))
        if note is not None and note not in self.document.selection:
            self.document.select([note])
        self.menu_requested.emit(event.globalPos())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave a drag, or the entry of notes, on Escape; every other key is an action's."""
        if event.key() != Qt.Key.Key_Escape:
            event.ignore()
            return
        gesture = self._let_go()
        if gesture is not None:
            gesture.cancel()
        elif self.entry.is_on:
            self.entry.set_on(False)
        else:
            self._rest_ticks = None
            self.document.select([])
            self.viewport().update()

    def _let_go(self) -> Gesture | None:
        """End what goes on and return it, to be released or cancelled."""
        gesture, self._gesture = self._gesture, None
        return gesture

    def _select_rest(self, ticks: int) -> None:
        self.document.select([])
        self.entry.go_to(ticks)
        self._rest_ticks = ticks
        self.rest_selected.emit(ticks)
        self.viewport().update()

    def _caret(self) -> Caret | None:
        return self.entry.caret if self.entry.is_on and not self.entry.is_playing else None

    def _selected_rest(self) -> int | None:
        is_there = self._rest_ticks == self.entry.caret.ticks and not self.document.selection
        return self._rest_ticks if is_there and not self.entry.is_on else None

    def _least(self) -> int:
        shown = self.document.shown
        wanted = shown.bar_at(self.entry.caret.ticks) if self.entry.is_on else 1
        return max(wanted, shown.bars, 1)

    def _on_caret_changed(self) -> None:
        if self._least() != self._least_bars:
            self._engrave()
        self._show_edited()
        self.viewport().update()

    def _on_shown_changed(self) -> None:
        """Let go of a drag: its notes may be gone, as after an undo."""
        self._let_go()
        self.show_ghosts(())
        self.show_band(QRectF())

    def _spot(self, event: QMouseEvent) -> Spot:
        place: QPointF = event.position() + self._origin()
        return Spot(place.x(), place.y(), event.modifiers())

    def _note_at(self, spot: Spot) -> Note | None:
        drawing = self.drawing
        if drawing is None or not self._is_fresh:
            return None
        line = self._arrangement.line_near(drawing, spot.x, spot.y)
        index = drawing.note_at(*self._arrangement.in_drawing(line, spot.x, spot.y), REACH_PX)
        return None if index is None else self._sketch.melody.notes[index]
