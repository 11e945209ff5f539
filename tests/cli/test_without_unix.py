"""Windows lacks some of Python's modules: with those hidden, everything must still work."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.formats import read_sketch, write_sketch
from tests.notation.tunes import quarters

HIDE = """
import sys
for name in ("resource", "fcntl", "termios", "pwd", "grp"):
    sys.modules[name] = None
"""
IMPORT_ALL = """
import importlib, pkgutil, sys
import app
for module in pkgutil.walk_packages(app.__path__, "app."):
    try:
        importlib.import_module(module.name)
    except ModuleNotFoundError as error:
        if error.name != "torch":
            raise
    print(module.name)
print("resource" in sys.modules and sys.modules["resource"] is None)
"""
AIR = quarters(60, 62, 64, 65, 67, 65, 64, 62)


@pytest.fixture
def bare(tmp_path: Path) -> dict[str, str]:
    """The environment for a Python, and for its child processes, without the Unix modules."""
    folder = tmp_path / "hidden"
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(HIDE, encoding="utf-8")
    paths = [str(folder), *filter(None, [os.environ.get("PYTHONPATH")])]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths), "PYTHONUTF8": "1"}


def run(environment: dict[str, str], *arguments: str | Path) -> str:
    done = subprocess.run(
        [sys.executable, *map(str, arguments)],
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_every_module_can_be_imported(bare: dict[str, str]) -> None:
    told = run(bare, "-c", IMPORT_ALL).splitlines()
    assert {"app.application", "app.bench.command", "app.bench.window_runs"} <= set(told)
    assert told[-1] == "True"


def test_commands_work(bare: dict[str, str], tmp_path: Path) -> None:
    tune = tmp_path / "air.mid"
    write_sketch(AIR, tune)
    motivo = ("-m", "app")
    assert json.loads(run(bare, *motivo, "info", tune, "--json"))["bars"] == 2
    run(bare, *motivo, "extend", tune, "-o", tmp_path / "takes", "--takes", "1", "--bars", "1")
    assert len(read_sketch(tmp_path / "takes" / "take-1.mid").melody) > 8
    for name in ("air.wav", "air.pdf", "air.musicxml"):
        run(bare, *motivo, "convert", tune, tmp_path / name)
        assert (tmp_path / name).stat().st_size > 1000
    assert "Measure how fast" in run(bare, *motivo, "bench", "--help")
