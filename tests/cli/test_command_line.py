"""How `motivo` understands its first argument: as a command, an option, a file or a mistake."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

import app.application
from app.__main__ import main
from app.bench.patience import PATIENCE_SECONDS
from app.cli.commands import COMMANDS
from app.constants import NEW_WINDOW
from app.domain import Key
from app.formats import write_sketch
from app.services import open_windows
from tests.notation.tunes import quarters

IMPORTED = """
import json, sys
from app.__main__ import main
status = main(sys.argv[1:])
print()
print(json.dumps([status, list(sys.modules)]))
"""


class Window:
    """Stands in for the application: records its arguments, and ends at once."""

    def __init__(self) -> None:
        self.started_with: list[str] | None = None

    def create(self, argv: list[str]) -> "Window":
        self.started_with = argv[1:]
        return self

    def run(self) -> int:
        return 0


@pytest.fixture
def window(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Window:
    """The window that `motivo` opens in a folder with a tune."""
    window = Window()
    monkeypatch.setattr(app.application, "create", window.create)
    monkeypatch.chdir(tmp_path)
    write_sketch(quarters(60, 62, 64, 65), tmp_path / "tune.mid")
    return window


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (["exten", "tune.mid"], "did you mean “extend”?"),
        (["Convert", "tune.mid", "tune.abc"], "did you mean “convert”?"),
        (["tune"], "did you mean “tune.mid”?"),
        (["harmonize", "tune.mid"], f"one of the commands {', '.join(COMMANDS)}"),
        (["music/tune"], "give a file"),
        (["notes.docx"], "give a file"),
        (["x" * 5000], "give a file"),
    ],
)
def test_what_is_neither_command_nor_file_is_told_in_one_line(
    window: Window, capsys: pytest.CaptureFixture[str], typed: list[str], said: str
) -> None:
    assert main(typed) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(f"motivo: there is no command or file “{typed[0]}”; ")
    assert said in err
    assert err.count("\n") == 1
    assert window.started_with is None


@pytest.mark.parametrize("typed", [[], ["tune.mid"], ["missing.musicxml"], ["Missing.MID"]])
def test_file_is_opened_in_the_window_which_tells_one_that_is_missing(
    window: Window, typed: list[str]
) -> None:
    assert main(typed) == 0
    assert window.started_with == typed


def test_motivo_that_is_open_takes_the_file_unless_a_window_of_its_own_is_wanted(
    window: Window, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    handed_over: list[Path | None] = []

    def hand_over(path: Path | None) -> bool:
        handed_over.append(path)
        return True

    monkeypatch.setattr(open_windows, "hand_over", hand_over)
    assert main(["tune.mid"]) == main([]) == 0
    assert handed_over == [tmp_path / "tune.mid", None]
    assert window.started_with is None
    assert main([NEW_WINDOW, "tune.mid"]) == 0
    assert len(handed_over) == 2
    assert window.started_with == [NEW_WINDOW, "tune.mid"]


def test_window_opens_where_no_other_process_can_be_started(
    window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    def hand_over(_path: Path | None) -> bool:
        raise BlockingIOError

    monkeypatch.setattr(open_windows, "hand_over", hand_over)
    assert main(["tune.mid"]) == 0
    assert window.started_with == ["tune.mid"]


def test_file_of_another_kind_that_is_there_is_for_the_window_to_refuse(
    window: Window, tmp_path: Path
) -> None:
    (tmp_path / "letter").write_text("Dear Clara", encoding="utf-8")
    assert main(["letter"]) == 0
    assert window.started_with == ["letter"]


def test_help_lists_every_command_and_says_what_it_does(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    rows = [line.split() for line in capsys.readouterr().out.splitlines()]
    for name in COMMANDS:
        (row,) = (row for row in rows if row[:1] == [name])
        assert len(row) > 3


def test_unknown_option_is_wrong_use(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--loud"]) == 2
    assert "--loud" in capsys.readouterr().err


def test_without_a_display_the_commands_are_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    if not sys.platform.startswith("linux"):
        pytest.skip("elsewhere there always is a display")
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    assert main(["tune.mid"]) == 1
    err = capsys.readouterr().err
    assert f"motivo {', '.join(COMMANDS)} " in err
    assert err.count("\n") == 1


def imported_by(folder: Path, *typed: str) -> tuple[int, set[str]]:
    """Return the exit status of `motivo` and all that it imported."""
    done = subprocess.run(
        [sys.executable, "-c", IMPORTED, *typed],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        capture_output=True,
        encoding="utf-8",
        check=True,
        timeout=PATIENCE_SECONDS,
    )
    status, modules = json.loads(done.stdout.splitlines()[-1])
    return status, set(modules)


def test_a_command_imports_no_other(window: Window, tmp_path: Path) -> None:
    status, modules = imported_by(tmp_path, "info", "tune.mid")
    assert status == 0
    assert modules & set(COMMANDS.values()) == {COMMANDS["info"]}


def test_until_a_command_is_called_none_is_imported(tmp_path: Path) -> None:
    status, modules = imported_by(tmp_path, "exten", "tune.mid")
    assert status == 2
    assert modules & {"click", *COMMANDS.values()} == set()


def test_signs_that_the_encoding_has_not_are_escaped(tmp_path: Path) -> None:
    path = tmp_path / "air.motivo"
    write_sketch(replace(quarters(60, 62), key=Key.parse("Ab major")), path)
    for arguments in ([], ["--json"]):
        done = subprocess.run(
            [sys.executable, "-m", "app", "info", str(path), *arguments],
            capture_output=True,
            check=False,
            env={**os.environ, "PYTHONIOENCODING": "cp1252"},
            timeout=PATIENCE_SECONDS,
        )
        assert (done.returncode, done.stderr) == (0, b"")
        assert "A\\u266d major" in done.stdout.decode("cp1252")


@pytest.mark.parametrize("can_be_written", [True, False])
def test_unforeseen_error_is_one_line_and_its_traceback_in_motivos_own_log(
    motivo_home: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    can_be_written: bool,
) -> None:
    def stumble(*_args: object, **_options: object) -> None:
        raise ZeroDivisionError("unforeseen")

    monkeypatch.setattr("app.cli.group.group.main", stumble)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    if not can_be_written:
        motivo_home.write_text("a file where the folder should be")
    assert main(["styles"]) == 1
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert told.startswith("motivo: something went wrong inside Motivo; please ")
    log = motivo_home / "log" / "motivo.log"
    if can_be_written:
        assert str(log) in told
        assert "ZeroDivisionError: unforeseen" in log.read_text(encoding="utf-8")
    assert [path.name for path in tmp_path.iterdir()] == [motivo_home.name]
