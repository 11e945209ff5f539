"""Unsaved work is kept, and the next Motivo finds it after a crash."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from app.document import Document
from app.document.autosave import Autosave, Kept
from app.domain import Melody, Note, Project, Sketch
from app.formats import read_project, write_project

SKETCH = Sketch(title="Lantern Hill", melody=Melody((Note(0, 480, 60), Note(480, 480, 62))))

CRASHING = """
import os, sys
from dataclasses import replace
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from app.document import Document
from app.document.autosave import Autosave
from app.formats import write_project

application = QCoreApplication([])
document = Document()

def write(project, path, done):
    write_project(project, path)
    done(True)
    os._exit(1)

autosave = Autosave(document, Path(sys.argv[1]), write, quiet_ms=0)
document.change_sketch("Title", replace(document.sketch, title="Crashed"))
application.exec()
"""


def write_now(project: Project, path: Path, done: Callable[[bool], None]) -> None:
    write_project(project, path)
    done(True)


def write_never(project: Project, path: Path, done: Callable[[bool], None]) -> None:
    done(False)


@pytest.fixture
def document(qtbot: QtBot) -> Document:
    return Document()


@pytest.fixture
def autosave(document: Document, tmp_path: Path) -> Iterator[Autosave]:
    autosave = Autosave(document, tmp_path / "kept", write_now, quiet_ms=0)
    yield autosave
    autosave.close()


def kept_files(folder: Path) -> list[Path]:
    return sorted((folder / "kept").glob("*.motivo"))


def wait_for_file(qtbot: QtBot, folder: Path) -> Path:
    qtbot.waitUntil(lambda: bool(kept_files(folder)))
    (path,) = kept_files(folder)
    return path


def crash(folder: Path) -> None:
    command = [sys.executable, "-c", CRASHING, str(folder / "kept")]
    ended = subprocess.run(command, capture_output=True, check=False)
    assert (ended.returncode, ended.stderr) == (1, b"")


def test_change_is_kept_and_what_is_saved_is_kept_no_longer(
    qtbot: QtBot, document: Document, autosave: Autosave, tmp_path: Path
) -> None:
    document.change_sketch("Open", SKETCH)
    path = wait_for_file(qtbot, tmp_path)
    assert read_project(path).sketch == SKETCH
    document.change_sketch("Title", replace(SKETCH, title="Other"))
    qtbot.waitUntil(lambda: read_project(path).sketch.title == "Other")
    document.mark_saved(tmp_path / "mine.motivo")
    assert not kept_files(tmp_path)


def test_change_made_while_another_is_written_is_kept_as_well(
    qtbot: QtBot, document: Document, tmp_path: Path
) -> None:
    written: list[tuple[str, Callable[[bool], None]]] = []

    def write(project: Project, path: Path, done: Callable[[bool], None]) -> None:
        written.append((project.sketch.title, done))

    autosave = Autosave(document, tmp_path / "kept", write, quiet_ms=0)
    document.change_sketch("Open", SKETCH)
    qtbot.waitUntil(lambda: len(written) == 1)
    document.change_sketch("Title", replace(SKETCH, title="Other"))
    # When a timer that was started later fires, the earlier ones have fired as well.
    quiet = QTimer(singleShot=True, interval=50)
    with qtbot.waitSignal(quiet.timeout):
        quiet.start()
    assert len(written) == 1, "one file is not written twice at once"
    written[0][1](True)
    qtbot.waitUntil(lambda: len(written) == 2)
    assert [title for title, _ in written] == [SKETCH.title, "Other"]
    written[1][1](True)
    autosave.close()


def test_what_undoing_makes_as_the_file_is_kept_no_longer(
    qtbot: QtBot, document: Document, autosave: Autosave, tmp_path: Path
) -> None:
    document.change_sketch("Open", SKETCH)
    wait_for_file(qtbot, tmp_path)
    document.undo_stack.undo()
    assert not kept_files(tmp_path)


def test_one_that_ends_as_asked_leaves_nothing_behind(
    qtbot: QtBot, document: Document, autosave: Autosave, tmp_path: Path
) -> None:
    document.change_sketch("Open", SKETCH)
    wait_for_file(qtbot, tmp_path)
    autosave.close()
    assert list((tmp_path / "kept").iterdir()) == []


def test_what_a_running_motivo_keeps_is_not_left_behind(
    qtbot: QtBot, document: Document, autosave: Autosave, tmp_path: Path
) -> None:
    document.change_sketch("Open", SKETCH)
    wait_for_file(qtbot, tmp_path)
    other = Autosave(Document(), tmp_path / "kept", write_now)
    assert other.left_behind() == ()
    other.close()


def test_crash_leaves_behind_what_was_kept(autosave: Autosave, tmp_path: Path) -> None:
    crash(tmp_path)
    (kept,) = autosave.left_behind()
    assert (kept.title, kept.takes, kept.original) == ("Crashed", 0, None)
    assert read_project(kept.path).sketch.title == "Crashed"
    autosave.throw_away(kept)
    assert not kept_files(tmp_path)


def test_latest_of_what_was_left_behind_comes_first(autosave: Autosave, tmp_path: Path) -> None:
    crash(tmp_path)
    (older,) = kept_files(tmp_path)
    os.utime(older, (1_000_000_000, 1_000_000_000))
    crash(tmp_path)
    (newer,) = set(kept_files(tmp_path)) - {older}
    assert [kept.path for kept in autosave.left_behind()] == [newer, older]
    os.utime(newer, (900_000_000, 900_000_000))
    assert [kept.path for kept in autosave.left_behind()] == [older, newer]


def test_what_was_left_behind_goes_once_it_is_kept_anew(
    qtbot: QtBot, document: Document, autosave: Autosave, tmp_path: Path
) -> None:
    crash(tmp_path)
    (kept,) = autosave.left_behind()
    document.open_project(read_project(kept.path), is_saved=False)
    assert document.is_modified
    autosave.take_over(kept)
    qtbot.waitUntil(lambda: not kept.path.exists())
    (path,) = kept_files(tmp_path)
    assert read_project(path).sketch.title == "Crashed"


def test_what_was_left_behind_stays_where_nothing_can_be_kept(
    qtbot: QtBot, document: Document, tmp_path: Path
) -> None:
    crash(tmp_path)
    failed: list[bool] = []

    def write(project: Project, path: Path, done: Callable[[bool], None]) -> None:
        write_never(project, path, done)
        failed.append(True)

    autosave = Autosave(document, tmp_path / "kept", write, quiet_ms=0)
    (kept,) = autosave.left_behind()
    document.open_project(read_project(kept.path), is_saved=False)
    autosave.take_over(kept)
    qtbot.waitUntil(lambda: bool(failed))
    autosave.close()
    assert kept.path.exists()


def test_note_that_is_damaged_costs_only_its_words(autosave: Autosave, tmp_path: Path) -> None:
    crash(tmp_path)
    (path,) = kept_files(tmp_path)
    path.with_suffix(".json").write_text("{", encoding="utf-8")
    (kept,) = autosave.left_behind()
    assert kept == Kept(path, "", 0, kept.kept_at, None)


def test_folder_that_cant_be_made_stops_nobody(
    qtbot: QtBot, document: Document, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "kept").write_text("a file")
    autosave = Autosave(document, tmp_path / "kept" / "below", write_now, quiet_ms=0)
    document.change_sketch("Open", SKETCH)
    qtbot.waitUntil(lambda: "Nothing can be kept" in caplog.text)
    assert autosave.left_behind() == ()
    autosave.close()
