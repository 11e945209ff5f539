"""The player goes back to earlier states of the sketch, and loses nothing by it."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFileDialog, QMessageBox, QTreeWidget
from pytestqt.qtbot import QtBot

from app.application import Application, create
from app.domain import Melody, Note, Project, Sketch, edits
from app.formats import read_project, write_project

SKETCH = Sketch(title="Lantern Hill", melody=Melody((Note(0, 480, 60),)))


def history(motivo: Application, qtbot: QtBot) -> tuple[QDialog, QTreeWidget]:
    """Open the history by its key."""
    motivo.window.all_actions["history"].trigger()
    qtbot.waitUntil(lambda: bool(motivo.window.findChildren(QDialog, "melodyDialog")))
    (dialog,) = motivo.window.findChildren(QDialog, "melodyDialog")
    (shown,) = dialog.findChildren(QTreeWidget)
    return dialog, shown


def rows(shown: QTreeWidget) -> list[str]:
    model = shown.model()
    return [model.index(row, 0).data().split("\n")[0] for row in range(model.rowCount())]


def save(motivo: Application, qtbot: QtBot, path: Path) -> None:
    motivo.files.save()
    qtbot.waitUntil(lambda: not motivo.document.is_modified)
    assert motivo.document.path == path


def test_what_was_saved_over_comes_back_and_what_it_replaces_as_well(
    motivo: Application, qtbot: QtBot, tmp_path: Path
) -> None:
    path, document = tmp_path / "air.motivo", motivo.document
    document.open(SKETCH, path=path)
    for title in ("First", "Second"):
        document.change_sketch("Title", replace(SKETCH, title=title))
        save(motivo, qtbot, path)
    document.change_sketch("Title", replace(SKETCH, title="Unsaved"))
    dialog, shown = history(motivo, qtbot)
    assert rows(shown) == ["Second", "First"]
    qtbot.keyClick(shown, Qt.Key.Key_Down)
    with qtbot.waitSignal(document.opened):
        qtbot.keyClick(shown, Qt.Key.Key_Return)
    assert document.sketch.title == "First"
    assert (document.path, document.is_modified) == (path, True)
    assert read_project(path).sketch.title == "Second"
    qtbot.waitUntil(lambda: not motivo.window.findChildren(QDialog, "melodyDialog"))
    dialog, shown = history(motivo, qtbot)
    assert rows(shown) == ["Unsaved", "Second", "First"]
    dialog.reject()


def test_sketch_is_kept_before_takes_are_made_and_before_another_is_opened(
    motivo: Application, qtbot: QtBot, tmp_path: Path
) -> None:
    document = motivo.document
    document.edit("Draw", edits.add(Melody(), [Note(0, 480, 60)]))
    with qtbot.waitSignal(motivo.generation.ended):
        motivo.window.all_actions["generate"].trigger()
    document.edit("Draw", edits.add(document.sketch.melody, [Note(480, 480, 62)]))
    document.mark_saved(tmp_path / "air.motivo", document.project)
    document.change_sketch("Title", replace(document.sketch, title="Air"))
    motivo.files.new()
    with qtbot.waitSignal(document.opened):
        motivo.window.findChildren(QMessageBox)[0].button(
            QMessageBox.StandardButton.Discard
        ).click()
    motivo.document.open(Sketch(), path=tmp_path / "air.motivo")
    _dialog, shown = history(motivo, qtbot)
    assert rows(shown) == ["Air", "New sketch"]
    told = [shown.model().index(row, 0).data() for row in range(2)]
    assert told[0].endswith("8 takes, before another took its place")
    assert told[1].endswith("0 takes, before takes were made")
    with qtbot.waitSignal(document.opened):
        qtbot.keyClick(shown, Qt.Key.Key_Return)
    assert len(document.sketch.melody) == 2
    assert len(document.takes) == 8


def test_file_of_another_sketch_that_is_overwritten_is_in_the_history(
    motivo: Application, qtbot: QtBot, tmp_path: Path
) -> None:
    path, document = tmp_path / "theirs.motivo", motivo.document
    write_project(Project(replace(SKETCH, title="Theirs")), path)
    document.open(replace(SKETCH, title="Mine"))
    motivo.files.save_as()
    motivo.window.findChildren(QFileDialog)[0].fileSelected.emit(str(path))
    qtbot.waitUntil(lambda: document.path == path)
    dialog, shown = history(motivo, qtbot)
    assert rows(shown) == ["Mine", "Theirs"]
    dialog.reject()


def test_history_of_a_new_sketch_is_told_to_be_empty(motivo: Application, qtbot: QtBot) -> None:
    with qtbot.waitSignal(motivo.messages.shown) as shown:
        motivo.window.all_actions["history"].trigger()
    assert "no history yet" in shown.args[0]


def test_changes_that_are_let_go_at_the_end_are_in_the_history_of_their_file(
    motivo: Application, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "air.motivo"
    write_project(Project(SKETCH), path)
    motivo.document.open(SKETCH, path=path)
    motivo.document.change_sketch("Title", replace(SKETCH, title="Let go"))
    motivo.window.close()
    motivo.window.findChildren(QMessageBox)[0].button(QMessageBox.StandardButton.Discard).click()
    motivo.close()
    with closing(create(["motivo"])) as again:
        again.document.open(SKETCH, path=path)
        dialog, shown = history(again, qtbot)
        assert rows(shown) == ["Let go"]
        dialog.reject()
