"""Motivos that are started later find this one, and hand over what they were started with."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.services import open_windows
from app.services.folders import data_dir
from app.services.open_windows import Asked, Entry, Question, connect, hand_over
from app.services.visitors import Visitors

STARTED_LATER = """
import os, sys
from pathlib import Path
from app.services import open_windows

def start_window(path):
    print("another window for", path)

open_windows.start_window = start_window
named = os.fsdecode(bytes.fromhex(sys.argv[1]))
sys.exit(0 if open_windows.hand_over(Path(named) if named else None) else 7)
"""

Start = Callable[[Path | None], tuple[int, str]]


class Window:
    """A window that opens what it is asked to if it `is_free`."""

    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self.is_free = True

    def answer(self, asked: Asked) -> bool:
        self.asked.append(asked)
        return self.is_free and asked.question is Question.TAKE and asked.path is not None


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[Window]:
    window = Window()
    visitors = Visitors(window.answer)
    visitors.start()
    yield window
    visitors.shutdown()
    assert entries() == []


@pytest.fixture
def start(qtbot: QtBot) -> Start:
    """Start a Motivo with a file, and return its exit status and what it says."""

    def start(path: Path | None) -> tuple[int, str]:
        named = b"" if path is None else os.fsencode(path)
        with subprocess.Popen(
            [sys.executable, "-c", STARTED_LATER, named.hex()],
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONIOENCODING": "utf-8:surrogateescape"},
            encoding="utf-8",
            errors="surrogateescape",
        ) as process:
            qtbot.waitUntil(lambda: process.poll() is not None)
            assert process.stdout is not None
            return process.returncode, process.stdout.read()

    return start


def entries() -> list[Path]:
    return list((data_dir() / "windows").glob("*"))


@pytest.mark.parametrize(
    "name",
    [
        b"air.mid",
        b"two\nlines.mid",
        b"caf\xe9.mid",
        "größer & kleiner <b>.mid".encode(),
        b" -.mid",
        b"long/" * 800 + b"air.mid",
    ],
)
def test_every_path_arrives_as_it_is(
    window: Window, start: Start, tmp_path: Path, name: bytes
) -> None:
    if sys.platform == "win32" and name == b"caf\xe9.mid":
        pytest.skip("there a name is text")
    path = tmp_path / os.fsdecode(name)
    assert start(path) == (0, "")
    assert window.asked[-1] == Asked(Question.TAKE, path)


def test_another_window_is_opened_where_none_takes_the_file(
    window: Window, start: Start, tmp_path: Path
) -> None:
    window.is_free = False
    path = tmp_path / "air.mid"
    assert start(path) == (0, f"another window for {path}\n")
    assert {asked.question for asked in window.asked} == set(Question)


def test_without_a_file_another_window_is_opened(window: Window, start: Start) -> None:
    assert start(None) == (0, "another window for None\n")


def test_file_goes_to_the_window_that_has_it_before_one_that_is_empty(
    window: Window, start: Start, tmp_path: Path
) -> None:
    def answer(asked: Asked) -> bool:
        return asked.question is Question.IS_OPEN

    owning = [Visitors(answer) for _ in range(3)]
    for visitors in owning:
        visitors.start()
    assert start(tmp_path / "air.mid") == (0, "")
    for visitors in owning:
        visitors.shutdown()
    assert all(asked.question is Question.IS_OPEN for asked in window.asked)


def test_nobody_is_there_to_begin_with_nor_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(open_windows, "wait", None)
    assert not hand_over(tmp_path / "air.mid")
    assert entries() == []


def test_entry_of_a_motivo_that_was_killed_is_deleted(tmp_path: Path) -> None:
    Entry.written(str(tmp_path / "gone"))
    assert not hand_over(tmp_path / "air.mid")
    assert entries() == []


@pytest.mark.skipif(sys.platform == "win32", reason="there a pipe leaves nothing behind")
def test_socket_of_a_motivo_that_was_killed_is_deleted() -> None:
    killed = "import os; from app.services.visitors import Visitors; "
    killed += "visitors = Visitors(bool); visitors.start(); os._exit(9)"
    subprocess.run([sys.executable, "-c", killed], check=False)
    (entry,) = entries()
    socket = Path(entry.read_text().split('"')[-2])
    assert socket.is_socket()
    assert not hand_over(None)
    assert not socket.parent.exists()
    assert entries() == []


def test_entry_that_makes_no_sense_is_passed_over(tmp_path: Path) -> None:
    Entry.written("").file.write_bytes(b"{")
    Entry.written("").file.write_bytes(b"17")
    Entry.written("")
    assert not hand_over(tmp_path / "air.mid")


def test_window_that_hangs_is_not_waited_for_and_does_not_open_the_file_later(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(open_windows, "PATIENCE_SECONDS", 0.2)
    window = Window()
    visitors = Visitors(window.answer)
    visitors.start()
    # Here Qt's thread hangs, because the one that is started later runs in it.
    assert not hand_over(tmp_path / "air.mid")
    visitors.shutdown()
    QApplication.processEvents()
    assert window.asked == []


def test_many_windows_that_hang_are_waited_for_together(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits: list[float | None] = []

    def wait(connections: list[Connection], timeout: float | None = None) -> list[object]:
        waits.append(timeout)
        return []

    monkeypatch.setattr(open_windows, "wait", wait)
    hanging = [Visitors(lambda _asked: True) for _ in range(3)]
    for visitors in hanging:
        visitors.start()
    assert not hand_over(None)
    assert len(waits) == 1
    for visitors in hanging:
        visitors.shutdown()


def test_windows_with_another_home_or_on_another_screen_do_not_meet(
    window: Window, start: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "MOTIVO_HOME"):
        with monkeypatch.context() as other:
            other.setenv(name, str(tmp_path / "another"))
            assert start(tmp_path / "air.mid") == (7, "")
    assert window.asked == []
    assert start(tmp_path / "air.mid") == (0, "")


def test_visitor_that_says_nothing_sensible_is_sent_away(
    window: Window, start: Start, tmp_path: Path
) -> None:
    (address,) = (entry.read_text().split('"')[-2] for entry in entries())
    for nonsense in (b"", b"\xff", b"take", b"drop\0table", b"x" * 8001):
        with connect(address) as connection:
            connection.send_bytes(nonsense)
    connect(address).close()
    assert start(tmp_path / "air.mid") == (0, "")
    assert window.asked[-1].path == tmp_path / "air.mid"


@pytest.mark.skipif(sys.platform == "win32", reason="there a pipe is the user's own by itself")
def test_only_the_user_can_come_in(window: Window) -> None:
    (entry,) = entries()
    socket = Path(entry.read_text().split('"')[-2])
    assert socket.is_socket()
    for folder in (entry.parent, socket.parent):
        assert folder.stat().st_mode & 0o777 == 0o700


def test_window_that_nobody_can_find_works_all_the_same(
    qtbot: QtBot, motivo_home: Path, caplog: pytest.LogCaptureFixture
) -> None:
    motivo_home.mkdir()
    (motivo_home / "data").write_text("in the way", encoding="utf-8")
    visitors = Visitors(lambda _asked: True)
    visitors.start()
    visitors.shutdown()
    assert "open windows of their own" in caplog.text
