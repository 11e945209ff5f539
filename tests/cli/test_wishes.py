"""What `motivo extend` can be asked, and how it refuses."""

import json
from pathlib import Path

import click
import pytest

from app.cli import main
from app.cli.extend import extend
from app.cli.options import parse_bars
from app.domain import Ending, Form, Melody, Note, RequestMode, Sketch, Wishes
from app.domain.wishes import WISHES
from app.errors import AppError
from app.formats import write_sketch


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "motif.mid"
    write_sketch(Sketch(melody=Melody(tuple(Note(i * 480, 480, 60) for i in range(16)))), path)
    return path


def extended(file: Path, *wishes: str) -> int:
    return main(["extend", str(file), "-o", str(file.parent / "takes"), *wishes])


@pytest.mark.parametrize(
    "wishes",
    [
        ["--mode", "sing"],
        ["--range", "three"],
        ["--range", "3-4"],
        ["--range", "3:4:5"],
        ["--range", ":4"],
        ["--closeness", "near"],
        ["--density", "many"],
        ["--ending", "loud"],
        ["--form", "a 1 b"],
        ["--form", ""],
        ["--lowest", "H4"],
    ],
)
def test_text_that_says_nothing_is_wrong_use(
    file: Path, capsys: pytest.CaptureFixture[str], wishes: list[str]
) -> None:
    assert extended(file, *wishes) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert wishes[0] in err


@pytest.mark.parametrize(
    ("wishes", "reason"),
    [
        (["--mode", "fill"], "which bars to fill"),
        (["--mode", "fill", "--range", "4:3"], "can't be a passage"),
        (["--mode", "vary", "--range", "0:3"], "can't be a passage"),
        (["--range", "3:4"], "Only fill and vary"),
        (["--mode", "vary", "--rhythm-lock", "--pitch-lock"], "nothing is left to change"),
        (["--rhythm-lock", "--density", "4"], "rhythm"),
        (["--mode", "answer", "--form", "a b"], "form"),
        (["--lowest", "A5", "--highest", "D4"], "above the highest"),
        (["--closeness", "2"], "closeness"),
        (["--density", "0"], "density"),
    ],
)
def test_wishes_at_odds_are_refused_with_the_reason(
    file: Path, capsys: pytest.CaptureFixture[str], wishes: list[str], reason: str
) -> None:
    assert extended(file, *wishes, "--json") == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("motivo: ")
    assert err.count("\n") == 1
    assert reason in err
    assert not (file.parent / "takes").exists()


def test_filling_leaves_every_other_bar_as_it_was(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wishes = ["--mode", "fill", "--range", "2:3", "--takes", "2", "--ending", "any"]
    assert extended(file, *wishes, "--lowest", "D4", "--scale-lock", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert len(told["takes"]) == 2
    for take in told["takes"]:
        around = [note for note in take["notes"] if not 4 <= note[0] < 12]
        assert around == [[i, 1, 60, 80, "player"] for i in (*range(4), *range(12, 16))]
        filled = [note for note in take["notes"] if 4 <= note[0] < 12]
        assert filled != []
        assert all(pitch >= 62 and author == "model" for _, _, pitch, _, author in filled)


@pytest.mark.parametrize(
    ("text", "bars"), [("3:4", (3, 4)), ("5", (5, 5)), (" 1 : 12 ", (1, 12)), ("7:2", (7, 2))]
)
def test_bars_are_read(text: str, bars: tuple[int, int]) -> None:
    assert parse_bars(text) == bars


@pytest.mark.parametrize("text", ["", "a", "1-2", "1:", "-1:2", "1.5"])
def test_text_that_is_no_range_of_bars_is_refused(text: str) -> None:
    with pytest.raises(AppError, match=r"\.$"):
        parse_bars(text)


def test_every_wish_is_an_option_with_its_default_and_help(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["extend", "--help"]) == 0
    told = " ".join(click.unstyle(capsys.readouterr().out).split())
    for name, wish in WISHES.items():
        flag = f"--{name.replace('_', '-')}"
        _, _, about = told.partition(f" {flag} ")
        about, _, _ = about.partition(" --")
        assert f"{wish.help}." in about, flag
        has_default = not (wish.default is None or wish.kind is bool)
        assert (f"[default: {wish.default}]" in about) == has_default, flag
    assert "--range" in told


def test_options_are_read_as_the_wishes_they_name(tmp_path: Path) -> None:
    given = (
        *("--mode", "vary", "--bars", "5", "--takes", "3", "--seed", "7", "--closeness", "0.25"),
        *("--temperature", "1.5", "--top-p", "0.5", "--style", "reel", "--scale-lock"),
        *("--rhythm-lock", "--pitch-lock", "--lowest", "D4", "--highest", "A5", "--density", "6"),
        *("--ending", "open", "--form", "a a' b a"),
    )
    with extend.make_context("extend", ["in.mid", "-o", str(tmp_path), *given]) as context:
        assert Wishes(**{name: context.params[name] for name in WISHES}) == Wishes(
            mode=RequestMode.VARY,
            bars=5,
            takes=3,
            seed=7,
            closeness=0.25,
            temperature=1.5,
            top_p=0.5,
            style="reel",
            scale_lock=True,
            rhythm_lock=True,
            pitch_lock=True,
            lowest=62,
            highest=81,
            density=6.0,
            ending=Ending.OPEN,
            form=Form.parse("a a′ b a"),
        )
    with extend.make_context("extend", ["in.mid", "-o", str(tmp_path)]) as context:
        assert Wishes(**{name: context.params[name] for name in WISHES}) == Wishes()
