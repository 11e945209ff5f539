"""Owns VelocityLane, which shows under the roll, as a stem, how loud each note is."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from app.constants import HIGHEST_VELOCITY, LOWEST_VELOCITY
from app.domain import Author, Melody, Note
from app.ui.piano_roll.keyboard import WIDTH as KEYBOARD_WIDTH
from app.ui.piano_roll.velocity_gestures import (
    PaintGesture,
    RampGesture,
    ScaleGesture,
    Spot,
    VelocityDrag,
)
from app.ui.piano_roll.view import PianoRoll

STEM_INSET: Final = 3.5
HEAD: Final = 3.0
MIDDLE_VELOCITY: Final = 64
MARGIN: Final = 8
REACH_PX: Final = 6


class VelocityLane(QWidget):
    """Lets the mouse change velocities.

    A drag from one of several selected stems scales the selection, a drag with Shift draws a
    straight line, and any other drag paints velocities. Escape cancels a drag.
    """

    def __init__(self, roll: PianoRoll) -> None:
        super().__init__()
        self.setObjectName("velocityLane")
        self.setFixedHeight(roll.theme.sizes.velocity_lane)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._roll = roll
        self._drag: VelocityDrag | None = None
        self._shown: Melody | None = None
        roll.view_changed.connect(self.update)
        roll.document.selection_changed.connect(self.update)
        roll.document.shown_changed.connect(self._forget)
        roll.theme.changed.connect(self.update)
        self.retranslate_ui()

    def retranslate_ui(self) -> None:
        """Set every text."""
        self.setAccessibleName(self.tr("Velocity"))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a drag."""
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        spot, document = self._spot(event), self._roll.document
        melody, selection = document.shown.melody, document.selection
        grabbed = self._stem_at(event.position().x())
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._drag = RampGesture(melody, selection, spot)
        elif grabbed is not None and grabbed in selection and len(selection) > 1:
            self._drag = ScaleGesture(melody, selection, spot, grabbed)
        else:
            self._drag = PaintGesture(melody, spot, grabbed)
        self._show(spot)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show what the drag would do."""
        if self._drag is not None:
            self._show(self._spot(event))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Change the velocities, as one undo step."""
        if self._drag is not None:
            edited = self._drag.edited(self._spot(event))
            self._forget()
            self._roll.document.edit(self.tr("Change velocity"), edited)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Cancel the drag on Escape."""
        if event.key() == Qt.Key.Key_Escape and self._drag is not None:
            self._forget()
        else:
            event.ignore()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw one stem for each note in view."""
        theme, painter = self._roll.theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), theme.color("canvas"))
        painter.fillRect(QRectF(0, 0, self.width(), 1), theme.color("grid.bar"))
        painter.fillRect(QRectF(0, 1, KEYBOARD_WIDTH, self.height()), theme.color("panel"))
        painter.setPen(theme.color("text.2"))
        painter.setFont(theme.font(10))
        place = QRectF(0, 0, KEYBOARD_WIDTH, self.height())
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, self.tr("velocity"))
        middle = round(self._y(MIDDLE_VELOCITY)) + 0.5
        painter.setPen(QPen(theme.color("grid.bar"), 1, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(KEYBOARD_WIDTH, middle), QPointF(self.width(), middle))
        painter.setClipRect(KEYBOARD_WIDTH, 0, self.width(), self.height())
        notes = self._roll.notes_in_view(self._shown)
        for author in Author:
            self._paint_stems(painter, [note for note in notes if note.author is author], author)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.color("selection.ring"), 1.5))
        selection = self._roll.document.selection
        for head in self._heads([note for note in notes if note in selection]):
            painter.drawEllipse(head, HEAD + 1.5, HEAD + 1.5)

    def _paint_stems(self, painter: QPainter, notes: list[Note], author: Author) -> None:
        theme, is_player = self._roll.theme, author is Author.PLAYER
        line, width = theme.color("note.player" if is_player else "note.model.line"), 2 * HEAD - 1
        stem = 2.0 if is_player else 1.5
        heads = self._heads(notes)
        # One call draws them all; with a call for each, a thousand notes in view would be slow.
        painter.setPen(QPen(line, stem))
        painter.drawLines([QLineF(head, QPointF(head.x(), self.height())) for head in heads])
        painter.setPen(_dot(line, width + stem))
        painter.drawPoints(heads)
        if not is_player:
            painter.setPen(_dot(theme.color("note.model"), width - stem))
            painter.drawPoints(heads)

    def _heads(self, notes: list[Note]) -> list[QPointF]:
        """Return the centres of the heads of some notes."""
        left = KEYBOARD_WIDTH + STEM_INSET - self._roll.mapToScene(0, 0).x()
        x_of = self._roll.transform_to.x_of
        return [QPointF(x_of(note.onset_ticks) + left, self._y(note.velocity)) for note in notes]

    def _show(self, spot: Spot) -> None:
        assert self._drag is not None
        self._shown = self._drag.edited(spot).melody
        self._roll.tell(self.tr("velocity {0}").format(spot.velocity))
        self.update()

    def _forget(self) -> None:
        self._drag = self._shown = None
        self._roll.tell("")
        self.update()

    def _spot(self, event: QMouseEvent) -> Spot:
        x = event.position().x() - KEYBOARD_WIDTH - STEM_INSET
        left = self._roll.mapToScene(0, 0).x()
        reach = round(REACH_PX / self._roll.transform_to.pixels_per_tick)
        velocity = (self.height() - event.position().y()) * HIGHEST_VELOCITY
        return Spot(
            round((x + left) / self._roll.transform_to.pixels_per_tick),
            min(max(round(velocity / (self.height() - MARGIN)), LOWEST_VELOCITY), HIGHEST_VELOCITY),
            reach,
        )

    def _stem_at(self, x: float) -> Note | None:
        notes = self._roll.notes_in_view()
        nearest = min(notes, key=lambda note: abs(self._x(note) - x), default=None)
        return nearest if nearest and abs(self._x(nearest) - x) <= REACH_PX else None

    def _x(self, note: Note) -> float:
        left = self._roll.mapToScene(0, 0).x()
        x = self._roll.transform_to.x_of(note.onset_ticks) - left
        return KEYBOARD_WIDTH + x + STEM_INSET

    def _y(self, velocity: int) -> float:
        return self.height() - (self.height() - MARGIN) * velocity / HIGHEST_VELOCITY


def _dot(color: QColor, width: float) -> QPen:
    """Return a pen that draws each point as a disc."""
    return QPen(color, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
