"""Which files are missing is found out without waiting for a drive that does not answer."""

from __future__ import annotations

import threading
from pathlib import Path

from app.services.file_presence import FilePresence


def test_missing_files_are_found_also_when_they_come_and_go(tmp_path: Path) -> None:
    presence = FilePresence()
    there, gone, folder = tmp_path / "there", tmp_path / "gone", tmp_path / "folder"
    too_long = tmp_path / ("x" * 5000)
    folder.mkdir()
    there.touch()
    paths = (there, gone, folder, too_long)
    assert presence.missing(paths, 60) == {gone, folder, too_long}
    gone.touch()
    there.unlink()
    assert presence.missing(paths, 60) == {there, folder, too_long}


def test_drive_that_does_not_answer_is_not_waited_for_and_asked_only_once() -> None:
    answers = threading.Event()
    looked: list[Path] = []
    dead = Path("/net/dead.mid")

    def is_file_on_a_dead_drive(path: Path) -> bool:
        looked.append(path)
        answers.wait()
        return False

    presence = FilePresence(is_file_on_a_dead_drive)
    found = [presence.missing([dead], 0) for _ in range(2)]
    answers.set()
    assert found == [frozenset(), frozenset()]
    assert looked == [dead]
    assert presence.missing([dead], 60) == {dead}
