from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from app.cli import main
from app.domain import Key, Melody, Meter, Note, Sketch
from app.formats import read_sketch, write_sketch
from app.generation import load_model
from app.training.tune import Tune
from tests.training.tunes import made_up_tune

PITCHES = (74, 78, 81, 78, 76, 74, 71, 74, 69, 74, 76, 78, 76, 74)
TUNE = Sketch(
    title="Tune",
    melody=Melody(tuple(Note(i * 480, 480, pitch) for i, pitch in enumerate(PITCHES))),
    key=Key.parse("D major"),
    meter=Meter(4, 4),
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "tune.musicxml"
    write_sketch(TUNE, path)
    return path


def evaluated(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, object]:
    assert main(["evaluate", *arguments, "--json"]) == 0
    told: dict[str, object] = json.loads(capsys.readouterr().out)
    return told


def test_bits_of_a_file_are_those_of_its_notes_and_its_end(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = evaluated(capsys, str(file))

    model, sketch = load_model(), read_sketch(file)
    bits = [
        model.next_note_distribution(
            replace(sketch, melody=Melody(sketch.melody.notes[:index]))
        ).bits(note)
        for index, note in enumerate(sketch.melody.notes)
    ]
    end = model.next_note_distribution(sketch).end_bits()
    assert told["notes"] == len(PITCHES)
    assert told["bits_per_note"] == pytest.approx((sum(bits) + end) / len(PITCHES), abs=1e-3)
    later = bits[8:]
    assert told["continuation_bits_per_note"] == pytest.approx(
        (sum(later) + end) / len(later), abs=1e-3
    )
    parts = [told["gap_bits"], told["duration_bits"], told["pitch_bits"]]
    assert sum(map(float, map(str, parts))) == pytest.approx(told["bits_per_note"], abs=1e-3)
    assert told["files"] == [
        {"file": str(file), **{name: told[name] for name in told if name != "files"}}
    ]


def test_several_files_count_by_their_notes(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path / "short.mid"
    write_sketch(replace(TUNE, melody=Melody(TUNE.melody.notes[:7])), other)

    told = evaluated(capsys, str(file), str(other), "--style", "reel")

    files = told["files"]
    assert isinstance(files, list)
    assert [one["notes"] for one in files] == [14, 7]
    together = sum(one["notes"] * one["bits_per_note"] for one in files) / 21
    assert told["bits_per_note"] == pytest.approx(together, abs=1e-3)
    assert told["notes"] == 21


def test_without_json_a_table_is_shown(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evaluate", str(file)]) == 0
    out = capsys.readouterr().out
    assert "continuation" in out
    assert "14" in out


def test_the_style_is_told_to_the_model(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    any_style = evaluated(capsys, str(file))["bits_per_note"]
    hymn = evaluated(capsys, str(file), "--style", "hymn")["bits_per_note"]
    assert any_style != hymn


def test_what_is_wrong_is_told_in_one_sentence(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    empty = tmp_path / "empty.motivo"
    write_sketch(Sketch(title="Nothing"), empty)
    cases = [
        [str(tmp_path / "none.mid")],
        [str(empty)],
        [str(file), "--style", "no-such-style"],
        [str(file), "--model", str(tmp_path)],
        ["--corpus", str(tmp_path / "nowhere")],
    ]
    for arguments in cases:
        assert main(["evaluate", *arguments, "--json"]) == 1, arguments
        out, err = capsys.readouterr()
        assert out == ""
        assert err.startswith("motivo: ")
        assert err.count("\n") == 1, arguments


@pytest.mark.parametrize("corpus", [[], ["tune.mid", "--corpus", "."]])
def test_files_or_a_corpus_are_needed_and_not_both(
    corpus: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["evaluate", *corpus]) == 2
    assert "Usage" in capsys.readouterr().err


def test_a_corpus_is_measured_on_its_held_out_split(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    tunes = [made_up_tune(seed, 110, ("Ryan", "Lieder")[seed % 2]) for seed in range(12)]
    splits = [0] * 6 + [1] * 3 + [2] * 3

    def with_splits(_: list[Tune]) -> tuple[list[Tune], list[int]]:
        return tunes, splits

    monkeypatch.setattr("app.training.corpus.read_corpus", lambda _: iter(tunes))
    monkeypatch.setattr("app.training.dataset.split_tunes", with_splits)
    arguments = [
        "--corpus",
        str(tmp_path),
        "--baselines",
        "--rnn-epochs",
        "0",
        "--ladder-epochs",
        "0",
    ]

    told = evaluated(capsys, *arguments, "--quality", "--motifs", "2")

    assert (told["split"], told["pieces"]) == ("test", 3)
    predictors = told["predictors"]
    assert isinstance(predictors, list)
    assert [one["name"] for one in predictors] == [
        "Motivo", "n-gram", "n-gram, adaptive", "IDyOM-style",
    ]  # fmt: skip
    for one in predictors:
        assert one["full"]["notes"] == 330
        assert one["full"]["bits_per_note"] > 0
        assert one["full"]["gap_bits"] >= 0
        assert set(one["sources"]) == {"Lieder", "Ryan"}
    quality = told["quality"]
    assert isinstance(quality, dict)
    assert quality["motifs"] == 2
    assert len(quality["metrics"]) > 10

    assert main(["evaluate", "--corpus", str(tmp_path), "--split", "valid"]) == 0
    assert "Motivo, weighted" in capsys.readouterr().out
