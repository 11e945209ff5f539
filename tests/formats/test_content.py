"""What is no file, or no music's size, is refused before it takes time or memory."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from app.domain import Project, Sketch
from app.domain.file_formats import READ
from app.errors import AppError
from app.formats import content, import_sketch, read_project, write_project

READERS: list[Callable[[Path], object]] = [import_sketch, read_project]
SUFFIXES = [kind.suffix for kind in READ]


def opened(read: Callable[[Path], object], path: Path) -> str:
    """Return the sentence with which a file is refused; what waits for ever fails instead."""
    told: list[str] = []

    def try_it() -> None:
        try:
            read(path)
        except AppError as error:
            told.append(str(error))

    thread = threading.Thread(target=try_it, daemon=True)
    thread.start()
    thread.join(30)
    assert not thread.is_alive(), "it waits"
    assert told, "it was read"
    assert told[0].startswith(path.name)
    return told[0]


@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize("suffix", SUFFIXES)
def test_folder_is_refused(read: Callable[[Path], object], suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"folder{suffix}"
    path.mkdir()
    assert "it is a folder" in opened(read, path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no such pipes on Windows")
@pytest.mark.parametrize("read", READERS)
def test_pipe_is_refused_without_waiting_for_its_other_end(
    read: Callable[[Path], object], tmp_path: Path
) -> None:
    path = tmp_path / "pipe.motivo"
    os.mkfifo(path)
    assert "a device or a pipe" in opened(read, path)


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="there is no such device on Windows")
@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize("device", ["/dev/zero", "/dev/null"])
def test_device_is_refused(read: Callable[[Path], object], device: str, tmp_path: Path) -> None:
    path = tmp_path / "device.motivo"
    path.symlink_to(device)
    assert "a device or a pipe" in opened(read, path)


@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize("suffix", SUFFIXES)
def test_file_larger_than_any_music_is_refused(
    read: Callable[[Path], object],
    suffix: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(content, "MOST_BYTES", 2**20)
    path = tmp_path / f"large{suffix}"
    with path.open("wb") as file:
        file.truncate(2**20 + 1)
    assert "larger than 1 MB" in opened(read, path)


@pytest.mark.parametrize("read", READERS)
def test_file_that_is_not_there_is_told(read: Callable[[Path], object], tmp_path: Path) -> None:
    assert "can't be read (No such file" in opened(read, tmp_path / "none.motivo")


@pytest.mark.skipif(os.name == "nt", reason="Windows lets hardly anyone make links")
def test_link_to_a_file_is_followed(tmp_path: Path) -> None:
    project = Project(Sketch(title="Air"))
    write_project(project, tmp_path / "real.motivo")
    (tmp_path / "link.motivo").symlink_to(tmp_path / "real.motivo")
    assert read_project(tmp_path / "link.motivo") == project
