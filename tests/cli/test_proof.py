import json
import zipfile
from pathlib import Path

import pytest

from app.cli import main
from app.formats import write_sketch
from tests.notation.tunes import quarters


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "songs"
    folder.mkdir()
    for number in range(3):
        write_sketch(quarters(60, 61, 62, 64 + number), folder / f"{number}.musicxml")
    return folder


def test_tunes_of_a_folder_are_proof_read(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "broken.mid").write_bytes(b"no music")
    assert main(["proof", str(folder), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["tunes"], told["faulty"]) == (4, 1)
    songs = told["sources"]["songs"]
    assert (songs["tunes"], songs["notes"], songs["put_on_grid"]) == (4, 12, 0)
    assert list(songs["faults"]) == ["broken.mid"]
    assert told["spelling"]["all"] == {
        "scores": 3,
        "notes": 12,
        "agreeing_percent": 100.0,
        "notes_in_key": 0,
        "agreeing_in_key_percent": 100.0,
    }

    assert main(["proof", str(folder)]) == 0
    out = capsys.readouterr().out
    assert "songs: broken.mid: import: " in out
    assert "100.00 %" in out


def test_packed_sources_are_unpacked_and_music21s_are_read_as_well(
    folder: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    source = tmp_path / "data" / "Packed"
    source.mkdir(parents=True)
    with zipfile.ZipFile(source / "songs.zip", "w") as packed:
        packed.write(folder / "0.musicxml", "0.musicxml")
    monkeypatch.setattr("app.training.corpus.music21_folders", lambda: {"Own": folder})
    assert main(["proof", "--data", str(tmp_path / "data"), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert {name: of["tunes"] for name, of in told["sources"].items()} == {"Packed": 1, "Own": 3}
    assert told["spelling"]["all"]["scores"] == 4


def test_what_is_wrong_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["proof"]) == 2
    for arguments in ([str(tmp_path)], [str(tmp_path / "none")], ["--data", str(tmp_path / "no")]):
        capsys.readouterr()
        assert main(["proof", *arguments]) == 1
        assert capsys.readouterr().err.startswith("motivo: There is no ")
