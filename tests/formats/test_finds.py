"""What the fuzzer found in the readers, each time as small as it could be made."""

from __future__ import annotations

import json
import struct
from pathlib import Path

import pytest

from app.domain import Project, Sketch
from app.domain.quoting import visible
from app.errors import AppError
from app.formats import import_midi, import_sketch, read_project, write_project
from app.formats.import_abc import import_abc
from app.formats.kept import MARK
from app.formats.magenta import note_seq
from app.formats.scores import export_mxl
from tests.formats.test_import_midi import END, file, meta, notes


def written(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(
        content.encode(errors="surrogatepass") if isinstance(content, str) else content
    )
    return path


def sequence(**fields: list[dict[str, object]]) -> bytes:
    found = note_seq("protobuf.music_pb2").NoteSequence()
    for name, items in fields.items():
        for item in items:
            getattr(found, name).add(**item)
    content: bytes = found.SerializeToString()
    return content


NOTE: dict[str, object] = {"pitch": 60, "velocity": 80, "start_time": 0.0, "end_time": 0.5}
CHORD: dict[str, object] = {"text": "\0", "annotation_type": 1}
SCORE = """<score-partwise><work><work-title>a&#x85;b</work-title></work><part-list/><part><measure>
<note><pitch><step>C</step><octave>4</octave></pitch><duration>1</duration></note>
</measure></part></score-partwise>"""


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("chord.abc", 'K:C\n"D\x7f"F'),
        ("title.abc", "X:1\nT:C\x7fcko\nK:C\nC\n\nX:2\nK:C\nC\n"),
        ("meter.abc", "M:4/\x7f\nK:C\nC"),
        ("chord.pb", sequence(notes=[NOTE], text_annotations=[CHORD])),
        ("part.pb", sequence(notes=[NOTE], instrument_infos=[{"name": "a\n\u202eb" * 1000}])),
        ("title.musicxml", SCORE),
    ],
)
def test_what_can_not_be_shown_is_not_repeated(
    name: str, content: str | bytes, tmp_path: Path
) -> None:
    imported = import_sketch(written(tmp_path, name, content))
    told = [*imported.messages, *map(str, imported.parts), imported.sketch.title]
    assert told == [visible(each) for each in told]
    assert all(len(each) < 200 for each in told)


def test_what_is_read_can_be_saved_however_long_its_repeats_make_it(tmp_path: Path) -> None:
    with pytest.raises(AppError, match="longer than 40,000 quarters"):
        import_sketch(written(tmp_path, "long.abc", "K:C\nCd65536d:|"))
    longest = import_sketch(written(tmp_path, "long.abc", "K:C\nCd65536d|"))
    project = Project(longest.sketch)
    write_project(project, tmp_path / "long.motivo")
    assert read_project(tmp_path / "long.motivo") == project


@pytest.mark.parametrize(
    "wrong",
    [
        {"pickup_ticks": 1.5},
        {"pickup_ticks": True},
        {"pickup_ticks": "0"},
        {"title": None},
        {"title": ["a"]},
        {"composer": 7},
        {"tempo_bpm": "120"},
        {"tempo_bpm": float("nan")},
        {"model": [[-1, 2]]},
        {"model": [[0, 10**15]]},
        {"model": [[0.0, 1.0]]},
        {"letters": {"0": 5}},
        {"letters": ["C"]},
        {"chords": 5},
        {"notes": "8"},
    ],
    ids=str,
)
def test_kept_text_that_motivo_would_not_write_changes_nothing(
    wrong: dict[str, object], tmp_path: Path
) -> None:
    frame = {
        "title": "Kept",
        "key": "C major",
        "tempo_bpm": 120.0,
        "pickup_ticks": 0,
        "chords": "",
        "notes": 8,
        "model": [[0, 1]],
        "letters": {"0": "C"},
    }

    def opened(kept: dict[str, object]) -> Project:
        text = MARK.encode() + json.dumps(kept).encode()
        content = file(meta(0x7F, b"\x7d" + text) + notes() + END)
        return Project(import_sketch(written(tmp_path, "kept.mid", content)).sketch)

    assert opened(frame).sketch.title == "Kept"
    project = opened({**frame, **wrong})
    assert project.sketch.title == ""
    write_project(project, tmp_path / "kept.motivo")
    assert read_project(tmp_path / "kept.motivo") == project


