from __future__ import annotations

import io
import tarfile
from pathlib import Path

import pytest

from app.training import corpus
from app.training.corpus import read_corpus, style_of

HYMN = "X:1\nT:A hymn\nM:4/4\nL:1/4\nV: S1V1\nK:F\n[V: S1V1] " + "FGAB|" * 5 + "\n"
REEL = "X:2\nT:Some Reel\nM:C|\nL:1/8\nK:D\n" + "defg afed|" * 3 + "\n"


@pytest.fixture
def collections(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "corpus" / "airdsAirs").mkdir(parents=True)
    (tmp_path / "corpus" / "airdsAirs" / "book.abc").write_text(REEL)
    (tmp_path / "corpus" / "essenFolksong").mkdir()
    (tmp_path / "corpus" / "essenFolksong" / "more.abc").write_text(REEL)
    monkeypatch.setattr(corpus, "_music21_corpus", lambda: tmp_path / "corpus")
    return tmp_path


def test_only_allowed_sources_are_read(collections: Path) -> None:
    data = collections / "data"
    for folder in ("OpenHymnal", "POP909"):
        (data / folder).mkdir(parents=True)
        with tarfile.open(data / folder / "abc.tar.gz", "w:gz") as packed:
            member = tarfile.TarInfo("hymn.abc")
            member.size = len(HYMN)
            packed.addfile(member, io.BytesIO(HYMN.encode()))

    tunes = list(read_corpus(data))

    assert [(tune.source, tune.style) for tune in tunes] == [
        ("Aird", "reel"),
        ("OpenHymnal", "hymn"),
    ]


def test_without_a_folder_the_collections_of_music21_are_read(collections: Path) -> None:
    assert [tune.title for tune in read_corpus(None)] == ["Some Reel"]
    assert [tune.title for tune in read_corpus(collections / "nowhere")] == ["Some Reel"]


@pytest.mark.parametrize(
    ("text", "style"),
    [
        ("Slip Jig", "slip jig"),
        ("double jig", "jig"),
        ("Duke of York's March", "march"),
        ("Something", "air"),
    ],
)
def test_styles_are_told_by_names(text: str, style: str) -> None:
    assert style_of(text, "air") == style


def test_a_name_that_only_begins_like_a_style_is_none() -> None:
    assert style_of("The Marchioness", "air") == "air"
