"""`motivo train`: from a folder of melodies to a model that the app opens."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from app.cli import main as motivo  # noqa: E402
from app.domain import Request  # noqa: E402
from app.generation import generate, load_model  # noqa: E402
from app.training.__main__ import main  # noqa: E402
from tests.generation.conftest import motif_sketch  # noqa: E402

LETTERS = ("D", "E", "F", "G", "A", "B", "c", "d")


@pytest.fixture
def songs(tmp_path: Path) -> Path:
    """A folder of ABC files with random tunes."""
    folder = tmp_path / "songs"
    folder.mkdir()
    random = np.random.default_rng(1)
    for number in range(16):
        bars = " | ".join("".join(random.choice(LETTERS, 8)) for _ in range(8))
        (folder / f"{number}.abc").write_text(
            f"X:1\nT:Tune {number}\nR:reel\nM:4/4\nL:1/8\nK:D\n{bars} |]\n"
        )
    return folder


def small(songs: Path, out: Path) -> list[str]:
    return [
        "--folder", str(songs), "--out", str(out), "--cache", str(out.parent / "cache"),
        "--epochs", "2", "--width", "16", "--layers", "1", "--heads", "2", "--processes", "1",
    ]  # fmt: skip


def test_a_folder_of_melodies_makes_a_model(
    songs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "model"

    assert main(small(songs, out)) == 0

    printed = capsys.readouterr()
    json.loads(printed.out)
    assert "epoch 2" in printed.err
    assert "songs" in printed.err
    (take,) = generate(load_model(out), motif_sketch(), Request(bars=2, takes=1))
    assert take.sketch.bars == 4


def test_two_processes_make_one_model(songs: Path, tmp_path: Path) -> None:
    out = tmp_path / "model"
    done = subprocess.run(
        [sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc-per-node", "2",
         "-m", "app.training", *small(songs, out)],
        env={**os.environ, "OMP_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        check=False,
    )  # fmt: skip

    assert done.returncode == 0, done.stderr
    # One of them reports and writes.
    assert done.stderr.count("epoch 2,") == 1
    assert done.stdout.count('"weighted"') == 1
    (take,) = generate(load_model(out), motif_sketch(), Request(bars=2, takes=1))
    assert take.sketch.bars == 4


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ([], "--out"),
        (["--out", "x", "--epochs", "0"], "0 is too few; choose 1 or more"),
        (["--out", "x", "--epochs", "many"], "--epochs"),
        (["--out", "x", "--dropout", "1"], "1 is not a share"),
        (["--out", "x", "--width", "10", "--heads", "2"], "choose a multiple of 4"),
        (["--out", "x", "--depth", "3"], "--depth"),
    ],
)
def test_wrong_use_is_reported(
    capsys: pytest.CaptureFixture[str], arguments: list[str], sentence: str
) -> None:
    with pytest.raises(SystemExit) as ended:
        motivo(["train", *arguments])

    assert ended.value.code == 2
    assert sentence in capsys.readouterr().err
    assert not Path("x").exists()


def test_a_folder_that_is_not_there_is_reported(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status = motivo(["train", *small(tmp_path / "nowhere", tmp_path / "out")])

    assert status == 1
    assert "is not a folder" in capsys.readouterr().err


def test_a_folder_without_melodies_is_reported(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "empty").mkdir()

    assert motivo(["train", *small(tmp_path / "empty", tmp_path / "out")]) == 1
    assert "There is nothing to learn from" in capsys.readouterr().err
    assert not (tmp_path / "out" / "melody.safetensors").exists()
