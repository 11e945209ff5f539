"""What `motivo info --json` tells of a file."""

import json
from pathlib import Path

import pytest

from app.cli import main

TURN = 'X:1\nT:Turn\nM:3+2/8\nL:1/8\nK:D\n|:"D"d3 "A7/C#"e2:|"G"g5|]\n'


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, object]:
    assert main(["info", *arguments, "--json"]) == 0
    values = json.loads(capsys.readouterr().out)
    assert isinstance(values, dict)
    return values


@pytest.fixture
def turn(tmp_path: Path) -> Path:
    path = tmp_path / "turn.abc"
    path.write_text(TURN, encoding="utf-8")
    return path


def test_chords_and_groups_are_told(capsys: pytest.CaptureFixture[str], turn: Path) -> None:
    values = told(capsys, str(turn), "--reading", "written")
    assert (values["meter"], values["grouped_meter"]) == ("5/8", "3+2/8")
    assert values["chords"] == "D A7/C♯ | G"


@pytest.mark.parametrize(
    ("reading", "repeats", "bars"), [("played", "played", 3), ("written", "as written", 2)]
)
def test_repeats_are_told(
    capsys: pytest.CaptureFixture[str], turn: Path, reading: str, repeats: str, bars: int
) -> None:
    values = told(capsys, str(turn), "--reading", reading)
    assert (values["repeats"], values["bars"]) == (repeats, bars)
    assert values["written_as"] == "score"


def test_score_without_repeats_has_none(capsys: pytest.CaptureFixture[str], turn: Path) -> None:
    plain = "X:1\nT:Plain\nL:1/4\nK:C\nCDEF|\n"
    turn.write_text(plain, encoding="utf-8")
    assert told(capsys, str(turn))["repeats"] == "none"
