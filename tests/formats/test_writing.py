"""Files are written whole, or stay as they were."""

from __future__ import annotations

import errno
import os
import re
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

import app
from app.bench.patience import PATIENCE_SECONDS
from app.domain.file_formats import WRITTEN
from app.errors import AppError
from app.formats import write_sketch
from app.formats.writing import TEMPORARY, FileChangedError, stamp_of, write_whole
from app.playback.sound.render import render_audio
from tests.formats.test_other_readers import needs
from tests.notation.tunes import quarters

resource = pytest.importorskip("resource", reason="Windows has no limit for files")

AIR = quarters(60, 62, 64, 65)

OLD, NEW = b"what was there", b"what is written now" * 1000


@contextmanager
def room_for(size: int) -> Iterator[None]:
    """Limit the size of files, as on a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with nothing in it."""
    (tmp_path / "music").mkdir()
    return tmp_path / "music"


@pytest.fixture
def file(folder: Path) -> Path:
    """A file that is there already."""
    path = folder / "mine.motivo"
    path.write_bytes(OLD)
    return path


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def assert_is_one_sentence(failure: pytest.ExceptionInfo[AppError], name: str) -> None:
    told = str(failure.value)
    assert told.startswith(name)
    assert told.endswith(".")
    assert ". " not in told
    assert "\n" not in told


@pytest.mark.parametrize("suffix", [kind.suffix for kind in WRITTEN])
def test_full_disk_leaves_what_was_there_and_nothing_else(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"air{suffix}"
    # Whatever is loaded to write is loaded now: the limit counts some of its memory as files.
    write_sketch(AIR, path, render_audio=render_audio)
    path.write_bytes(b"mine")
    with room_for(40), pytest.raises(AppError, match="choose another folder") as failure:
        write_sketch(AIR, path, render_audio=render_audio)
    assert_is_one_sentence(failure, path.name)
    assert path.read_bytes() == b"mine"
    assert list(tmp_path.glob("*air*")) == [path]
    assert list(tmp_path.glob(".*")) == []


def test_folder_that_is_none_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    for folder in (tmp_path / "missing", tmp_path / "file"):
        with pytest.raises(AppError, match="choose another folder"):
            write_sketch(AIR, folder / "air.mid")


def test_link_stays_and_the_file_that_it_leads_to_is_written(folder: Path, file: Path) -> None:
    elsewhere = folder / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "first").symlink_to(Path("..") / file.name)
    second = elsewhere / "second.motivo"
    second.symlink_to("first")
    write_whole(second, NEW)
    assert (second.is_symlink(), (elsewhere / "first").is_symlink()) == (True, True)
    assert not file.is_symlink()
    assert file.read_bytes() == NEW
    assert names_in(elsewhere) == ["first", "second.motivo"]
    assert names_in(folder) == ["elsewhere", "mine.motivo"]


def test_folder_that_is_told_is_that_of_the_file_and_not_of_the_link(
    folder: Path, file: Path, tmp_path: Path
) -> None:
    link = tmp_path / "link.motivo"
    link.symlink_to(file)
    with room_for(40), pytest.raises(AppError, match=f"to {folder} "):
        write_whole(link, NEW)
    assert file.read_bytes() == OLD


def test_link_to_nothing_and_links_in_a_circle_are_told_and_stay(folder: Path) -> None:
    dangling, one, other = folder / "dangling", folder / "one", folder / "other"
    dangling.symlink_to("missing")
    one.symlink_to("other")
    other.symlink_to("one")
    for link in (dangling, one):
        with pytest.raises(AppError, match="leads to no file") as failure:
            write_whole(link, NEW)
        assert_is_one_sentence(failure, link.name)
    assert names_in(folder) == ["dangling", "one", "other"]
    assert all(link.is_symlink() for link in (dangling, one, other))


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664, 0o755])
def test_file_keeps_its_permissions(file: Path, mode: int) -> None:
    file.chmod(mode)
    write_whole(file, NEW)
    assert mode_of(file) == mode
    assert file.read_bytes() == NEW


