"""Owns VelocityLane: how loud each note is, as a stem under the roll."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from app.constants import HIGHEST_VELOCITY
from app.domain import Author, Note, edits
from app.ui.piano_roll.keyboard import WIDTH as KEYBOARD_WIDTH
from app.ui.piano_roll.view import PianoRoll

STEM_INSET: Final = 3.5
HEAD: Final = 3.0
MIDDLE_VELOCITY: Final = 64
MARGIN: Final = 8
REACH_PX: Final = 6


class VelocityLane(QWidget):
    """A drag up or down over a stem changes its note, or all selected ones with it."""

    def __init__(self, roll: PianoRoll) -> None:
        super().__init__()
        self.setObjectName("velocityLane")
        self.setFixedHeight(roll.theme.sizes.velocity_lane)
        self._roll = roll
        self._grabbed: Note | None = None
        self._drag = 0
        roll.view_changed.connect(self.update)
        roll.document.selection_changed.connect(self.update)
        roll.document.shown_changed.connect(self.update)
        roll.theme.changed.connect(self.update)
        self.retranslate_ui()

    def retranslate_ui(self) -> None:
        """Set every text."""
        self.setAccessibleName(self.tr("Velocity"))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the nearest stem."""
        x = event.position().x()
        notes = sorted(self._roll.notes_in_view(), key=lambda note: abs(self._x(note) - x))
        is_left = event.button() is Qt.MouseButton.LeftButton
        if is_left and notes and abs(self._x(notes[0]) - x) <= REACH_PX:
            self._grabbed = notes[0]
            self._drag += 1
            if notes[0] not in self._roll.document.selection:
                self._roll.document.select([notes[0]])
            self._set(event.position().y())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the mouse."""
        if self._grabbed is not None:
            self._set(event.position().y())

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """Let go."""
        self._grabbed = None

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
        for note in self._roll.notes_in_view():
            self._paint_stem(painter, note)

    def _paint_stem(self, painter: QPainter, note: Note) -> None:
        theme = self._roll.theme
        is_player = note.author is Author.PLAYER
        line = theme.color("note.player" if is_player else "note.model.line")
        x, y = self._x(note), self._y(note.velocity)
        painter.setPen(QPen(line, 2.0 if is_player else 1.5))
        painter.drawLine(QPointF(x, y), QPointF(x, self.height()))
        painter.setBrush(line if is_player else theme.color("note.model"))
        painter.drawEllipse(QPointF(x, y), HEAD - 0.5, HEAD - 0.5)
        if note in self._roll.document.selection:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.color("selection.ring"), 1.5))
            painter.drawEllipse(QPointF(x, y), HEAD + 1.5, HEAD + 1.5)

    def _x(self, note: Note) -> float:
        left = self._roll.mapToScene(0, 0).x()
        x = self._roll.transform_to.x_of(note.onset_ticks) - left
        return KEYBOARD_WIDTH + x + STEM_INSET

    def _y(self, velocity: int) -> float:
        return self.height() - (self.height() - MARGIN) * velocity / HIGHEST_VELOCITY

    def _set(self, y: float) -> None:
        velocity = round((self.height() - y) * HIGHEST_VELOCITY / (self.height() - MARGIN))
        document = self._roll.document
        edited = edits.set_velocity(document.shown.melody, document.selection, velocity)
        document.edit(self.tr("Change velocity"), edited, merge_key=("velocity", self._drag))
