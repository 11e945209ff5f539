"""A Motivo is killed with unsaved work, and the next one offers it."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QTreeWidget
from pytestqt.qtbot import QtBot

from app.application import Application, create
from app.bench.patience import PATIENCE_SECONDS
from app.domain import Melody, Note, Sketch
from app.formats import Project, write_project
from app.formats.journal import read_journal
from app.services.settings import REOPEN, Settings
from app.ui.files.recovery_dialog import RecoveryDialog

TITLE = "Lantern Hill"

KILLED = """
import os, sys
from PySide6.QtWidgets import QApplication
from app.application import create
from app.domain import Request, Take
from dataclasses import replace

def change():
    document = motivo.document
    motivo.journal.kept.connect(look)
    document.change_sketch("Title", replace(document.sketch, title=sys.argv[2]))
    document.add_take(Take(document.sketch, Request(bars=1), 1, document.sketch.end_ticks))

def look():
    if len(motivo.document.takes):
        os._exit(9)

if __name__ == "__main__":
    motivo = create(["motivo", *sys.argv[1:2]])
    motivo.window.show()
    motivo.document.opened.connect(change)
    QApplication.exec()
"""


def kill(path: Path, title: str) -> None:
    """Start a Motivo with a file, and kill it when it has changed the title and got a take."""
    script = path.with_name("killed.py")
    script.write_text(KILLED, encoding="utf-8")
    command = [sys.executable, str(script), str(path), title]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])}
    ended = subprocess.run(command, env=environment, check=False, timeout=PATIENCE_SECONDS)
    assert ended.returncode == 9


@pytest.fixture
def mine(motivo_home: Path, tmp_path: Path) -> Path:
    """A file of the player's."""
    path = tmp_path / "mine.motivo"
    write_project(Project(Sketch(melody=Melody((Note(0, 1920, 60),)))), path)
    return path


@pytest.fixture
def killed(mine: Path) -> Path:
    """The file that a Motivo had opened and changed when it was killed."""
    kill(mine, TITLE)
    return mine


def journals(home: Path) -> list[Path]:
    return list((home / "data" / "kept").glob("*.journal"))


def offer(qtbot: QtBot, motivo: Application) -> RecoveryDialog:
    qtbot.waitUntil(lambda: motivo.window.findChild(RecoveryDialog) is not None)
    dialog = motivo.window.findChild(RecoveryDialog)
    assert dialog is not None
    return dialog


def rows(dialog: RecoveryDialog) -> list[str]:
    model = dialog.findChildren(QTreeWidget)[0].model()
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def press(qtbot: QtBot, dialog: RecoveryDialog, text: str) -> None:
    (button,) = (b for b in dialog.findChildren(QPushButton) if b.text().replace("&", "") == text)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_work_of_a_killed_motivo_is_brought_back(
    killed: Path, motivo: Application, qtbot: QtBot, motivo_home: Path
) -> None:
    dialog = offer(qtbot, motivo)
    (row,) = rows(dialog)
    assert row.startswith(TITLE)
    assert row.endswith("1 take")
    (left,) = journals(motivo_home)
    with qtbot.waitSignal(motivo.document.opened):
        press(qtbot, dialog, "Bring back")
    document = motivo.document
    assert (document.sketch.title, len(document.takes)) == (TITLE, 1)
    assert (document.path, document.is_modified) == (killed, True)
    (own,) = journals(motivo_home)
    assert own != left
    assert read_journal(own.read_bytes()).project == document.project


def test_all_that_was_left_behind_is_offered_the_latest_first(
    mine: Path, request: pytest.FixtureRequest, qtbot: QtBot, motivo_home: Path
) -> None:
    kill(mine, "First")
    (first,) = journals(motivo_home)
    os.utime(first, (1_000_000_000, 1_000_000_000))
    kill(mine, "Second")
    damaged = motivo_home / "data" / "kept" / "damaged.journal"
    damaged.write_bytes(b"nonsense")
    motivo = request.getfixturevalue("motivo")
    told: list[str] = []
    motivo.messages.shown.connect(lambda text, _level: told.append(text))
    dialog = offer(qtbot, motivo)
    assert [row.split("\n")[0] for row in rows(dialog)] == ["Second", "First"]
    assert any("damaged" in text for text in told)
    assert damaged.with_suffix(".damaged").read_bytes() == b"nonsense"
    press(qtbot, dialog, "Throw away")
    assert [row.split("\n")[0] for row in rows(dialog)] == ["First"]
    with qtbot.waitSignal(motivo.document.opened):
        press(qtbot, dialog, "Bring back")
    assert motivo.document.sketch.title == "First"


def test_file_to_open_does_not_hide_what_was_left_behind(
    killed: Path, qtbot: QtBot, motivo_home: Path
) -> None:
    with closing(create(["motivo", str(killed)])) as motivo:
        with qtbot.waitSignal(motivo.document.opened):
            motivo.window.show()
        assert rows(offer(qtbot, motivo))[0].startswith(TITLE)
        assert motivo.document.sketch.title == ""


def test_work_of_a_killed_motivo_comes_before_the_file_that_was_open_last(
    killed: Path, qtbot: QtBot
) -> None:
    settings = Settings()
    settings.set(REOPEN, value=True)
    settings.save()
    with closing(create(["motivo"])) as motivo:
        reopened: list[Path] = []
        motivo.recent.reopened.connect(reopened.append)
        press(qtbot, offer(qtbot, motivo), "Not now")
        assert reopened == []


def test_what_is_thrown_away_is_not_offered_again(
    killed: Path, motivo: Application, qtbot: QtBot, motivo_home: Path
) -> None:
    press(qtbot, offer(qtbot, motivo), "Throw away")
    assert journals(motivo_home) == []
    assert not len(motivo.document.sketch.melody)


def test_what_is_not_wanted_now_is_offered_at_the_next_start(
    killed: Path, motivo: Application, qtbot: QtBot, motivo_home: Path
) -> None:
    press(qtbot, offer(qtbot, motivo), "Not now")
    motivo.close()
    assert len(journals(motivo_home)) == 1


def test_saved_work_is_not_offered(
    killed: Path, motivo: Application, qtbot: QtBot, motivo_home: Path
) -> None:
    """What a Motivo kept that was killed after saving is deleted."""
    press(qtbot, offer(qtbot, motivo), "Not now")
    (path,) = journals(motivo_home)
    path.write_bytes(path.read_bytes() + b'{"modified":false}\n')
    motivo.close()
    with closing(create(["motivo"])) as again:
        again.window.show()
        qtbot.waitUntil(lambda: journals(motivo_home) == [])
        assert again.window.findChild(RecoveryDialog) is None


def test_work_that_cant_be_kept_is_told_and_so_is_when_it_can_again(
    motivo: Application, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    motivo.messages.shown.connect(lambda text, _level: told.append(text))
    with qtbot.waitSignal(motivo.journal.kept):
        motivo.document.change_sketch("Title", Sketch(title=TITLE))
    with monkeypatch.context() as broken:
        broken.setattr("app.document.journal_writer._sync", no_room)
        motivo.document.change_sketch("Title", Sketch(title="Other"))
        qtbot.waitUntil(lambda: any("can't be kept safe" in text for text in told))
        assert "No space left" in told[-1]
        assert "last safe state is" in told[-1]
    qtbot.waitUntil(lambda: told[-1] == "Your work is being kept safe again.")


def no_room(_file: int) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")
