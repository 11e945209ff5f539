"""dev.py, which has to work on machines where nothing is installed, and what it installs."""

import importlib.util
import json
import re
import tomllib
from importlib.metadata import version
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


@pytest.fixture
def dev(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The script, on a machine that has no apt."""
    spec = importlib.util.spec_from_file_location("dev", ROOT / "dev.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "has_apt", lambda: False)
    return module


def there_are(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch, own: str, others: dict[str, str]
) -> None:
    """Make the script believe that it runs under such a Python, with others installed."""
    shown = {dev.sys.executable: own, **others}
    monkeypatch.setattr(dev, "shown_by", lambda command: shown.get(command[-1], "").split())
    monkeypatch.setattr(dev, "pythons", lambda: [[name] for name in shown])


@pytest.mark.parametrize("number", [11, 12, 13, 14])
def test_python_that_fits_is_used(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    there_are(dev, monkeypatch, f"cpython 3.{number} 64 0", {"python3.13": "cpython 3.13 64 0"})
    assert dev.fitting_python() == [dev.sys.executable]


@pytest.mark.parametrize(
    "own",
    [
        "cpython 3.10 64 0",
        "cpython 3.15 64 0",
        "cpython 3.13 32 0",
        "cpython 3.13 64 1",
        "pypy 3.11 64 0",
    ],
)
def test_another_python_is_looked_for(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch, own: str
) -> None:
    others = {"python3.13": "cpython 3.13 64 1", "python3.11": "cpython 3.11 64 0"}
    there_are(dev, monkeypatch, own, others)
    assert dev.fitting_python() == ["python3.11"]


def test_what_to_install_is_told_in_one_line(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    there_are(dev, monkeypatch, "cpython 3.15 64 0", {})
    with pytest.raises(SystemExit, match=r"^motivo: needs Python 3\.11 to 3\.14.* again\.$"):
        dev.fitting_python()


def test_versions_are_those_of_the_metadata(dev: ModuleType) -> None:
    assert PROJECT["requires-python"] == ">=3.11,<3.15"
    assert sorted(dev.VERSIONS) == ["3.11", "3.12", "3.13", "3.14"]
    assert version("motivo") == PROJECT["version"]


def test_every_dependency_is_pinned() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    pinned = {_plain(name) for name in re.findall(r"^([\w.-]+)==", lock, re.MULTILINE)}
    wanted = [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["dev"]]
    assert {_plain(re.split(r"[!<>=]", name)[0]) for name in wanted} <= pinned


def test_coverage_is_told_for_each_room(
    dev: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    reached = {"app/jobs.py": 1, "app/domain/a.py": 3, "app/domain/b/c.py": 4, "app/ui/ask/d.py": 2}
    files = {
        name: {"summary": {"covered_lines": lines, "num_statements": 4}}
        for name, lines in reached.items()
    }
    report = tmp_path / "coverage.json"
    report.write_text(json.dumps({"files": files}), encoding="utf-8")
    dev.print_rooms(report)
    told = [line.rsplit(None, 2) for line in capsys.readouterr().out.splitlines()]
    assert told == [
        ["start", "25", "%"],
        ["domain", "88", "%"],
        ["ui/ask", "50", "%"],
        ["all of app/", "62", "%"],
    ]


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
