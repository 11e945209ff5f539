"""Roll and score as a screen reader sees them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from app.application import Application
from app.domain import Key, Melody, Note, Sketch
from app.ui.score_view.pane import ScorePane

SKETCH = Sketch(
    melody=Melody((Note(0, 480, 62), Note(480, 240, 66), Note(2880, 240, 69))),
    key=Key.parse("D major"),
)


@pytest.fixture
def sketched(focused: Application) -> Application:
    focused.document.open(SKETCH)
    return focused


def children(interface: QAccessibleInterface) -> Iterator[QAccessibleInterface]:
    for index in range(interface.childCount()):
        child = interface.child(index)
        if child is not None:
            yield child


def name_of(interface: QAccessibleInterface) -> str:
    return interface.text(QAccessible.Text.Name)


def found_in_window(motivo: Application, name: str) -> QAccessibleInterface | None:
    """Look through the tree from the window down, as a screen reader does."""
    waiting = [QAccessible.queryAccessibleInterface(motivo.window)]
    while waiting:
        interface = waiting.pop()
        if name_of(interface) == name:
            return interface
        waiting += children(interface)
    return None


def roll_of(motivo: Application) -> QAccessibleInterface:
    interface = found_in_window(motivo, "Piano roll")
    assert interface is not None
    return interface


def test_the_roll_is_a_list_of_notes_in_words(sketched: Application) -> None:
    roll = roll_of(sketched)

    assert roll.role() == QAccessible.Role.List
    assert [name_of(note) for note in children(roll)] == [
        "D 4, bar 1 beat 1, quarter note",
        "F sharp 4, bar 1 beat 2, eighth note",
        "A 4, bar 2 beat 3, eighth note",
    ]


def test_notes_follow_the_edits(sketched: Application) -> None:
    roll, document = roll_of(sketched), sketched.document
    last = roll.child(2)
    document.select([document.shown.melody.notes[1]])
    sketched.window.roll.editor.transpose(1)
    assert name_of(roll.child(1)).startswith("G 4")
    sketched.window.roll.editor.delete()
    assert roll.childCount() == 2
    assert not last.isValid()
    assert name_of(last) == ""


def test_a_note_tells_where_it_is_and_whether_it_is_selected(sketched: Application) -> None:
    roll, view = roll_of(sketched), sketched.window.roll
    note = sketched.document.shown.melody.notes[1]
    sketched.document.select([note])
    item = roll.child(1)
    middle = view.viewport().mapToGlobal(view.point_at(note.onset_ticks + 120, note.pitch))

    assert item.rect().contains(middle)
    assert roll.childAt(middle.x(), middle.y()) is item
    assert roll.indexOfChild(item) == 1
    assert roll.focusChild() is item
    assert item.state().selected
    assert item.state().focused
    assert not roll.child(0).state().selected


def test_tab_walks_the_notes_and_out_of_the_roll(sketched: Application, qtbot: QtBot) -> None:
    view, document = sketched.window.roll, sketched.document
    heard: list[int] = []
    view.note_auditioned.connect(lambda pitch, _velocity: heard.append(pitch))

    def selected() -> list[int]:
        return [note.pitch for note in document.selection]

    for pitch in (62, 66, 69):
        qtbot.keyClick(view, Qt.Key.Key_Tab)
        assert selected() == [pitch]
        assert name_of(roll_of(sketched).focusChild()).split()[0] in "DFA"
    assert heard == [62, 66, 69]
    qtbot.keyClick(view, Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert selected() == [66]
    qtbot.keyClick(view, Qt.Key.Key_Tab)
    qtbot.keyClick(view, Qt.Key.Key_Tab)
    assert selected() == [69]
    assert not view.hasFocus()


def test_walking_scrolls_to_the_note(sketched: Application, qtbot: QtBot) -> None:
    view, document = sketched.window.roll, sketched.document
    view.zoom(6.0)
    view.horizontalScrollBar().setValue(0)
    document.select([document.shown.melody.notes[1]])
    qtbot.keyClick(view, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    note = document.shown.melody.notes[2]
    assert view.viewport().rect().contains(view.point_at(note.onset_ticks + 60, note.pitch))


def test_the_score_is_a_list_of_the_same_notes(sketched: Application, qtbot: QtBot) -> None:
    score, view = found_in_window(sketched, "Score"), sketched.window.score_view
    assert score is not None
    assert score.role() == QAccessible.Role.List
    assert [name_of(note) for note in children(score)] == [
        "D 4, bar 1 beat 1, quarter note",
        "F sharp 4, bar 1 beat 2, eighth note",
        "A 4, bar 2 beat 3, eighth note",
    ]
    view.setFocus()
    qtbot.waitUntil(view.hasFocus)
    qtbot.keyClick(view, Qt.Key.Key_Right)
    qtbot.keyClick(view, Qt.Key.Key_Right)
    assert score.focusChild() is score.child(1)
    assert score.child(1).state().focused
    qtbot.keyClick(view, Qt.Key.Key_J)
    assert name_of(score.child(1)) == "G flat 4, bar 1 beat 2, eighth note"
    qtbot.waitUntil(lambda: not score.child(1).rect().isEmpty())
    middle = score.child(1).rect().center()
    assert score.childAt(middle.x(), middle.y()) is score.child(1)
    assert view.rect().contains(view.mapFromGlobal(middle))


def test_the_caret_is_told_in_words(sketched: Application, qtbot: QtBot) -> None:
    view = sketched.window.score_view
    view.setFocus()
    qtbot.waitUntil(view.hasFocus)
    pane = sketched.window.findChild(ScorePane)
    assert pane is not None
    note = pane.findChild(QLabel, "paneNote")
    assert note is not None
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_N, Qt.Key.Key_4):
        qtbot.keyClick(view, key)
    assert note.text() == "bar 1 beat 2, eighth note"
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert note.text() == "2 bars, one voice"