@pytest.mark.parametrize("mask", [0o022, 0o077, 0o002])
def test_new_file_has_the_permissions_that_the_user_gives_new_files(
    folder: Path, mask: int
) -> None:
    before = os.umask(mask)
    try:
        write_whole(folder / "new.motivo", NEW)
    finally:
        os.umask(before)
    assert mode_of(folder / "new.motivo") == 0o666 & ~mask


def test_secret_file_is_never_open_to_others_while_it_is_written(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file.chmod(0o600)
    seen: list[int] = []
    real = os.fsync

    def look(handle: int) -> None:
        if stat.S_ISREG(os.fstat(handle).st_mode):
            seen.append(stat.S_IMODE(os.fstat(handle).st_mode))
        real(handle)

    monkeypatch.setattr(os, "fsync", look)
    write_whole(file, NEW)
    assert seen == [0o600]


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root may give files away"
)
def test_file_keeps_its_owner(file: Path) -> None:
    os.chown(file, 1234, 1235)
    file.chmod(0o640)
    write_whole(file, NEW)
    assert (file.stat().st_uid, file.stat().st_gid, mode_of(file)) == (1234, 1235, 0o640)


def test_group_that_can_not_be_kept_hands_its_rights_to_no_other(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file.chmod(0o664)

    def refuse(*_args: Any) -> None:
        raise PermissionError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "chown", refuse)
    real = os.fstat

    def as_of_another(handle: int) -> os.stat_result:
        values = list(real(handle))
        values[5] += 1  # the group
        return os.stat_result(values)

    monkeypatch.setattr(os, "fstat", as_of_another)
    write_whole(file, NEW)
    assert mode_of(file) == 0o644
    assert file.read_bytes() == NEW


def test_read_only_file_is_left_alone(folder: Path, file: Path) -> None:
    file.chmod(0o444)
    with pytest.raises(AppError, match="read-only") as failure:
        write_whole(file, NEW)
    assert_is_one_sentence(failure, file.name)
    assert file.read_bytes() == OLD
    assert names_in(folder) == [file.name]


def test_what_is_no_file_is_left_alone(folder: Path) -> None:
    (folder / "inner").mkdir()
    os.mkfifo(folder / "pipe")
    (folder / "device").symlink_to("/dev/null")
    for name in ("inner", "pipe", "device"):
        with pytest.raises(AppError, match="is not a file") as failure:
            write_whole(folder / name, NEW)
        assert_is_one_sentence(failure, "null" if name == "device" else name)
    assert names_in(folder) == ["device", "inner", "pipe"]
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)


def test_name_may_be_as_long_as_the_system_allows(folder: Path) -> None:
    path = folder / ("a" * 248 + ".motivo")
    write_whole(path, NEW)
    write_whole(path, OLD)
    assert path.read_bytes() == OLD
    with pytest.raises(AppError, match="can't be written"):
        write_whole(folder / ("a" * 300), NEW)


CALLS = ("open", "fsync", "fstat", "stat", "chmod", "chown", "access", "replace", "unlink", "close")