@pytest.mark.parametrize("letter", ["\0", "\u202e", "x" * 5000])
def test_wrong_letter_is_told_in_one_line(letter: str, tmp_path: Path) -> None:
    note = [0, 480, 60, 80, "player", letter]
    sketch = {
        "title": "",
        "composer": "",
        "key": "C major",
        "meter": "4/4",
        "tempo_bpm": 96.0,
        "pickup_ticks": 0,
        "chords": "",
        "notes": [note],
    }
    data = {"motivo": 4, "sketch": sketch, "origin": None, "versions": [], "takes": [], "bin": []}
    path = written(tmp_path, "letter.motivo", json.dumps(data))
    for read in (import_sketch, read_project):
        with pytest.raises(AppError, match="pitch 60 can't be written") as failure:
            read(path)
        assert str(failure.value) == visible(str(failure.value))
        assert len(str(failure.value)) < 200


def test_timewise_score_that_becomes_too_large_is_refused(tmp_path: Path) -> None:
    bars = "<measure/>" * 3000 + "".join(
        f"<measure><part id='{number}'/></measure>" for number in range(900)
    )
    path = written(tmp_path, "large.musicxml", f"<score-timewise>{bars}</score-timewise>")
    with pytest.raises(AppError, match="more in it than any score"):
        import_sketch(path)


def test_archive_of_a_later_version_is_refused(tmp_path: Path) -> None:
    archive = bytearray(export_mxl(Sketch()))
    archive[archive.rfind(b"PK\x01\x02") + 6] = 99
    with pytest.raises(AppError, match="packed in a way that Motivo doesn't know"):
        import_sketch(written(tmp_path, "later.mxl", bytes(archive)))


def test_midi_file_of_more_notes_than_any_tune_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(tmp_path, "many.mid", file(notes() + END))
    assert len(import_sketch(path).sketch.melody) == 8
    monkeypatch.setattr(import_midi, "MOST_NOTES", 7)
    with pytest.raises(AppError, match="more than 7 notes"):
        import_sketch(path)


def test_chord_of_thousands_of_degrees_is_told(tmp_path: Path) -> None:
    degree = "<degree><degree-value>9</degree-value><degree-type>add</degree-type></degree>"
    harmony = (
        f"<harmony><root><root-step>C</root-step></root><kind>major</kind>{degree * 25}</harmony>"
    )
    path = written(tmp_path, "degrees.musicxml", SCORE.replace("<note>", f"{harmony}<note>"))
    assert "A chord of more than 24 degrees was left out." in import_sketch(path).messages


def test_midi_file_larger_than_any_tune_is_refused(tmp_path: Path) -> None:
    events = b"\x00\xb0\x07\x40" * (2**19 + 1)
    with pytest.raises(AppError, match="larger than 2 MB"):
        import_sketch(written(tmp_path, "large.mid", file(events + END)))


def test_voice_whose_name_can_t_be_seen_has_another() -> None:
    imported = import_abc(b"X:1\nK:C\nV:1 name=\x7f\nCDEF|\nX:2\nK:C\nCDEF&EFGA|\n")
    assert all(part.name.isprintable() and part.name.strip(" ,") for part in imported.parts)
    assert imported.parts[0].name == "Tune 1"


def test_performance_with_a_tempo_that_never_comes_has_a_clock() -> None:
    track = b"".join(b"\x11\x90\x3c\x50\x83\x07\x80\x3c\x00" for _ in range(20))
    tempo = b"\xff\xff\xff\x7f\xff\x51\x03\x07\xa1\x20\x00\xff\x2f\x00"
    content = b"MThd" + struct.pack(">LHHH", 6, 1, 2, 480)
    for each in (tempo, track + b"\x00\xff\x2f\x00"):
        content += b"MTrk" + struct.pack(">L", len(each)) + each
    assert len(import_midi.import_midi(content).sketch.melody) > 10
