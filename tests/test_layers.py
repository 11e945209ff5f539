"""Checks the tables of ARCHITECTURE.md, which say which layer, room and group may import which."""

from __future__ import annotations

import ast
import sys
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from tests.imports import APP, EVERYTHING, import_graph, imported, name_of, table

UI = APP / "ui"
TABLES = {
    "app": table("Layer"),
    "app.ui": table("Room of `ui`"),
    "app.notation": table("Group of `notation`"),
    "app.playback": table("Group of `playback`"),
}
"""For each package, the table that says what its parts may import."""

PARTS = [(package, part) for package, parts in TABLES.items() for part in parts]
ROOMS = {path.parent.name for path in UI.glob("*/__init__.py")}

WITHOUT_QT = {"domain", "generation", "playback", "formats", "cli", "training"}
ONE_ROOM = {
    "music21": APP / "notation",
    "verovio": APP / "notation",
    "note_seq": APP / "formats" / "magenta.py",
    "torch": APP / "training",
}


def files_of(layer: str) -> list[Path]:
    """Return the files of a folder, or of a module alone."""
    folder = APP / layer
    return sorted(folder.rglob("*.py")) or [folder.with_suffix(".py")]


@pytest.mark.parametrize("package", TABLES)
def test_every_part_is_in_the_table(package: str) -> None:
    folder = APP.parent.joinpath(*package.split("."))
    parts = {path.parent.name for path in folder.glob("*/__init__.py")}
    parts |= {path.stem for path in folder.glob("*.py")} - {"__init__", "__main__"}
    assert TABLES[package].keys() == parts


@pytest.mark.parametrize(("package", "part"), PARTS)
def test_part_imports_only_what_it_may(package: str, part: str) -> None:
    allowed = TABLES[package][part] | {part}
    prefixes = [f"{package}.{name}" for name in allowed]
    wrong = [
        f"{path.relative_to(APP)}: {name}"
        for path in files_of(f"{package}.{part}".removeprefix("app.").replace(".", "/"))
        for name in imported(path)
        if name.startswith(f"{package}.")
        and EVERYTHING not in allowed
        and not any(name == prefix or name.startswith(f"{prefix}.") for prefix in prefixes)
    ]
    assert wrong == []


@pytest.mark.parametrize("room", sorted(ROOMS))
def test_others_use_only_what_the_face_of_a_room_names(room: str) -> None:
    face = UI / room / "__init__.py"
    offered = {f"app.ui.{room}", *(f"app.ui.{room}.{name}" for name in names_in_all(face))}
    wrong = [
        f"{path.relative_to(APP)}: {name}"
        for path in APP.rglob("*.py")
        if face.parent not in path.parents
        for name in imported(path) - offered
        if name.startswith(f"app.ui.{room}.")
    ]
    assert wrong == []


def names_in_all(path: Path) -> list[str]:
    """Return the names of `__all__` in a file."""
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
            names: list[str] = ast.literal_eval(node.value)
            return names
    raise AssertionError(f"{path} has no __all__")


def test_no_module_imports_itself_in_a_circle() -> None:
    TopologicalSorter(import_graph()).prepare()


@pytest.mark.parametrize("package", TABLES)
def test_the_tables_allow_no_circle(package: str) -> None:
    rows = TABLES[package].items()
    TopologicalSorter({part: names for part, names in rows if EVERYTHING not in names}).prepare()


@pytest.mark.parametrize("layer", sorted(WITHOUT_QT))
def test_layer_knows_no_qt(layer: str) -> None:
    wrong = [path for path in files_of(layer) if any("PySide6" in name for name in imported(path))]
    assert wrong == []


def test_the_domain_needs_the_standard_library_alone() -> None:
    wrong = {
        name
        for path in files_of("domain")
        for name in imported(path)
        if name.split(".")[0] not in sys.stdlib_module_names | {"app"}
    }
    assert wrong == set()


@pytest.mark.parametrize("library", ONE_ROOM)
def test_library_lives_in_one_room(library: str) -> None:
    room = ONE_ROOM[library]
    wrong = [
        name_of(path)
        for path in APP.rglob("*.py")
        if path != room
        and room not in path.parents
        and any(name.split(".")[0] == library for name in imported(path))
    ]
    assert wrong == []
