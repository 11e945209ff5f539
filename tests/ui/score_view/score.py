"""The score as a player uses it: with keys and mouse, and their effect on the document."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.document import Document
from app.domain import Note
from app.notation.drawing.rect import Rect
from app.notation.drawing.score_drawing import ScoreDrawing
from app.ui.frame.main_window import MainWindow
from app.ui.score_view import ScoreView
from app.ui.score_view.overlay import Ghost
from app.ui.score_view.placed_score import PlacedScore

LEFT = Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier


class Score:
    """Presses keys and moves the mouse in the score of a window."""

    def __init__(self, window: MainWindow, document: Document, qtbot: QtBot) -> None:
        self.window, self.document, self.qtbot = window, document, qtbot
        self.view: ScoreView = window.score_view
        self.heard: list[int] = []
        self.refused: list[str] = []
        self.view.note_auditioned.connect(lambda pitch, _velocity: self.heard.append(pitch))
        self.view.refused.connect(self.refused.append)

    @property
    def notes(self) -> list[tuple[int, int, int]]:
        """Onset, length and pitch of each note of the document."""
        return [(n.onset_ticks, n.duration_ticks, n.pitch) for n in self.document.shown.melody]

    @property
    def selected(self) -> list[tuple[int, int, int]]:
        """Onset, length and pitch of each selected note."""
        selection = sorted(self.document.selection, key=lambda note: note.onset_ticks)
        return [(n.onset_ticks, n.duration_ticks, n.pitch) for n in selection]

    @property
    def drawing(self) -> ScoreDrawing:
        """What is on the screen."""
        assert self.view.drawing is not None
        return self.view.drawing

    @property
    def placed(self) -> PlacedScore:
        """The placed score, in which each line has its place on the canvas."""
        assert self.view.canvas.placed is not None
        return self.view.canvas.placed

    @property
    def sounding(self) -> int | None:
        """The index of the note that is highlighted because it sounds."""
        return self.view.canvas.marked.sounding

    @property
    def ghosts(self) -> list[Ghost]:
        """The heads that a drag shows."""
        return self.view.canvas.ghosts

    @property
    def caret(self) -> int:
        """The tick at which the caret is."""
        return self.view.entry.caret.ticks

    def note(self, index: int) -> Note:
        return self.document.shown.melody.notes[index]

    def select(self, *indices: int) -> None:
        self.document.select([self.note(index) for index in indices])

    def press(self, *keys: str) -> None:
        """Press keys as they are written in the table of actions, one after the other."""
        for key in keys:
            QTest.keySequence(self.view, QKeySequence(key))

    def head(self, index: int) -> QPoint:
        """Return the middle of a note's head in the viewport."""
        return self.middle(self.head_place(index))

    def head_place(self, index: int) -> Rect:
        """Return where the view has a note's head."""
        return self.placed.boxes_of(index)[0].head

    def rest(self, ticks: int) -> QPoint:
        """Return the middle of the rest that begins at a time, in the viewport."""
        place = self.placed.rest_place(ticks)
        assert place is not None
        return self.middle(place)

    def middle(self, place: Rect) -> QPoint:
        """Return the middle of a place of the view, in the viewport."""
        across, down = self.view.horizontalScrollBar(), self.view.verticalScrollBar()
        return QPoint(
            round(place.x + place.width / 2 - across.value()),
            round(place.y + place.height / 2 - down.value()),
        )

    def click(self, place: QPoint, keys: Qt.KeyboardModifier = NONE) -> None:
        self.qtbot.mouseClick(self.view.viewport(), LEFT, keys, place)

    def hold(self, *places: QPoint) -> None:
        """Press the button at the first place, and move to the others without releasing it."""
        self.qtbot.mousePress(self.view.viewport(), LEFT, NONE, places[0])
        for place in places[1:]:
            self.qtbot.mouseMove(self.view.viewport(), place)

    def release(self, place: QPoint, keys: Qt.KeyboardModifier = NONE) -> None:
        self.qtbot.mouseRelease(self.view.viewport(), LEFT, keys, place)
