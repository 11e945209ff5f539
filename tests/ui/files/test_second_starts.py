"""Motivo is started once more while a window is open, in processes of their own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QMessageBox
from pytestqt.qtbot import QtBot

from app.application import Application
from app.bench.patience import PATIENCE_SECONDS
from app.domain import Melody, Note, Project, Sketch, edits
from app.formats import write_project, write_sketch
from app.services import open_windows
from app.ui.files.recent_files import RecentFile
from app.ui.frame import new_window

STARTED = """
import sys
from app import __main__
from app.services import open_windows

start_window = open_windows.start_window

def tell(path):
    process = start_window(path)
    print("window", process.pid)
    process.returncode = 0  # it stays, and nobody waits for it
    return process

open_windows.start_window = tell
sys.exit(__main__.main(sys.argv[1:]))
"""

AIR = Sketch(title="Air", melody=Melody((Note(0, 480, 60), Note(480, 480, 62))))

Start = Callable[..., tuple[int, list[int]]]


@pytest.fixture
def air(tmp_path: Path) -> Path:
    path = tmp_path / "air.motivo"
    write_project(Project(AIR), path)
    return path


@pytest.fixture
def start(motivo: Application, qtbot: QtBot, tmp_path: Path) -> Iterator[Start]:
    """Start `motivo` in the folder of files; returns its status, and the processes of windows.

    The processes end with the test.
    """
    qtbot.waitUntil(lambda: len(entries(tmp_path)) == 1)
    windows: list[int] = []

    def start(*arguments: str) -> tuple[int, list[int]]:
        with subprocess.Popen(
            [sys.executable, "-P", "-c", STARTED, *arguments],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])},
            stdout=subprocess.PIPE,
        ) as process:
            qtbot.waitUntil(lambda: process.poll() is not None)
            assert process.stdout is not None
            lines = process.stdout.read().decode().splitlines()
            new = [int(line.split()[1]) for line in lines if line.startswith("window ")]
            windows.extend(new)
            return process.returncode, new

    yield start
    for window in windows:
        os.kill(window, signal.SIGTERM)
    qtbot.waitUntil(lambda: len(entries(tmp_path)) == 1 or sys.platform == "win32")


def entries(tmp_path: Path) -> list[Path]:
    return list((tmp_path / "motivo-home" / "data" / "windows").glob("*.json"))


def is_listed(motivo: Application, path: Path) -> bool:
    """Tell whether a window has told the others that it opened a file."""
    listed: list[tuple[RecentFile, ...]] = []
    motivo.recent.listed.connect(listed.append)
    motivo.recent.tell()
    motivo.recent.listed.disconnect(listed.append)
    return path in [file.path for file in listed[0]]


def test_empty_window_opens_the_file_itself(
    motivo: Application, start: Start, qtbot: QtBot, air: Path
) -> None:
    assert start(air.name) == (0, [])
    qtbot.waitUntil(lambda: motivo.document.path == air)
    assert motivo.document.sketch == AIR


def test_file_that_is_open_is_shown_and_not_opened_twice(
    motivo: Application, start: Start, qtbot: QtBot, air: Path
) -> None:
    motivo.document.open(AIR, path=air)
    motivo.document.edit("Draw", edits.transpose(AIR.melody, frozenset(AIR.melody), 1))
    motivo.window.showMinimized()
    (air.parent / "folder").mkdir()
    assert start(f"folder/../{air.name}") == (0, [])
    assert not motivo.window.isMinimized()
    assert motivo.document.is_modified


def test_file_that_another_window_has_is_shown_there_and_not_opened_twice(
    motivo: Application, start: Start, qtbot: QtBot, air: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(open_windows, "GLANCE_SECONDS", PATIENCE_SECONDS)
    other = Sketch(title="Other", melody=AIR.melody)
    motivo.document.open(other)
    start(air.name)
    qtbot.waitUntil(lambda: is_listed(motivo, air))
    told: list[str] = []
    motivo.messages.shown.connect(lambda text, _level: told.append(text))
    motivo.files.open(air)
    assert told == ["air.motivo is open in another window, which is in front now."]
    assert motivo.document.sketch == other


def test_another_window_opens_the_file_where_there_is_work(
    motivo: Application, start: Start, qtbot: QtBot, air: Path, tmp_path: Path
) -> None:
    tune = tmp_path / "tune.mid"
    write_sketch(AIR, tune)
    (tmp_path / "app.py").write_text("raise SystemExit('not Motivo')", encoding="utf-8")
    motivo.document.open(AIR, path=air)
    status, (_window,) = start(tune.name)
    assert status == 0
    qtbot.waitUntil(lambda: is_listed(motivo, tune))
    assert motivo.document.path == air


def test_without_a_file_an_empty_window_comes(
    motivo: Application, start: Start, qtbot: QtBot, tmp_path: Path
) -> None:
    status, (_window,) = start()
    assert status == 0
    qtbot.waitUntil(lambda: len(entries(tmp_path)) == 2)


def test_missing_file_is_told_by_the_window(
    motivo: Application, start: Start, qtbot: QtBot
) -> None:
    assert start("missing.motivo") == (0, [])
    qtbot.waitUntil(lambda: motivo.window.findChild(QMessageBox, "failureBox") is not None)
    box = motivo.window.findChild(QMessageBox, "failureBox")
    assert box is not None
    assert "missing.motivo" in box.text()
    box.accept()


def test_commands_and_mistakes_meet_nobody(motivo: Application, start: Start, air: Path) -> None:
    assert start("info", air.name) == (0, [])
    assert start("exten") == (2, [])
    assert start("--new-window", "exten") == (2, [])
    assert start("--new-window", "--help") == (0, [])
    assert motivo.document.path is None


def test_window_with_something_in_it_takes_no_file(
    motivo: Application, start: Start, qtbot: QtBot, air: Path
) -> None:
    asked = open_windows.Asked(open_windows.Question.TAKE, air)
    document = motivo.document

    document.edit("Draw", edits.add(Melody(), [Note(0, 480, 60)]))
    assert not motivo.second_starts.answer(asked)
    document.undo_stack.undo()
    assert not document.is_modified
    assert not motivo.second_starts.answer(asked), "what was undone would be lost"

    document.open(Sketch())
    motivo.playing_in.recording_changed.emit(True)
    assert not motivo.second_starts.answer(asked), "what is being played would be lost"
    motivo.playing_in.recording_changed.emit(False)

    dialog = QDialog(motivo.window)
    dialog.setModal(True)
    dialog.show()
    assert not motivo.second_starts.answer(asked), "the dialog may be about what was left behind"
    dialog.close()

    assert motivo.second_starts.answer(asked)
    assert not motivo.second_starts.answer(asked), "one is being opened"
    qtbot.waitUntil(lambda: document.path == air)


def test_new_window_comes_from_the_menu_and_stays(
    focused: Application, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[subprocess.Popen[bytes]] = []

    def start_window() -> subprocess.Popen[bytes]:
        started.append(open_windows.start_window())
        return started[-1]

    monkeypatch.setattr(new_window, "start_window", start_window)
    ctrl_shift = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(focused.window.roll, Qt.Key.Key_N, ctrl_shift)
    qtbot.waitUntil(lambda: len(entries(tmp_path)) == 2)
    focused.window.close()
    focused.close()
    (process,) = started
    assert process.poll() is None
    if sys.platform != "win32":
        assert os.getsid(process.pid) != os.getsid(0), "Ctrl+C in the terminal would end it, too"
    assert len(entries(tmp_path)) == 1
    process.terminate()
    qtbot.waitUntil(lambda: process.poll() is not None)


def test_window_that_the_system_refuses_is_told(
    motivo: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    def start_window() -> None:
        raise OSError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(new_window, "start_window", start_window)
    told: list[str] = []
    motivo.messages.shown.connect(lambda text, _level: told.append(text))
    motivo.window.all_actions["new_window"].trigger()
    assert told == ["There can't be another window now: Resource temporarily unavailable."]
