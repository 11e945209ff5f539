"""The log is a file of Motivo's own, which nobody else can read or put a link in place of."""

from __future__ import annotations

import logging
import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QStandardPaths

from app import logs
from app.logs import LOG_NAME, log_dir, log_path, start_log

logger = logging.getLogger("app.somewhere")

posix = pytest.mark.skipif(
    sys.platform == "win32", reason="Windows has other permissions and links"
)


@pytest.fixture
def folder() -> Path:
    log_dir().mkdir(parents=True)
    return log_dir()


@pytest.fixture(autouse=True)
def _quiet(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    before = logging.getLogger().handlers[:]
    yield
    assert logging.getLogger().handlers == before, "a log was left open"


def write(text: str) -> None:
    close = start_log()
    logger.error(text)
    close()


@posix
def test_log_can_be_read_by_its_user_only() -> None:
    write("one")
    path = log_path()
    assert path is not None
    assert "one" in path.read_text(encoding="utf-8")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


@posix
def test_log_that_others_can_read_is_closed_to_them(folder: Path) -> None:
    (folder / LOG_NAME).touch(0o644)
    write("one")
    assert stat.S_IMODE((folder / LOG_NAME).stat().st_mode) == 0o600


@posix
@pytest.mark.parametrize("is_there", [True, False])
def test_link_in_place_of_the_log_is_not_followed(
    folder: Path, tmp_path: Path, is_there: bool
) -> None:
    victim = tmp_path / "victim"
    if is_there:
        victim.write_text("mine")
    (folder / LOG_NAME).symlink_to(victim)
    write("one")
    assert victim.exists() == is_there
    assert not is_there or victim.read_text() == "mine"
    assert log_path() is None


@posix
def test_second_name_of_another_file_is_not_written_to(folder: Path, tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_text("mine")
    (folder / LOG_NAME).hardlink_to(victim)
    write("one")
    assert victim.read_text() == "mine"


@posix
def test_what_is_no_file_is_not_written_to(folder: Path) -> None:
    (folder / LOG_NAME).mkdir()
    write("one")
    (folder / LOG_NAME).rmdir()
    os.mkfifo(folder / LOG_NAME)
    write("one")
    assert stat.S_ISFIFO((folder / LOG_NAME).stat().st_mode)
    assert log_path() is None


def test_folder_that_can_not_be_used_is_done_without(motivo_home: Path) -> None:
    motivo_home.write_text("a file where the folder should be")
    write("one")
    assert log_path() is None


def test_no_home_is_done_without(monkeypatch: pytest.MonkeyPatch) -> None:
    def none() -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.delenv("MOTIVO_HOME")
    monkeypatch.delenv("XDG_STATE_HOME", raising=False)
    monkeypatch.delenv("LOCALAPPDATA", raising=False)
    monkeypatch.setattr(Path, "home", none)
    write("one")
    assert log_path() is None


@posix
def test_log_is_turned_over_before_it_grows_large(
    folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(logs, "LOG_BYTES", 1000)
    victim = tmp_path / "victim"
    victim.write_text("mine")
    (folder / f"{LOG_NAME}.1").symlink_to(victim)
    close = start_log()
    for number in range(100):
        logger.error("line %s", number)
    close()
    assert victim.read_text() == "mine"
    files = sorted(path.name for path in folder.iterdir())
    assert files == [LOG_NAME, f"{LOG_NAME}.1", f"{LOG_NAME}.2"]
    for name in files:
        assert (folder / name).stat().st_size <= 1000
        assert stat.S_IMODE((folder / name).stat().st_mode) == 0o600
    assert "line 99" in (folder / LOG_NAME).read_text(encoding="utf-8")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is full")
def test_full_disk_troubles_nobody(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    real = os.open

    def full(name: str, *args: int) -> int:
        return real("/dev/full" if str(name).endswith(LOG_NAME) else name, *args)

    monkeypatch.setattr(stat, "S_ISREG", lambda _mode: True)
    monkeypatch.setattr(os, "open", full)
    monkeypatch.setattr(os, "fchmod", lambda *_args: None)
    close = start_log()
    logger.error("one")
    close()
    assert capsys.readouterr().err == ""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="where Qt puts logs on Linux")
@pytest.mark.parametrize("named", ["", "/somewhere/state", "relative"])
def test_folder_is_that_of_the_system(monkeypatch: pytest.MonkeyPatch, named: str) -> None:
    monkeypatch.delenv("MOTIVO_HOME")
    monkeypatch.setenv("XDG_STATE_HOME", named)
    state = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.GenericStateLocation)
    assert log_dir() == Path(state) / "motivo" / "log"
