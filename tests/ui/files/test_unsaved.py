"""Motivo asks before unsaved work is lost, even if the work was done while a file was saved."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QApplication,
    QDialogButtonBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QMessageBox,
    QSpinBox,
)
from pytestqt.qtbot import QtBot

from app.application import Application
from app.domain import Melody, Note, Project, Sketch
from app.formats import read_project, write_project
from app.services.settings import LAST_FOLDER

CTRL = Qt.KeyboardModifier.ControlModifier
Answer = QMessageBox.StandardButton

MINE = Sketch(title="Mine", melody=Melody((Note(0, 480, 60), Note(480, 480, 62))))
OTHER = Sketch(title="Other", melody=Melody((Note(0, 960, 67),)))

Way = Callable[[Application, QtBot, Path], None]
"""Something that ends the work on a sketch; the path is that of another one."""


def press(qtbot: QtBot, motivo: Application, key: Qt.Key, held: Qt.KeyboardModifier = CTRL) -> None:
    # A dialog that has only just closed may still have the keys.
    motivo.window.activateWindow()
    qtbot.waitUntil(motivo.window.isActiveWindow)
    qtbot.keyClick(motivo.window.roll, key, held)


def begin_new(motivo: Application, qtbot: QtBot, _other: Path) -> None:
    press(qtbot, motivo, Qt.Key.Key_N)


def open_other(motivo: Application, qtbot: QtBot, other: Path) -> None:
    motivo.settings.set(LAST_FOLDER, str(other.parent))
    press(qtbot, motivo, Qt.Key.Key_O)
    (dialog,) = motivo.window.findChildren(QFileDialog)
    (name,) = dialog.findChildren(QLineEdit, "fileNameEdit")
    name.setText(other.name)
    (buttons,) = dialog.findChildren(QDialogButtonBox)
    qtbot.mouseClick(
        buttons.button(QDialogButtonBox.StandardButton.Open), Qt.MouseButton.LeftButton
    )


def drop_other(motivo: Application, _qtbot: QtBot, other: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(other))])
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    copy = Qt.DropAction.CopyAction
    for event in (
        QDragEnterEvent(QPoint(20, 20), copy, data, left, none),
        QDropEvent(QPointF(20, 20), copy, data, left, none),
    ):
        QApplication.sendEvent(motivo.window, event)


def quit_motivo(motivo: Application, qtbot: QtBot, _other: Path) -> None:
    press(qtbot, motivo, Qt.Key.Key_Q)


def close_window(motivo: Application, _qtbot: QtBot, _other: Path) -> None:
    motivo.window.close()


REPLACING: dict[str, Way] = {"new": begin_new, "open": open_other, "drop": drop_other}
ENDING: dict[str, Way] = {"quit": quit_motivo, "close": close_window}
ONE_OF_EACH: dict[str, Way] = {"new": begin_new, "quit": quit_motivo}


@pytest.fixture
def other(tmp_path: Path) -> Path:
    path = tmp_path / "other.motivo"
    write_project(Project(OTHER), path)
    return path


@pytest.fixture
def mine(focused: Application, tmp_path: Path) -> Path:
    """The file of the sketch that is open, with an edit that is not in it yet."""
    path = tmp_path / "mine.motivo"
    write_project(Project(MINE), path)
    focused.document.open(MINE, path=path)
    transpose(focused)
    return path


def transpose(motivo: Application) -> None:
    """Edit the sketch: every note a semitone higher."""
    motivo.document.select(motivo.document.shown.melody)
    motivo.window.roll.editor.transpose(1)


def pitches(sketch: Sketch) -> list[int]:
    return [note.pitch for note in sketch.melody]


def questions(motivo: Application) -> list[QMessageBox]:
    """Return the visible boxes that ask whether to save unsaved work."""
    boxes = motivo.window.findChildren(QMessageBox)
    return [box for box in boxes if box.isVisible() and box.button(Answer.Discard) is not None]


def answer(motivo: Application, qtbot: QtBot, button: QMessageBox.StandardButton) -> None:
    """Wait for the question about unsaved work, and press one of its buttons."""
    qtbot.waitUntil(lambda: bool(questions(motivo)))
    (box,) = questions(motivo)
    qtbot.mouseClick(box.button(button), Qt.MouseButton.LeftButton)
    assert not questions(motivo)


def is_open(motivo: Application) -> bool:
    return motivo.window.isVisible()


def test_unsaved_work_is_asked_about_and_stays_where_that_is_cancelled(
    mine: Path, focused: Application, qtbot: QtBot, other: Path
) -> None:
    for way in (REPLACING | ENDING).values():
        way(focused, qtbot, other)
        answer(focused, qtbot, Answer.Cancel)
        assert is_open(focused)
        assert pitches(focused.document.sketch) == [61, 63]
        assert (focused.document.path, focused.document.is_modified) == (mine, True)
        assert read_project(mine).sketch == MINE


@pytest.mark.parametrize("way", REPLACING)
def test_another_sketch_comes_once_unsaved_work_is_let_go(
    mine: Path, focused: Application, qtbot: QtBot, other: Path, way: str
) -> None:
    REPLACING[way](focused, qtbot, other)
    answer(focused, qtbot, Answer.Discard)
    wanted = [] if way == "new" else [67]
    qtbot.waitUntil(lambda: pitches(focused.document.sketch) == wanted)
    assert not focused.document.is_modified
    assert read_project(mine).sketch == MINE


def test_window_closes_once_unsaved_work_is_let_go(
    mine: Path, focused: Application, qtbot: QtBot, other: Path
) -> None:
    quit_motivo(focused, qtbot, other)
    answer(focused, qtbot, Answer.Discard)
    assert not is_open(focused)
    assert read_project(mine).sketch == MINE


@pytest.mark.parametrize("way", ONE_OF_EACH)
def test_unsaved_work_is_saved_first_where_that_is_chosen(
    mine: Path, focused: Application, qtbot: QtBot, other: Path, way: str
) -> None:
    ONE_OF_EACH[way](focused, qtbot, other)
    answer(focused, qtbot, Answer.Save)
    if way == "quit":
        qtbot.waitUntil(lambda: not is_open(focused))
    else:
        qtbot.waitUntil(lambda: not pitches(focused.document.sketch))
    assert pitches(read_project(mine).sketch) == [61, 63]


def test_nothing_is_asked_where_nothing_would_be_lost(
    mine: Path, focused: Application, qtbot: QtBot, other: Path
) -> None:
    press(qtbot, focused, Qt.Key.Key_S)
    qtbot.waitUntil(lambda: not focused.document.is_modified)
    for way in (drop_other, begin_new, open_other):
        wanted = [] if way is begin_new else [67]
        way(focused, qtbot, other)
        qtbot.waitUntil(
            lambda wanted=wanted: pitches(focused.document.sketch) == wanted,  # type: ignore[misc]
        )
    quit_motivo(focused, qtbot, other)
    assert not is_open(focused)


def test_edit_made_while_a_file_is_written_is_not_taken_for_saved(
    mine: Path, focused: Application, qtbot: QtBot
) -> None:
    press(qtbot, focused, Qt.Key.Key_S)
    transpose(focused)
    qtbot.waitUntil(lambda: mine.name in status(focused))
    assert pitches(read_project(mine).sketch) == [61, 63]
    assert focused.document.is_modified
    assert focused.window.isWindowModified(), "the title says that there is something to save"
    press(qtbot, focused, Qt.Key.Key_S)
    qtbot.waitUntil(lambda: not focused.document.is_modified)
    assert pitches(read_project(mine).sketch) == [62, 64]


@pytest.mark.parametrize("reply", [Answer.Cancel, Answer.Discard])
def test_edit_made_while_a_file_is_read_is_asked_about(
    focused: Application, qtbot: QtBot, other: Path, reply: Answer
) -> None:
    focused.document.open(MINE)
    focused.files.open(other)
    transpose(focused)
    answer(focused, qtbot, reply)
    if reply is Answer.Cancel:
        assert pitches(focused.document.sketch) == [61, 63]
    else:
        qtbot.waitUntil(lambda: focused.document.sketch.title == OTHER.title)


@pytest.mark.parametrize("way", ONE_OF_EACH)
def test_edit_made_while_work_is_saved_at_the_end_is_asked_about_again(
    mine: Path, focused: Application, qtbot: QtBot, other: Path, way: str
) -> None:
    ONE_OF_EACH[way](focused, qtbot, other)
    answer(focused, qtbot, Answer.Save)
    transpose(focused)
    answer(focused, qtbot, Answer.Cancel)
    assert is_open(focused)
    assert pitches(focused.document.sketch) == [62, 64]
    assert focused.document.is_modified


def test_no_take_comes_into_a_sketch_that_it_was_not_made_from(
    mine: Path, focused: Application, qtbot: QtBot, other: Path
) -> None:
    for name, number in (("barsBox", 32), ("takesBox", 32)):
        box = focused.window.findChild(QSpinBox, name)
        assert box is not None
        box.setValue(number)
    press(qtbot, focused, Qt.Key.Key_G)
    qtbot.waitUntil(lambda: len(focused.document.takes) > 0)
    drop_other(focused, qtbot, other)
    answer(focused, qtbot, Answer.Discard)
    qtbot.waitUntil(lambda: focused.document.sketch == OTHER)
    assert not focused.generation.is_running
    qtbot.waitUntil(lambda: focused.generation.is_idle)
    assert len(focused.document.takes) == 0
    assert not focused.document.is_modified


def status(motivo: Application) -> str:
    label = motivo.window.findChild(QLabel, "statusLabel")
    assert label is not None
    return label.text()
