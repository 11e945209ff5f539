import json
from pathlib import Path

import mido
import pytest

from app.cli import main
from app.domain import Key, Melody, Meter, Note, Sketch
from app.formats import read_sketch, write_sketch

MOTIF = Sketch(
    title="Motif",
    melody=Melody(
        tuple(
            Note(240 + index * 240, 240, pitch)
            for index, pitch in enumerate([74, 78, 81, 78, 76, 74, 71, 74, 69, 74, 76, 78, 76, 74])
        )
    ),
    key=Key.parse("D major"),
    meter=Meter(6, 8),
    tempo_bpm=120,
    pickup_ticks=240,
)


@pytest.fixture
def motif_file(tmp_path: Path) -> Path:
    path = tmp_path / "motif.mid"
    write_sketch(MOTIF, path)
    return path


def extended(
    motif_file: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> dict[str, object]:
    status = main(["extend", str(motif_file), "-o", str(folder), "--takes", "2", "--json"])
    assert status == 0
    told: dict[str, object] = json.loads(capsys.readouterr().out)
    return told


def test_extend_gives_takes_that_begin_with_the_motif(
    motif_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = extended(motif_file, tmp_path / "takes", capsys)
    takes = told["takes"]
    assert isinstance(takes, list)
    assert len(takes) == 2
    for number, take in enumerate(takes, start=1):
        path = tmp_path / "takes" / f"take-{number}.mid"
        assert take["file"] == str(path)
        sketch = read_sketch(path)
        assert sketch.melody.notes[: len(MOTIF.melody)] == MOTIF.melody.notes
        assert sketch.bars == MOTIF.bars + 8
        written = read_sketch(path.with_suffix(".musicxml")).melody
        assert [(n.onset_ticks, n.duration_ticks, n.pitch) for n in written] == [
            (n.onset_ticks, n.duration_ticks, n.pitch) for n in sketch.melody
        ]
        assert [note[2] for note in take["notes"]] == [note.pitch for note in sketch.melody]
        played = [m for m in mido.MidiFile(path) if m.type == "note_on" and m.velocity]
        assert [message.note for message in played] == [note.pitch for note in sketch.melody]


def test_same_seed_gives_the_same_notes(
    motif_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = extended(motif_file, tmp_path / "a", capsys)["takes"]
    second = extended(motif_file, tmp_path / "b", capsys)["takes"]
    assert isinstance(first, list)
    assert isinstance(second, list)
    assert [take["notes"] for take in first] == [take["notes"] for take in second]
    assert first[0]["notes"] != first[1]["notes"]


def test_info_tells_what_the_file_holds(
    motif_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["info", str(motif_file), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["title"], told["key"], told["meter"]) == ("Motif", "D major", "6/8")
    assert (told["tempo_bpm"], told["pickup_quarters"], told["bars"]) == (120, 0.5, MOTIF.bars)
    assert told["notes"][0] == [0.5, 0.5, 74, 80, "player"]


@pytest.mark.parametrize("style", ["no-such-style"])
def test_unknown_style_is_told_with_those_there_are(
    motif_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], style: str
) -> None:
    assert main(["extend", str(motif_file), "-o", str(tmp_path / "x"), "--style", style]) == 1
    told = capsys.readouterr().err
    assert told.startswith("motivo: ")
    assert told.count("\n") == 1
    assert "reel" in told


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.mid", b""),
        ("text.mid", b"This is a letter, not music.\n"),
        ("cut.mid", b"MThd\x00\x00\x00\x06\x00\x01\x00\x02\x01\xe0MTrk\x00\x00\x10\x00\x00\x90"),
        ("empty.musicxml", b"<score-partwise><part-list/></score-partwise>"),
        ("rubbish.mxl", b"\x00\x01\x02"),
        ("letter.abc", b""),
        ("strange.xyz", b"abc"),
    ],
)
def test_wrong_file_gets_one_clear_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, content: bytes
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert main(["info", str(path), "--json"]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("motivo: ")
    assert err.count("\n") == 1
    assert name in err


def test_folder_that_cannot_be_written_is_told(
    motif_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("in the way")
    assert main(["extend", str(motif_file), "-o", str(tmp_path / "file" / "takes")]) == 1
    assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.parametrize("argv", [["extend"], ["extend", "x.mid"], ["nonsense"], ["info"]])
def test_wrong_use_exits_with_2(argv: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(argv) == 2
    assert "Usage" in capsys.readouterr().err
