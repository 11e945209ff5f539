"""Owns ScoreView, which shows the engraved score and lets the mouse change the document."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from app.document import Document
from app.domain import Note, Selection, Sketch
from app.notation.drawing.score_drawing import ScoreDrawing
from app.ui.score_view.arrangement import ViewMode
from app.ui.score_view.camera import ScoreCamera
from app.ui.score_view.canvas import ScoreCanvas
from app.ui.score_view.editor import ScoreEditor
from app.ui.score_view.entry import ScoreEntry
from app.ui.score_view.gestures import Spot
from app.ui.score_view.painter import qrect
from app.ui.score_view.pointer import Pointer
from app.ui.score_view.typesetter import RequestEngraving, Typesetter
from app.ui.theme import Theme

ZOOM_STEP: Final = 1.2


class ScoreView(QAbstractScrollArea):
    """Shows `document.shown` as an engraved score, and lets the mouse change it.

    What the keys do is listed in `score_actions`.
    """

    mode_changed = Signal(str)
    """The value of the new ViewMode."""
    note_auditioned = Signal(int, int)
    """The pitch and the velocity of a note to sound."""
    seek_requested = Signal(int)
    menu_requested = Signal(QPoint)
    """Where on the screen to show the context menu."""
    refused = Signal(str)

    def __init__(
        self,
        document: Document,
        theme: Theme,
        request_engraving: RequestEngraving,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.document: Document = document
        self.setObjectName("scoreView")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)
        self.editor: ScoreEditor = ScoreEditor(document, self)
        self.entry: ScoreEntry = ScoreEntry(document, self)
        self.canvas: ScoreCanvas = ScoreCanvas(document, theme, self.entry, self)
        self._camera = ScoreCamera(self)
        self._typesetter = Typesetter(document, self.entry, request_engraving, self)
        self._pointer = Pointer(self)
        document.shown_changed.connect(self._on_shown_changed)
        document.selection_changed.connect(self._on_selection_changed)
        for part in (self.editor, self.entry):
            part.refused.connect(self.refused)
            part.note_auditioned.connect(self.note_auditioned)
        self.entry.moved.connect(self.seek_requested)
        self.entry.changed.connect(self._show_edited)
        self.canvas.changed.connect(self.viewport().update)
        self.canvas.changed_at.connect(self._update_part)
        self.retranslate_ui()

    def retranslate_ui(self) -> None:
        """Set every text."""
        self.setAccessibleName(self.tr("Score"))

    @property
    def drawing(self) -> ScoreDrawing | None:
        """The drawing that is shown, or None until there is one."""
        return None if self.canvas.placed is None else self.canvas.placed.drawing

    @property
    def places(self) -> tuple[int, ...]:
        """The times near the caret at which something is written, in order."""
        drawing = self.drawing
        return () if drawing is None else drawing.places_near(self.entry.caret.ticks)

    @property
    def mode(self) -> ViewMode:
        """The way in which the lines are laid out."""
        return self._typesetter.mode

    def set_mode(self, mode: ViewMode) -> None:
        """Lay out the lines in another way."""
        self._typesetter.set_mode(mode)
        self.mode_changed.emit(mode.value)

    def zoom_in(self) -> None:
        """Make the staves larger."""
        self._typesetter.zoom(ZOOM_STEP)

    def zoom_out(self) -> None:
        """Make the staves smaller."""
        self._typesetter.zoom(1 / ZOOM_STEP)

    def show_score(self, drawing: ScoreDrawing, sketch: Sketch) -> None:
        """Show the drawing of a sketch, which was asked for with `request_engraving`."""
        self.canvas.show_score(drawing, sketch, self._typesetter.layout)
        self._fit()
        self._show_edited()

    def set_tells_authors(self, tells: bool) -> None:
        """Choose whether the model's notes have a colour of their own, and bands behind them."""
        self.canvas.set_tells_authors(tells)

    def set_playing(self, is_playing: bool) -> None:
        """Highlight the note at the playhead only while playing; the caret is hidden then."""
        self.entry.is_playing = is_playing
        self.canvas.set_playing(is_playing)

    def set_playhead(self, ticks: float | None) -> None:
        """Show the playhead and scroll with it; while nothing plays, the caret moves with it."""
        self.canvas.set_playhead(ticks)
        if ticks is None:
            return
        if self.entry.is_playing:
            self._follow(ticks)
        else:
            self.entry.follow(round(ticks))

    def note_place(self, note: Note) -> QRect:
        """Return the rectangle of a note in the viewport; a null one if it is not drawn."""
        placed = self.canvas.placed
        if placed is None or note not in placed.sketch.melody.notes:
            return QRect()
        boxes = placed.boxes_of(placed.sketch.melody.notes.index(note))
        if not boxes:
            return QRect()
        return qrect(boxes[0].rect).translated(-self._camera.origin).toAlignedRect()

    def notes_in_view(self) -> Selection:
        """Return the notes of the lines that are in view."""
        fresh = self.canvas.fresh
        return frozenset() if fresh is None else fresh.notes_of_lines_in(qrect(self._camera.seen))

    def make_rest(self) -> None:
        """Turn the selected notes into rests, and select the first of these."""
        selection = self.document.selection
        if selection:
            self.editor.make_rest()
            self.entry.select_rest(min(note.onset_ticks for note in selection))

    def put_caret(self, spot: Spot) -> None:
        """Move the caret to a rest or between notes; while notes are entered, write one there."""
        placed = self.canvas.placed
        if placed is None:
            return
        point = placed.staff_point_at(spot.x, spot.y)
        ticks = self.entry.caret.nearest(point.ticks, placed.sketch)
        if self.entry.is_on:
            start = ticks if point.rest_ticks is None else point.rest_ticks
            self.entry.enter_step(start, point.step)
        elif point.rest_ticks is not None:
            self.entry.select_rest(point.rest_ticks)
        else:
            self.entry.go_to(ticks)

    def sound(self, note: Note) -> None:
        """Sound a note."""
        self.note_auditioned.emit(note.pitch, note.velocity)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Select and sound the note under the mouse, and begin a gesture."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._pointer.press(self._spot(event))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Treat the second click like any other press."""
        self.mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Continue the gesture, or show by the cursor that a note can be dragged."""
        self._pointer.move(self._spot(event))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End the gesture."""
        self._pointer.release(self._spot(event))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for a menu for the selected notes; a note under the mouse is selected first."""
        place = QPointF(self.viewport().mapFromGlobal(event.globalPos())) + self._camera.origin
        note = self.canvas.note_at(place.x(), place.y())
        if note is not None and note not in self.document.selection:
            self.document.select([note])
        self.menu_requested.emit(event.globalPos())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """On Escape, cancel a drag, stop entering notes, or deselect; other keys are actions."""
        if event.key() != Qt.Key.Key_Escape:
            event.ignore()
            return
        gesture = self._pointer.let_go()
        if gesture is not None:
            gesture.cancel()
        elif self.entry.is_on:
            self.entry.set_on(False)
        else:
            self.entry.deselect()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom with Ctrl, otherwise scroll; one endless line scrolls sideways."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._typesetter.zoom(ZOOM_STEP if event.angleDelta().y() > 0 else 1 / ZOOM_STEP)
        elif self.mode is ViewMode.ENDLESS:
            bar = self.horizontalScrollBar()
            bar.setValue(bar.value() - (event.angleDelta().x() or event.angleDelta().y()))
        else:
            super().wheelEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap the lines to the new width as soon as it stops changing."""
        super().resizeEvent(event)
        self.canvas.arrange(self._typesetter.layout)
        self._fit()
        if event.size().width() != event.oldSize().width():
            self._typesetter.wrap_soon()

    def scrollContentsBy(self, _dx: int, _dy: int) -> None:
        """Repaint everything, because the highlights may be anywhere."""
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what is exposed."""
        painter, origin = QPainter(self.viewport()), self._camera.origin
        painter.translate(-origin)
        self.canvas.paint(painter, QRectF(event.rect()).translated(origin))

    def _fit(self) -> None:
        """Set the scroll bars for the size of the score."""
        if self.canvas.placed is not None:
            arrangement = self.canvas.placed.arrangement
            self._camera.fit(arrangement.width, arrangement.height)

    def _follow(self, ticks: float) -> None:
        """Keep the playhead in view."""
        placed, place = self.canvas.placed, self.canvas.playhead_place
        if placed is not None and place is not None:
            self._camera.follow(place.x + place.width / 2, placed.lines_from(ticks))

    def _show_edited(self) -> None:
        """Scroll to where keys take effect, unless the view follows the playhead."""
        place = self.canvas.edited_place
        if place is not None and not self.entry.is_playing:
            self._camera.show(place)

    def _spot(self, event: QMouseEvent) -> Spot:
        place: QPointF = event.position() + self._camera.origin
        return Spot(place.x(), place.y(), event.modifiers())

    def _update_part(self, rect: QRectF) -> None:
        self.viewport().update(rect.translated(-self._camera.origin).toAlignedRect())

    def _on_shown_changed(self) -> None:
        """End a drag, because its notes may be gone, for example after an undo."""
        self._pointer.let_go()
        self.canvas.show_ghosts(())
        self.canvas.show_band(QRectF())

    def _on_selection_changed(self) -> None:
        if self.canvas.fresh is not None:
            self._show_edited()