class Failing:
    """Has the system calls of a save counted, and one of them fail."""

    def __init__(self, patch: pytest.MonkeyPatch, number: int, code: int) -> None:
        self.count, self.failed = 0, ""
        self._number, self._code = number, code
        for name in CALLS:
            patch.setattr(os, name, self._of(name, getattr(os, name)))

    def _of(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **options: Any) -> Any:
            self.count += 1
            if self.count == self._number:
                self.failed = name
                if name == "close":
                    real(*args, **options)
                raise OSError(self._code, os.strerror(self._code))
            return real(*args, **options)

        return call


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO, errno.EROFS, errno.EACCES])
def test_whatever_call_fails_the_old_or_the_new_file_is_whole(
    folder: Path, file: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    known = stamp_of(file)
    told = set()
    for number in range(1, 100):
        file.write_bytes(OLD)
        os.utime(file, ns=(known.mtime_ns, known.mtime_ns))
        with monkeypatch.context() as patch:
            failing = Failing(patch, number, code)
            sentence = ""
            try:
                write_whole(file, NEW, known)
            except AppError as error:
                sentence = str(error)
                told.add(failing.failed)
        assert file.read_bytes() == (OLD if sentence else NEW)
        assert ". " not in sentence
        assert names_in(folder) == [file.name], failing.failed
        if not failing.failed:
            break
    assert told >= {"open", "fsync", "fstat", "stat", "chmod", "replace"}


SAVE = """
import os, sys
from pathlib import Path
from app.errors import AppError
from app.formats.writing import write_whole
os.urandom = bytes  # strace has to be told the name of the temporary file
try:
    write_whole(Path(sys.argv[1]), b"what is written now" * 1000)
except AppError as error:
    print(error)
"""


def save_under_strace(path: Path, *options: str) -> tuple[str, list[str]]:
    """Save in a process of its own; return what it told, and its system calls on the files."""
    record = path.parent.parent / "calls"
    files = (path, path.with_name(f"{TEMPORARY}{bytes(8).hex()}"), path.parent)
    watched = [option for file in files for option in ("-P", str(file))]
    done = subprocess.run(
        ["strace", "-f", "-o", record, *watched, *options, sys.executable, "-c", SAVE, path],
        check=True, capture_output=True, text=True, timeout=PATIENCE_SECONDS,
        env={**os.environ, "PYTHONPATH": str(Path(app.__file__).parent.parent)},
    )  # fmt: skip
    return done.stdout, re.findall(r"^\d+ +(\w+)\(", record.read_text(), re.MULTILINE)


@needs("strace", "strace")
def test_whatever_the_kernel_refuses_the_old_or_the_new_file_is_whole(
    folder: Path, file: Path
) -> None:
    told, calls = save_under_strace(file)
    assert (told, file.read_bytes()) == ("", NEW)
    assert {"openat", "write", "fsync", "close", "chmod", "rename"} <= set(calls)
    refused = set()
    for place, call in enumerate(calls):
        file.write_bytes(OLD)
        nth = calls[: place + 1].count(call)
        told, _ = save_under_strace(file, "-e", f"inject={call}:error=EIO:when={nth}")
        assert file.read_bytes() == (OLD if told else NEW), (call, nth)
        assert told.count("\n") == bool(told)
        assert names_in(folder) == [file.name], (call, nth)
        refused |= {call} if told else set()
    assert {"openat", "write", "fsync", "close", "chmod", "rename"} <= refused


def test_file_that_another_program_has_changed_is_not_replaced(folder: Path, file: Path) -> None:
    known = write_whole(file, OLD)
    assert known == stamp_of(file)
    theirs = OLD.swapcase()  # of the same size
    file.write_bytes(theirs)
    with pytest.raises(FileChangedError):
        write_whole(file, NEW, known)
    assert file.read_bytes() == theirs
    assert names_in(folder) == [file.name]
    known = write_whole(file, NEW, stamp_of(file))
    assert write_whole(file, OLD, known) == stamp_of(file)


def test_what_no_sketch_can_be_is_not_read_to_be_stamped(folder: Path) -> None:
    os.mkfifo(folder / "pipe")
    with (folder / "huge").open("wb") as huge:
        huge.truncate(10**12)
    for name in ("pipe", "huge", "."):
        with pytest.raises(OSError, match="too large"):
            stamp_of(folder / name)


def test_change_is_noticed_where_the_clock_was_set_back_and_the_file_replaced(file: Path) -> None:
    known = write_whole(file, OLD)
    other = file.with_name("other")
    other.write_bytes(NEW)
    os.utime(other, ns=(0, 0))
    other.replace(file)
    with pytest.raises(FileChangedError):
        write_whole(file, OLD, known)


def test_file_that_was_only_touched_or_copied_or_is_gone_counts_as_unchanged(file: Path) -> None:
    known = write_whole(file, OLD)
    os.utime(file, ns=(0, 0))
    known = write_whole(file, NEW, known)
    copy = file.with_name("copy")
    shutil.copyfile(file, copy)
    copy.replace(file)
    known = write_whole(file, OLD, known)
    file.unlink()
    write_whole(file, NEW, known)
    assert file.read_bytes() == NEW
