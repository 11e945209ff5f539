"""Takes with a star become files."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from app.application import Application
from app.domain import Sketch, Take
from app.formats import read_sketch
from app.ui.files import cleaned_name
from app.ui.files.take_names import file_names
from tests.ui.takes.conftest import continued


def named(title: str, number: int, name: str = "") -> Take:
    take = continued([62], number)
    return replace(take, number=number, name=name, sketch=replace(take.sketch, title=title))


def test_names_are_readable_and_fit_for_every_file_system() -> None:
    takes = [
        named("Air", 3),
        named("Air", 4, "Up the hill"),
        named("", 5),
        named('A/C: "one"?', 6, "..\\x\n"),
        named("air", 3),
    ]
    assert file_names(takes) == [
        "Air - take 3.mid",
        "Air - take 4 - Up the hill.mid",
        "Sketch - take 5.mid",
        "A C one - take 6 - x.mid",
        "air - take 3 (2).mid",
    ]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("../../etc/passwd", "etc passwd"),
        ("/etc/passwd", "etc passwd"),
        ("C:\\Windows\\x", "C Windows x"),
        (".hidden", "hidden"),
        ("-rf", "rf"),
        ("CON", "_CON"),
        ("nul.txt", "_nul.txt"),
        ("Com1 .x", "_Com1 .x"),
        ("lpt³", "_lpt³"),
        ("Console", "Console"),
        ("a\x00\x1b[31m\x9bb\u2028c", "a [31m b c"),
        ("air\u202edim.exe", "air dim.exe"),
        ("half \ud83d a letter", "half a letter"),
        ("x" * 300, "x" * 80),
        ("夜" * 300, "夜" * 33),
        ("../..", ""),
        ("{0}%s$HOME`id`", "{0}%s$HOME`id`"),
    ],
)
def test_any_text_becomes_a_name_that_is_only_a_name(text: str, name: str) -> None:
    assert cleaned_name(text) == name


def test_longest_names_can_be_written(tmp_path: Path) -> None:
    takes = [named("夜" * 300, 10**9, "🎵" * 300) for _ in range(3)]
    for name in file_names(takes):
        (tmp_path / name).write_bytes(b"")
    assert len(list(tmp_path.glob("夜*.mid"))) == 3


def test_starred_takes_go_to_a_folder_and_replace_only_when_told(
    taken: Application, qtbot: QtBot, tmp_path: Path
) -> None:
    document = taken.document
    for take in document.takes.takes[1:3]:
        document.star(take.id, starred=True)
    document.rename(document.takes[2].id, "Up")
    paths = [tmp_path / "Motif - take 2.mid", tmp_path / "Motif - take 3 - Up.mid"]
    paths[1].write_bytes(b"mine")
    taken.files.export_starred(tmp_path)
    answer(taken, qtbot, "replaceBox", "Cancel")
    assert sorted(tmp_path.glob("*.mid")) == paths[1:]
    taken.files.export_starred(tmp_path)
    answer(taken, qtbot, "replaceBox", "Replace")
    qtbot.waitUntil(lambda: paths[0].exists() and paths[1].read_bytes() != b"mine")
    read = [pitches(read_sketch(path)) for path in paths]
    assert read == [pitches(take.sketch) for take in document.takes.takes[1:3]]


def test_bin_is_emptied_when_told_and_that_can_be_undone(taken: Application, qtbot: QtBot) -> None:
    document = taken.document
    document.reject(document.takes[0].id)
    taken.window.all_actions["empty_bin"].trigger()
    answer(taken, qtbot, "emptyBinBox", "Cancel")
    assert len(document.bin) == 1
    taken.window.all_actions["empty_bin"].trigger()
    answer(taken, qtbot, "emptyBinBox", "Empty the bin")
    assert len(document.bin) == 0
    document.undo_stack.undo()
    assert len(document.bin) == 1


def answer(motivo: Application, qtbot: QtBot, name: str, text: str) -> None:
    box = motivo.window.findChild(QMessageBox, name)
    assert box is not None
    buttons = {b.text().replace("&", ""): b for b in box.findChildren(QPushButton)}
    qtbot.mouseClick(buttons[text], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: motivo.window.findChild(QMessageBox, name) is None)


def pitches(sketch: Sketch) -> list[int]:
    return [note.pitch for note in sketch.melody]
