"""Compares the recipe of the bundle with what Motivo needs, without building the bundle."""

import ast
import fnmatch
import importlib.util
import os
import subprocess
import sys
import time
from importlib.machinery import PathFinder
from pathlib import Path
from typing import Any

import pytest

from app.ui.theme.icons import FONT, NAMES

PACKAGING = Path(__file__).parents[2] / "packaging"
SPEC = ast.parse((PACKAGING / "motivo.spec").read_text(encoding="utf-8"))

USE = """
import sys
from pathlib import Path
for name in {unused}:
    sys.modules[name] = None  # importing it fails from now on
import mido
import app.application, app.bench.command, app.bench.window_runs, app.ui.printing.dialog
from app import cli, jobs
from app.domain.file_formats import FORMATS
from app.playback.sound import synth_service
jobs.prepare_generation()
jobs.prepare_notation()
uneven = mido.MidiFile(tracks=[mido.MidiTrack()])
for step in range(16):
    uneven.tracks[0].append(mido.Message("note_on", note=60 + step, time=7 + 5 * step % 41))
    uneven.tracks[0].append(mido.Message("note_off", note=60 + step, time=190 + step))
uneven.save("performed.mid")
for kind in FORMATS:
    assert cli.main(["convert", "performed.mid", "tune" + kind.suffix]) == 0, kind
    assert not kind.is_read or cli.main(["info", "tune" + kind.suffix]) == 0, kind
assert cli.main(["extend", "tune.mid", "-o", "takes", "--takes", "1", "--bars", "1"]) == 0
"""


def listed(name: str) -> list[str]:
    """Return the texts of a list in the recipe, found by the name of its variable or argument."""
    for node in ast.walk(SPEC):
        is_it = (isinstance(node, ast.keyword) and node.arg == name) or (
            isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == name
        )
        if is_it:
            value: ast.List = node.value  # type: ignore[attr-defined]
            tuples = [e.value.elts for e in value.elts if _is_tuple(e)]  # type: ignore[attr-defined]
            flat = [*value.elts, *(text for texts in tuples for text in texts)]
            return [str(e.value) for e in flat if isinstance(e, ast.Constant)]
    raise AssertionError(name)


def _is_tuple(element: ast.expr) -> bool:
    return isinstance(element, ast.Starred) and isinstance(element.value, ast.Tuple)


def run(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    environment["PYTHONPATH"] = str(PACKAGING.parent)
    command = [sys.executable, *arguments]
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


def module(name: str) -> Any:
    spec = importlib.util.spec_from_file_location(f"motivo_{name}", PACKAGING / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return loaded


def test_nothing_that_is_left_out_is_needed(tmp_path: Path) -> None:
    unused = listed("UNUSED")
    assert {"torch", "PySide6.QtNetwork", "qtawesome"} <= set(unused)
    done = run("-c", USE.format(unused=unused), folder=tmp_path)
    assert done.returncode == 0, done.stderr


def test_modules_that_are_named_are_there() -> None:
    names = listed("hiddenimports")
    assert names
    for name in names:
        package, *parts = name.split(".")
        # Looked for on the disk: note-seq's package does not import, and may have a stand-in.
        spec = PathFinder.find_spec(package)
        assert spec is not None
        assert spec.submodule_search_locations is not None
        place = Path(next(iter(spec.submodule_search_locations))).joinpath(*parts)
        assert place.with_suffix(".py").is_file() or (place / "__init__.py").is_file(), name


def test_the_icon_font_is_taken_along() -> None:
    patterns = [
        node.value
        for node in ast.walk(SPEC)
        if isinstance(node, ast.Constant) and str(node.value).startswith("fonts/")
    ]
    for name in (FONT, NAMES):
        assert any(fnmatch.fnmatch(f"fonts/{name}", str(pattern)) for pattern in patterns)


def test_the_bundle_starts_what_bench_measures(tmp_path: Path) -> None:
    launch = str(PACKAGING / "launch.py")
    done = run(launch, "-m", "app.bench.bare_window", str(time.time()), folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert 0 < float(done.stdout) < 60


@pytest.mark.parametrize("arguments", [("-m",), ("-m", "http.server"), ("-c", "print()")])
def test_the_bundle_is_no_python(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    done = run(str(PACKAGING / "launch.py"), *arguments, folder=tmp_path)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_licences_come_along(tmp_path: Path) -> None:
    import click
    import verovio

    module("licences").write_licences([click.__file__, verovio.__file__], tmp_path)
    assert (tmp_path / "LICENSE").read_text(encoding="utf-8").startswith("MIT")
    folder = tmp_path / "licences"
    assert (folder / "README.txt").is_file()
    assert (folder / "GPL-2.0.txt").is_file()
    assert list((folder / "click").iterdir())
    assert {path.name for path in (folder / "verovio").iterdir()} >= {"COPYING", "COPYING.LESSER"}
    assert not (folder / "numpy").exists()
