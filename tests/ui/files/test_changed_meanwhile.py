"""What another program wrote to the open file is not overwritten unasked."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialogButtonBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QMessageBox,
    QPushButton,
)
from pytestqt.qtbot import QtBot

from app.application import Application
from app.domain import Melody, Note, Project, Sketch
from app.formats import read_project, write_project

MINE = Sketch(title="Mine", melody=Melody((Note(0, 480, 60), Note(480, 480, 62))))
THEIRS = Sketch(title="Theirs", melody=Melody((Note(0, 960, 67),)))
EDITED = [61, 63]
PLAIN = Qt.TextFormat.PlainText


def pitches(sketch: Sketch) -> list[int]:
    return [note.pitch for note in sketch.melody]


@pytest.fixture
def file(motivo: Application, qtbot: QtBot, tmp_path: Path) -> Path:
    """The file that is open, with an edit that is not in it yet."""
    path = tmp_path / "mine.motivo"
    write_project(Project(MINE), path)
    motivo.files.open(path)
    qtbot.waitUntil(lambda: motivo.document.path == path)
    transpose(motivo)
    return path


@pytest.fixture
def changed(file: Path) -> Path:
    """The same file, to which another program has written."""
    write_project(Project(THEIRS), file)
    return file


def transpose(motivo: Application) -> None:
    motivo.document.select(motivo.document.shown.melody)
    motivo.window.roll.editor.transpose(1)


def box(motivo: Application) -> QMessageBox | None:
    found = motivo.window.findChildren(QMessageBox, "changedBox")
    return next((each for each in found if each.isVisible()), None)


def save(motivo: Application, qtbot: QtBot) -> None:
    """Save, and wait until that is done or asked about."""
    motivo.window.all_actions["save"].trigger()
    qtbot.waitUntil(lambda: box(motivo) is not None or not motivo.document.is_modified)


def answer(motivo: Application, qtbot: QtBot, text: str) -> None:
    qtbot.waitUntil(lambda: box(motivo) is not None)
    asked = box(motivo)
    assert asked is not None
    buttons = {b.text().replace("&", ""): b for b in asked.findChildren(QPushButton)}
    qtbot.mouseClick(buttons[text], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: box(motivo) is None)


def test_question_names_the_file_and_nothing_is_written_before_the_answer(
    motivo: Application, changed: Path, qtbot: QtBot
) -> None:
    save(motivo, qtbot)
    asked = box(motivo)
    assert asked is not None
    assert asked.text() == "Another program has changed mine.motivo."
    assert "mine (2).motivo" in asked.informativeText()
    assert {label.textFormat() for label in asked.findChildren(QLabel)} == {PLAIN}
    texts = [b.text() for b in asked.findChildren(QPushButton)]
    letters = [text[text.index("&") + 1].lower() for text in texts if "&" in text]
    assert len(letters) == len(set(letters))
    answer(motivo, qtbot, "Cancel")
    assert read_project(changed).sketch == THEIRS
    assert motivo.document.is_modified
    assert pitches(motivo.document.sketch) == EDITED


def test_overwriting_is_done_when_told(motivo: Application, changed: Path, qtbot: QtBot) -> None:
    save(motivo, qtbot)
    answer(motivo, qtbot, "Overwrite")
    qtbot.waitUntil(lambda: not motivo.document.is_modified)
    assert pitches(read_project(changed).sketch) == EDITED
    transpose(motivo)
    save(motivo, qtbot)
    assert box(motivo) is None, "what Motivo itself wrote is no change"


def test_both_are_there_after_saving_beside(
    motivo: Application, changed: Path, qtbot: QtBot
) -> None:
    save(motivo, qtbot)
    answer(motivo, qtbot, "Save beside…")
    (dialog,) = motivo.window.findChildren(QFileDialog)
    name = dialog.findChild(QLineEdit, "fileNameEdit")
    assert name is not None
    assert Path(name.text()).name == "mine (2).motivo"
    (buttons,) = dialog.findChildren(QDialogButtonBox)
    qtbot.mouseClick(
        buttons.button(QDialogButtonBox.StandardButton.Save), Qt.MouseButton.LeftButton
    )
    other = changed.with_name("mine (2).motivo")
    qtbot.waitUntil(lambda: motivo.document.path == other)
    assert pitches(read_project(other).sketch) == EDITED
    assert read_project(changed).sketch == THEIRS


def test_theirs_can_be_looked_at_without_losing_ones_own(
    motivo: Application, changed: Path, qtbot: QtBot
) -> None:
    save(motivo, qtbot)
    answer(motivo, qtbot, "Look at theirs")
    qtbot.waitUntil(lambda: motivo.document.sketch == THEIRS)
    assert (motivo.document.path, motivo.document.is_modified) == (changed, False)
    assert pitches(read_project(changed.with_name("mine (2).motivo")).sketch) == EDITED


@pytest.mark.skipif(sys.platform == "win32", reason="Windows lets only some users make links")
def test_file_behind_a_link_is_saved_to_again_and_again(
    motivo: Application, qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "real").mkdir()
    real, link = tmp_path / "real" / "air.motivo", tmp_path / "link.motivo"
    write_project(Project(MINE), real)
    real.chmod(0o600)
    link.symlink_to(real)
    motivo.files.open(link)
    qtbot.waitUntil(lambda: motivo.document.path == link)
    for wanted in (EDITED, [62, 64]):
        transpose(motivo)
        save(motivo, qtbot)
        assert box(motivo) is None
        assert pitches(read_project(real).sketch) == wanted
    assert link.is_symlink()
    assert real.stat().st_mode & 0o777 == 0o600
    write_project(Project(THEIRS), real)
    transpose(motivo)
    save(motivo, qtbot)
    answer(motivo, qtbot, "Cancel")
    assert read_project(real).sketch == THEIRS


def touch(path: Path) -> None:
    os.utime(path, ns=(0, 0))


def rewrite(path: Path) -> None:
    path.write_bytes(path.read_bytes())


def remove(path: Path) -> None:
    path.unlink()


@pytest.mark.parametrize("does", [touch, rewrite, remove])
def test_nothing_is_asked_where_nothing_could_be_lost(
    motivo: Application, file: Path, qtbot: QtBot, does: Callable[[Path], None]
) -> None:
    does(file)
    save(motivo, qtbot)
    assert box(motivo) is None
    assert pitches(read_project(file).sketch) == EDITED


def test_change_is_asked_about_on_the_way_out_too(
    motivo: Application, changed: Path, qtbot: QtBot
) -> None:
    motivo.window.close()
    (question,) = motivo.window.findChildren(QMessageBox)
    question.button(QMessageBox.StandardButton.Save).click()
    answer(motivo, qtbot, "Cancel")
    assert motivo.window.isVisible()
    assert read_project(changed).sketch == THEIRS
    motivo.window.close()
    questions = [box for box in motivo.window.findChildren(QMessageBox) if box.isVisible()]
    questions[0].button(QMessageBox.StandardButton.Save).click()
    answer(motivo, qtbot, "Overwrite")
    qtbot.waitUntil(lambda: not motivo.window.isVisible())
    assert pitches(read_project(changed).sketch) == EDITED
