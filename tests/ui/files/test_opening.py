"""Which files the window accepts."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QFileDialog,
    QLabel,
    QLineEdit,
    QMessageBox,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.application import Application
from app.domain.file_formats import FORMATS, NATIVE
from app.formats import write_sketch
from tests.notation.tunes import quarters

AIR = quarters(60, 62, 64, 65)


def drop(motivo: Application, path: Path) -> None:
    files = QMimeData()
    files.setUrls([QUrl.fromLocalFile(str(path))])
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    none = Qt.KeyboardModifier.NoModifier
    entered = QDragEnterEvent(QPoint(9, 9), copy, files, left, none)
    QApplication.sendEvent(motivo.window, entered)
    assert entered.isAccepted()
    QApplication.sendEvent(motivo.window, QDropEvent(QPointF(9, 9), copy, files, left, none))


def file_dialog(motivo: Application, action: str) -> QFileDialog:
    motivo.window.all_actions[action].trigger()
    dialog = motivo.window.findChild(QFileDialog)
    assert isinstance(dialog, QFileDialog)
    return dialog


def test_open_shows_every_kind_of_file_that_is_read(motivo: Application) -> None:
    dialog = file_dialog(motivo, "open")
    shown = dialog.nameFilters()[0]
    for kind in FORMATS:
        for suffix in kind.suffixes:
            assert (f"*{suffix} " in shown.replace(")", " ")) == kind.is_read
    dialog.reject()


def test_save_gives_the_ending_of_motivo(motivo: Application) -> None:
    dialog = file_dialog(motivo, "save_as")
    assert (dialog.nameFilters(), dialog.defaultSuffix()) == (["Motivo (*.motivo)"], "motivo")
    dialog.reject()


def test_file_that_is_dropped_is_opened(motivo: Application, qtbot: QtBot, tmp_path: Path) -> None:
    for kind in (kind for kind in FORMATS if kind.is_read):
        path = tmp_path / f"air{kind.suffix}"
        write_sketch(AIR, path)
        motivo.document.undo_stack.setClean()
        with qtbot.waitSignal(motivo.document.opened):
            drop(motivo, path)
        assert len(motivo.document.sketch.melody) == 4
        assert motivo.document.path == (path if kind is NATIVE else None)


def test_file_that_can_not_be_read_is_refused_before_anything_is_asked(
    motivo: Application, qtbot: QtBot, tmp_path: Path
) -> None:
    motivo.document.change_sketch("Change", AIR)
    assert motivo.document.is_modified
    path = tmp_path / "letter.doc"
    path.write_bytes(b"Dear Clara")
    drop(motivo, path)
    (box,) = motivo.window.findChildren(QMessageBox)
    assert box.text().startswith(
        "Motivo can't read a file called letter.doc; choose one that ends in .motivo"
    )
    box.close()
    qtbot.waitUntil(lambda: not motivo.window.findChildren(QMessageBox))
    assert motivo.document.sketch == AIR


def large_score(bars: int) -> str:
    """Return a MusicXML document of sixteenths."""
    note = "<note><pitch><step>{}</step><octave>4</octave></pitch><duration>1</duration></note>"
    bar = "".join(note.format(letter) for letter in "CDEFGABCDEFGABCD")
    head = "<attributes><divisions>4</divisions></attributes>"
    rest = "".join(f'<measure number="{number}">{bar}</measure>' for number in range(2, bars + 1))
    return (
        '<score-partwise><part-list><score-part id="P1"><part-name>Long</part-name></score-part>'
        f'</part-list><part id="P1"><measure number="1">{head}{bar}</measure>{rest}</part>'
        "</score-partwise>"
    )


def test_large_file_shows_that_it_is_being_opened_and_can_be_cancelled(
    motivo: Application, qtbot: QtBot, tmp_path: Path
) -> None:
    small, large = tmp_path / "air.mid", tmp_path / "long.musicxml"
    write_sketch(AIR, small)
    large.write_text(large_score(9_000))
    area = motivo.window.status_area
    cancel, label, told = (
        part
        for name in ("cancelButton", "workLabel", "statusLabel")
        if (part := area.findChild(QWidget, name))
    )
    assert isinstance(label, QLabel)
    assert isinstance(told, QLabel)
    motivo.files.open(large)
    qtbot.waitUntil(cancel.isVisible)
    assert (label.isVisible(), label.text()) == (True, "Opening long.musicxml")
    qtbot.mouseClick(cancel, Qt.MouseButton.LeftButton)
    assert not cancel.isVisible(), "it ends at once"
    assert told.text() == "long.musicxml was not opened, because you cancelled it."
    assert not motivo.document.sketch.melody
    with qtbot.waitSignal(motivo.document.opened):
        motivo.files.open(small)
    assert motivo.document.sketch.melody == AIR.melody


def test_staff_of_a_long_score_does_not_keep_the_next_one_waiting(
    motivo: Application, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.ui.score_view.engraving_requests.LONG_MS", 0)
    long, short = tmp_path / "long.musicxml", tmp_path / "air.mid"
    long.write_text(large_score(1_500))
    write_sketch(AIR, short)
    # The worker is free, so that it begins with the long score at once.
    qtbot.waitUntil(lambda: motivo.window.score_view.drawing is not None)
    with qtbot.waitSignal(motivo.document.opened):
        motivo.files.open(long)
    shown: list[int] = []
    motivo.engraving.engraved.connect(lambda _drawing, sketch: shown.append(sketch.bars))
    with qtbot.waitSignal(motivo.document.opened):
        motivo.files.open(short)
    qtbot.waitUntil(lambda: bool(shown))
    assert shown[0] == 1, "the long score comes no more"


ODD_TITLE = "A/B: <b>Air</b>"


def test_title_that_is_no_file_name_is_made_one(motivo: Application) -> None:
    motivo.document.open(replace(AIR, title=ODD_TITLE))
    dialog = file_dialog(motivo, "save_as")
    name = dialog.findChild(QLineEdit, "fileNameEdit")
    assert name is not None
    assert name.text() == "A B b Air b.motivo"
    dialog.reject()


def test_names_are_shown_as_they_are_and_not_as_markup(motivo: Application, tmp_path: Path) -> None:
    motivo.files.open(tmp_path / "<b>letter.doc")
    (box,) = motivo.window.findChildren(QMessageBox)
    assert "<b>letter.doc" in box.text()
    formats = {label.textFormat() for label in box.findChildren(QLabel)}
    assert formats == {Qt.TextFormat.PlainText}
    box.close()


def part_dialog(motivo: Application) -> tuple[QDialog, QTreeWidget]:
    """Ask for another part of the file; return the dialog and its list."""
    motivo.window.all_actions["choose_part"].trigger()
    dialog = motivo.window.findChild(QDialog, "melodyDialog")
    assert isinstance(dialog, QDialog)
    shown = dialog.findChild(QTreeWidget, "melodyList")
    assert shown is not None
    return dialog, shown


def items(shown: QTreeWidget) -> list[QTreeWidgetItem]:
    root = shown.invisibleRootItem()
    rows = (root.child(row) for row in range(root.childCount()))
    return [item for item in rows if item is not None]


TWO_VOICES = """X:1
T:Duet
L:1/4
M:4/4
K:C
V:1 name=High
ceg2|[ce]4|
V:2 name=Low
C,4|G,4|
"""


def test_parts_are_shown_with_pictures_of_their_notes(
    motivo: Application, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "duet.abc"
    path.write_text(TWO_VOICES, encoding="utf-8")
    with qtbot.waitSignal(motivo.document.opened):
        motivo.files.open(path)
    dialog, shown = part_dialog(motivo)
    assert [item.text(0) for item in items(shown)] == ["High (5 notes)", "Low (2 notes)"]
    assert shown.currentItem() is items(shown)[0]
    pictures = [item.icon(0).pixmap(shown.iconSize()).toImage() for item in items(shown)]
    ink = motivo.theme.color("note.player").rgb()
    filled = [
        {x for x in range(p.width()) for y in range(p.height()) if p.pixel(x, y) == ink}
        for p in pictures
    ]
    assert all(len(columns) > 100 for columns in filled), "two bars fill the picture"
    assert pictures[0] != pictures[1]
    qtbot.keyClick(shown, Qt.Key.Key_Down)
    with qtbot.waitSignal(motivo.document.opened):
        qtbot.keyClick(shown, Qt.Key.Key_Return)
    assert [note.pitch for note in motivo.document.sketch.melody] == [48, 55]
    dialog, shown = part_dialog(motivo)
    assert shown.currentItem() is items(shown)[1]
    dialog.reject()


def test_parts_of_one_name_can_be_told_apart_and_chosen(
    motivo: Application, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "twins.abc"
    path.write_text(
        "X:1\nT:Air\nL:1/4\nK:C\nCDEF|]\n\nX:2\nT:Air\nL:1/4\nK:C\nGABc|]\n", encoding="utf-8"
    )
    with qtbot.waitSignal(motivo.document.opened):
        motivo.files.open(path)
    dialog, shown = part_dialog(motivo)
    assert [item.text(0) for item in items(shown)] == ["Air (4 notes)", "Air (4 notes) – 2"]
    shown.setCurrentItem(items(shown)[1])
    with qtbot.waitSignal(motivo.document.opened):
        dialog.accept()
    assert [note.pitch for note in motivo.document.sketch.melody] == [67, 69, 71, 72]


def test_score_with_repeats_can_be_read_as_it_is_written(
    motivo: Application, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "turn.abc"
    path.write_text("X:1\nT:Turn\nM:4/4\nL:1/4\nK:C\n|:CDEF:|G4|]\n", encoding="utf-8")
    action = motivo.window.all_actions["as_written"]
    assert not action.isEnabled()
    with qtbot.waitSignal(motivo.document.opened):
        motivo.files.open(path)
    assert (len(motivo.document.sketch.melody), action.isEnabled()) == (9, True)
    assert not action.isChecked()
    for notes, is_checked in ((5, True), (9, False)):
        with qtbot.waitSignal(motivo.document.opened):
            action.trigger()
        assert len(motivo.document.sketch.melody) == notes
        assert action.isChecked() == is_checked
    motivo.document.change_sketch("Change", AIR)
    action.trigger()
    (box,) = motivo.window.findChildren(QMessageBox)
    box.button(QMessageBox.StandardButton.Cancel).click()
    assert motivo.document.sketch == AIR
    assert not action.isChecked(), "nothing was read otherwise"
