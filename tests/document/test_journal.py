"""Every change is on the disk at once, and the next Motivo finds it after a crash."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.document import Document, journal_writer
from app.document.journal import Journal
from app.domain import Melody, Note, Project, Request, Sketch, Take, TakeTree
from app.domain.snapshot import Snapshot
from app.formats import journal as journal_format
from app.formats.journal import read_journal

SKETCH = Sketch(title="Lantern Hill", melody=Melody((Note(0, 480, 60), Note(480, 480, 62))))

CRASHING = """
import os, sys
from dataclasses import replace
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from app.document import Document
from app.document.journal import Journal
from app.formats import journal as format

application = QCoreApplication([])
document = Document()
journal = Journal(document, Path(sys.argv[1]), lambda: format)
journal.kept.connect(lambda: os._exit(1))
document.change_sketch("Title", replace(document.sketch, title="Crashed"))
application.exec()
"""


@pytest.fixture
def journal(document: Document, tmp_path: Path) -> Iterator[Journal]:
    journal = Journal(document, tmp_path / "kept", lambda: journal_format)
    yield journal
    journal.close()


def kept_files(folder: Path) -> list[Path]:
    return sorted((folder / "kept").glob("*.journal"))


def kept(folder: Path) -> Snapshot | None:
    """Return what the only journal holds; None if there is none yet."""
    paths = kept_files(folder)
    return read_journal(paths[0].read_bytes()) if paths else None


def state(document: Document) -> Snapshot:
    return Snapshot(document.project, document.path, document.is_modified)


def wait_until_kept(qtbot: QtBot, document: Document, folder: Path) -> None:
    qtbot.waitUntil(lambda: kept(folder) == state(document))


def crash(folder: Path) -> Path:
    before = set(kept_files(folder))
    command = [sys.executable, "-c", CRASHING, str(folder / "kept")]
    ended = subprocess.run(command, capture_output=True, check=False)
    assert (ended.returncode, ended.stderr) == (1, b"")
    (path,) = set(kept_files(folder)) - before
    return path


def take(number: int) -> Take:
    return Take(SKETCH, Request(), number, 0, id=f"take{number}")


def test_every_kind_of_change_is_kept(
    qtbot: QtBot, document: Document, journal: Journal, tmp_path: Path
) -> None:
    changes: tuple[Callable[[], object], ...] = (
        lambda: document.change_sketch("Open", SKETCH),
        lambda: document.add_take(take(1), document.base_of(SKETCH)),
        lambda: document.add_take(take(2)),
        lambda: document.star("take2", starred=True),
        lambda: document.rename("take1", "Answer"),
        lambda: document.reject("take1"),
        lambda: document.accept("take2"),
        lambda: document.undo_stack.undo(),
        lambda: document.put_back("take1"),
        lambda: document.mark_saved(tmp_path / "mine.motivo", document.project),
        lambda: document.change_sketch("Tempo", replace(SKETCH, tempo_bpm=90)),
        lambda: document.undo_stack.undo(),
        lambda: document.open(Sketch(title="Another")),
    )
    for change in changes:
        change()
        wait_until_kept(qtbot, document, tmp_path)


def test_journal_is_written_anew_when_it_has_grown(
    qtbot: QtBot,
    document: Document,
    journal: Journal,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(journal_writer, "SMALL_BYTES", 2000)
    sizes = []
    for number in range(100):
        document.change_sketch("Title", replace(SKETCH, title=f"Title {number}"))
        wait_until_kept(qtbot, document, tmp_path)
        sizes.append(kept_files(tmp_path)[0].stat().st_size)
    assert max(sizes) < 6000
    assert len(kept_files(tmp_path)) == 1


def test_one_that_ends_as_asked_leaves_nothing_behind(
    qtbot: QtBot, document: Document, journal: Journal, tmp_path: Path
) -> None:
    document.change_sketch("Open", SKETCH)
    wait_until_kept(qtbot, document, tmp_path)
    journal.close()
    assert list((tmp_path / "kept").iterdir()) == []


def test_one_in_which_nothing_was_done_writes_nothing(
    document: Document, journal: Journal, tmp_path: Path
) -> None:
    journal.close()
    assert not (tmp_path / "kept").exists()


def test_what_a_running_motivo_keeps_is_not_left_behind(
    qtbot: QtBot, document: Document, journal: Journal, tmp_path: Path
) -> None:
    document.change_sketch("Open", SKETCH)
    wait_until_kept(qtbot, document, tmp_path)
    other = Journal(Document(), tmp_path / "kept", lambda: journal_format)
    assert other.left_behind() == ()
    other.close()
    assert kept(tmp_path) == state(document)


def test_crash_leaves_behind_what_was_kept(journal: Journal, tmp_path: Path) -> None:
    path = crash(tmp_path)
    assert journal.left_behind() == (path,)
    assert read_journal(path.read_bytes()).project.sketch.title == "Crashed"
    journal.throw_away(path)
    assert journal.left_behind() == ()
    assert list((tmp_path / "kept").iterdir()) == []


def test_what_else_a_crash_left_is_swept_up(journal: Journal, tmp_path: Path) -> None:
    folder = tmp_path / "kept"
    folder.mkdir()
    for name in ("a.lock", "b.new", "c.new", "c.lock"):
        (folder / name).write_text("")
    (folder / "of-somebody-else.txt").write_text("")
    assert journal.left_behind() == ()
    assert [path.name for path in folder.iterdir()] == ["of-somebody-else.txt"]


def test_what_was_left_behind_goes_once_it_is_kept_anew(
    qtbot: QtBot, document: Document, journal: Journal, tmp_path: Path
) -> None:
    path = crash(tmp_path)
    journal.left_behind()
    document.open_project(read_journal(path.read_bytes()).project, is_saved=False)
    assert document.is_modified
    journal.take_over(path)
    assert path not in kept_files(tmp_path)
    assert kept(tmp_path) == state(document)


def test_what_was_left_behind_stays_where_nothing_can_be_kept(
    document: Document, journal: Journal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = crash(tmp_path)
    journal.left_behind()
    monkeypatch.setattr(journal_writer, "_sync", fail)
    document.open_project(read_journal(path.read_bytes()).project, is_saved=False)
    journal.take_over(path)
    journal.close()
    assert path.exists()


def fail(_file: int) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_full_disk_is_told_once_and_all_is_kept_as_soon_as_there_is_room(
    qtbot: QtBot,
    document: Document,
    journal: Journal,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(journal_writer, "RETRY_SECONDS", 0.02)
    document.change_sketch("Open", SKETCH)
    wait_until_kept(qtbot, document, tmp_path)
    told: list[object] = []
    journal.trouble_changed.connect(told.append)
    room = 10

    def write_some(file: int, content: memoryview) -> int:
        nonlocal room
        size = real_write(file, content[:room])
        room -= size
        if not room:
            fail(file)
        return size

    real_write = os.write
    with monkeypatch.context() as full:
        full.setattr(os, "write", write_some)
        document.change_sketch("Title", replace(SKETCH, title="Other"))
        qtbot.waitUntil(lambda: bool(told))
        document.add_take(take(1))
        before = kept(tmp_path)
        assert before is not None
        assert before.project.sketch == SKETCH, "what was kept before is still there"
    wait_until_kept(qtbot, document, tmp_path)  # without another edit
    qtbot.waitUntil(lambda: len(told) == 2)
    assert told == [os.strerror(errno.ENOSPC), None]


def test_folder_that_cant_be_made_is_told_and_stops_nobody(
    qtbot: QtBot, document: Document, tmp_path: Path
) -> None:
    (tmp_path / "kept").write_text("a file")
    journal = Journal(document, tmp_path / "kept" / "below", lambda: journal_format)
    with qtbot.waitSignal(journal.trouble_changed):
        document.change_sketch("Open", SKETCH)
    assert journal.left_behind() == ()
    journal.close()


def test_journal_is_for_nobody_elses_eyes_and_follows_no_link(
    qtbot: QtBot, document: Document, journal: Journal, tmp_path: Path
) -> None:
    document.change_sketch("Open", SKETCH)
    wait_until_kept(qtbot, document, tmp_path)
    (path,) = kept_files(tmp_path)
    if os.name == "posix":
        assert path.stat().st_mode & 0o777 == 0o600
    victim = tmp_path / "victim"
    victim.write_text("mine")
    path.with_suffix(".new").symlink_to(victim)
    with qtbot.waitSignal(journal.trouble_changed):
        document.open(Sketch(title="Another"))
    assert victim.read_text() == "mine"


def test_edits_of_a_large_document_do_not_wait_for_the_disk(
    qtbot: QtBot, document: Document, journal: Journal, tmp_path: Path
) -> None:
    """While a journal is begun, further changes are written once it stands."""
    takes = tuple(replace(take(number), id=str(number)) for number in range(300))
    document.open_project(Project(SKETCH, TakeTree(takes)), None, is_saved=False)
    for number in range(20):
        document.change_sketch("Title", replace(SKETCH, title=f"Title {number}"))
    wait_until_kept(qtbot, document, tmp_path)
