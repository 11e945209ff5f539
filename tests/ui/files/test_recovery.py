"""A Motivo is killed with unsaved work, and the next one offers it."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from app.application import Application, create
from app.bench.patience import PATIENCE_SECONDS
from app.domain import Melody, Note, Sketch
from app.formats import Project, write_project
from app.services.settings import REOPEN, Settings

TITLE = "Lantern Hill"

KILLED = """
import os, sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from app.application import create
from app.domain import Request, Take
from dataclasses import replace

def change():
    document = motivo.document
    document.change_sketch("Title", replace(document.sketch, title=sys.argv[2]))
    document.add_take(Take(document.sketch, Request(bars=1), 1, document.sketch.end_ticks))

def look():
    kept = Path(os.environ["MOTIVO_HOME"]) / "data" / "kept"
    if any(kept.glob("*.motivo")):
        os._exit(9)

if __name__ == "__main__":
    motivo = create(["motivo", *sys.argv[1:2]])
    motivo.window.show()
    motivo.document.opened.connect(change)
    timer = QTimer(interval=50)
    timer.timeout.connect(look)
    timer.start()
    QApplication.exec()
"""


@pytest.fixture
def killed(motivo_home: Path, tmp_path: Path) -> Path:
    """The file that a Motivo had opened and changed when it was killed."""
    path = tmp_path / "mine.motivo"
    write_project(Project(Sketch(melody=Melody((Note(0, 1920, 60),)))), path)
    script = tmp_path / "killed.py"
    script.write_text(KILLED, encoding="utf-8")
    command = [sys.executable, str(script), str(path), TITLE]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])}
    ended = subprocess.run(command, env=environment, check=False, timeout=PATIENCE_SECONDS)
    assert ended.returncode == 9
    return path


def offer(qtbot: QtBot, motivo: Application) -> QMessageBox:
    def is_open() -> bool:
        return motivo.window.findChild(QMessageBox, "recoverBox") is not None

    qtbot.waitUntil(is_open)
    box = motivo.window.findChild(QMessageBox, "recoverBox")
    assert isinstance(box, QMessageBox)
    return box


def press(qtbot: QtBot, box: QMessageBox, text: str) -> None:
    (button,) = (b for b in box.findChildren(QPushButton) if b.text().replace("&", "") == text)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_work_of_a_killed_motivo_is_brought_back(
    killed: Path, motivo: Application, qtbot: QtBot, motivo_home: Path
) -> None:
    box = offer(qtbot, motivo)
    assert TITLE in box.informativeText()
    assert "1 take," in box.informativeText()
    with qtbot.waitSignal(motivo.document.opened):
        press(qtbot, box, "Bring back")
    document = motivo.document
    assert (document.sketch.title, len(document.takes)) == (TITLE, 1)
    assert (document.path, document.is_modified) == (killed, True)


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
    assert list((motivo_home / "data" / "kept").glob("*.motivo")) == []
    assert not len(motivo.document.sketch.melody)


def test_what_is_not_wanted_now_is_offered_at_the_next_start(
    killed: Path, motivo: Application, qtbot: QtBot, motivo_home: Path
) -> None:
    press(qtbot, offer(qtbot, motivo), "Not now")
    motivo.close()
    assert len(list((motivo_home / "data" / "kept").glob("*.motivo"))) == 1
