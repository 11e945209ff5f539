"""Holds the table of ARCHITECTURE.md: which layer may import which."""

import ast
import sys
from pathlib import Path

import pytest

APP = Path(__file__).parent.parent / "app"

ANYWHERE = {"constants", "errors", "resources"}
"""Modules beside the layers that every layer may import."""

MAY_IMPORT: dict[str, set[str]] = {
    "domain": set(),
    "generation": {"domain"},
    "notation": {"domain"},
    "playback": {"domain"},
    "training": {"domain", "generation", "formats"},
    "formats": {"domain", "notation"},
    "document": {"domain"},
    "services": {"domain", "playback"},
    "ui": {"document", "services", "domain"},
    "cli": {"domain", "generation", "notation", "playback", "formats", "training"},
}
FREE: set[str] = {"bench"}
"""Folders that may import everything, as `application` and `jobs` do."""

DRAWING_TYPES = "app.notation.drawing"
"""The part of `notation` that `ui` may import."""

WITHOUT_QT = {"domain", "generation", "playback", "formats", "cli", "training"}
ONE_ROOM = {
    "music21": APP / "notation",
    "verovio": APP / "notation",
    "note_seq": APP / "formats" / "magenta.py",
    "torch": APP / "training",
}


def imported_modules(path: Path) -> set[str]:
    modules: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            modules |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            assert node.module is not None
            modules |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return modules


def modules_of(layer: str) -> list[Path]:
    return sorted((APP / layer).rglob("*.py"))


def test_every_folder_is_a_layer() -> None:
    folders = {path.parent.name for path in APP.glob("*/__init__.py")}
    assert folders <= MAY_IMPORT.keys() | FREE


@pytest.mark.parametrize("layer", MAY_IMPORT)
def test_layer_imports_only_what_it_may(layer: str) -> None:
    allowed = MAY_IMPORT[layer] | ANYWHERE | {layer}
    wrong = [
        f"{path.relative_to(APP)}: {module}"
        for path in modules_of(layer)
        for module in imported_modules(path)
        if module.startswith("app.")
        and module.split(".")[1] not in allowed
        and not (layer == "ui" and module.startswith(DRAWING_TYPES))
    ]
    assert wrong == []


@pytest.mark.parametrize("layer", sorted(WITHOUT_QT))
def test_layer_knows_no_qt(layer: str) -> None:
    wrong = [
        path for path in modules_of(layer) if any("PySide6" in m for m in imported_modules(path))
    ]
    assert wrong == []


def test_the_domain_needs_the_standard_library_alone() -> None:
    wrong = {
        module
        for path in modules_of("domain")
        for module in imported_modules(path)
        if module.split(".")[0] not in sys.stdlib_module_names | {"app"}
    }
    assert wrong == set()


@pytest.mark.parametrize("library", ONE_ROOM)
def test_library_lives_in_one_room(library: str) -> None:
    room = ONE_ROOM[library]
    wrong = [
        path
        for path in APP.rglob("*.py")
        if path != room
        and room not in path.parents
        and any(module.split(".")[0] == library for module in imported_modules(path))
    ]
    assert wrong == []
