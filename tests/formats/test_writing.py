"""Files are written whole, or stay as they were."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from app.domain.file_formats import WRITTEN
from app.errors import AppError
from app.formats import write_sketch
from app.playback.sound.render import render_audio
from tests.notation.tunes import quarters

resource = pytest.importorskip("resource", reason="Windows has no limit for files")

AIR = quarters(60, 62, 64, 65)


@contextmanager
def room_for(size: int) -> Iterator[None]:
    """Limit the size of files, as on a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize("suffix", [kind.suffix for kind in WRITTEN])
def test_full_disk_leaves_what_was_there_and_nothing_else(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"air{suffix}"
    # Whatever is loaded to write is loaded now: the limit counts some of its memory as files.
    write_sketch(AIR, path, render_audio=render_audio)
    path.write_bytes(b"mine")
    with room_for(40), pytest.raises(AppError, match="choose another folder") as failure:
        write_sketch(AIR, path, render_audio=render_audio)
    assert str(failure.value).count(". ") == 0
    assert path.read_bytes() == b"mine"
    assert list(tmp_path.glob("*air*")) == [path]
    assert list(tmp_path.glob(".*")) == []


def test_folder_that_is_none_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    for folder in (tmp_path / "missing", tmp_path / "file"):
        with pytest.raises(AppError, match="choose another folder"):
            write_sketch(AIR, folder / "air.mid")
