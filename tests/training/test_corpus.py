from __future__ import annotations

import io
import tarfile
import zipfile
from pathlib import Path

import pytest

from app.domain import Key, Mode
from app.training import corpus
from app.training.corpus import missing_sources, read_corpus
from app.training.readers import style_of
from app.training.report import CorpusReport, Reason
from app.training.tune import TuneChord

HYMN = "X:1\nT:A hymn\nM:4/4\nL:1/4\nV: S1V1\nK:F\n[V: S1V1] " + "FGAB|" * 5 + "\n"
REEL = "X:2\nT:Some Reel\nM:C|\nL:1/8\nK:D\n" + "defg afed|" * 3 + "\n"
ATTRIBUTES = (
    "<attributes><divisions>1</divisions><key><fifths>0</fifths></key>"
    "<time><beats>4</beats><beat-type>4</beat-type></time></attributes>"
)


@pytest.fixture
def collections(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "corpus" / "airdsAirs").mkdir(parents=True)
    (tmp_path / "corpus" / "airdsAirs" / "book.abc").write_text(REEL)
    (tmp_path / "corpus" / "essenFolksong").mkdir()
    (tmp_path / "corpus" / "essenFolksong" / "more.abc").write_text(REEL)
    monkeypatch.setattr(corpus, "music21_corpus", lambda: tmp_path / "corpus")
    return tmp_path


def pack_tar(folder: Path, hymn: str) -> None:
    """Write the archive that holds a hymn."""
    folder.mkdir(parents=True)
    with tarfile.open(folder / "abc.tar.gz", "w:gz") as packed:
        member = tarfile.TarInfo("hymn.abc")
        member.size = len(hymn)
        packed.addfile(member, io.BytesIO(hymn.encode()))


def test_only_allowed_sources_are_read(collections: Path) -> None:
    data = collections / "data"
    for folder in ("OpenHymnal", "POP909"):
        pack_tar(data / folder, HYMN)

    tunes = list(read_corpus(data))

    assert [(tune.source, tune.style) for tune in tunes] == [
        ("Aird", "reel"),
        ("OpenHymnal", "hymn"),
    ]


def test_without_a_folder_the_collections_of_music21_are_read(collections: Path) -> None:
    assert [tune.title for tune in read_corpus(None)] == ["Some Reel"]
    assert [tune.title for tune in read_corpus(collections / "nowhere")] == ["Some Reel"]


def pack(folder: Path, archive: str, **files: str) -> None:
    """Write a zip of files."""
    folder.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(folder / archive, "w") as packed:
        for name, content in files.items():
            packed.writestr(name.replace("_", "."), content)


def test_songs_have_the_chords_and_the_key_of_their_analysis(collections: Path) -> None:
    data = collections / "data"
    measures = "".join(
        f"<measure number='{number}'>{ATTRIBUTES if number == 1 else ''}"
        + "".join(
            f"<note><pitch><step>{step}</step><octave>4</octave></pitch>"
            "<duration>1</duration></note>"
            for step in steps
        )
        + "</measure>"
        for number, steps in enumerate(("CEGE", "DGBG", "CEGE", "ACEA"), 1)
    )
    song = f"<score-partwise><part id='P1'>{measures}</part></score-partwise>"
    folder = data / "OpenScore-Lieder"
    pack(folder, "vocal_lines_musicxml.zip", lc1_musicxml=song)
    pack(folder, "harmony_rntxt.zip", lc1_rntxt="m1 a: III\nm2 V/III\nm3 III\nm4 i\n")

    (lied,) = [tune for tune in read_corpus(data) if tune.source == "Lieder"]

    assert lied.key == Key("A", Mode.MINOR)
    assert lied.chords == (
        TuneChord(0, 0), TuneChord(96, 7), TuneChord(192, 0), TuneChord(288, 9, "m"),
    )  # fmt: skip


def test_hymns_have_the_chords_of_their_voices_and_a_key_that_fits(collections: Path) -> None:
    hymn = (
        "X:1\nT:A hymn\nM:4/4\nL:1/4\nV: S1V1\nV: S1V2\nV: S2V1\nK:C\n"
        "[V: S1V1] A c e c | B ^G e B | A c e c | A4 |]\n"
        "[V: S1V2] E4 | E4 | E4 | E4 |]\n"
        "[V: S2V1] A,4 | E,4 | A,4 | A,2 C2 |]\n"
    )
    pack_tar(collections / "data" / "OpenHymnal", hymn)

    (read,) = [tune for tune in read_corpus(collections / "data") if tune.source == "OpenHymnal"]

    assert read.key == Key("A", Mode.MINOR)
    assert read.chords[0] == TuneChord(0, 9, "m")
    assert {chord.root for chord in read.chords} == {9, 4}


def test_the_report_counts_what_was_left_out(collections: Path) -> None:
    book = collections / "corpus" / "airdsAirs" / "book.abc"
    short = "\nX:3\nT:Short\nM:C|\nL:1/8\nK:D\ndefg afed|\n"
    free = "\nX:4\nT:Free\nM:none\nL:1/8\nK:D\ndefg afed|\n"
    book.write_text(REEL + short + free)
    report = CorpusReport()

    kept = list(read_corpus(None, report))

    count = report.of("Aird")
    assert (count.files, count.tunes, count.pieces) == (1, 2, 1)
    assert count.notes == len(kept[0].notes) == 24
    assert count.dropped == {Reason.SHORT: 1, Reason.NO_METER: 1}


def test_sources_that_are_not_at_hand_are_named_with_their_origin(collections: Path) -> None:
    data = collections / "data"
    assert any(line.startswith("OpenHymnal: mzealey") for line in missing_sources(None))

    pack_tar(data / "OpenHymnal", HYMN)

    missing = missing_sources(data)
    assert not any(line.startswith("OpenHymnal") for line in missing)
    assert any("OpenScore/Lieder" in line for line in missing)
    assert any(line.startswith("ryansMammoth: music21") for line in missing)
    assert not any(line.startswith("airdsAirs") for line in missing)


@pytest.mark.parametrize(
    ("text", "style"),
    [
        ("Slip Jig", "slip jig"),
        ("double jig", "jig"),
        ("Duke of York's March", "march"),
        ("Something", "air"),
    ],
)
def test_styles_are_recognised_by_names(text: str, style: str) -> None:
    assert style_of(text, "air") == style


def test_a_name_that_only_begins_like_a_style_is_not_one() -> None:
    assert style_of("The Marchioness", "air") == "air"
