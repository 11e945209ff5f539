"""Finds out which modules of Motivo import which, and which ones ARCHITECTURE.md allows."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent
APP = ROOT / "app"
EVERYTHING = "everything"


@cache
def module_names() -> frozenset[str]:
    """Return the full names of all modules of Motivo."""
    return frozenset(name_of(path) for path in APP.rglob("*.py"))


def name_of(path: Path) -> str:
    """Return the full name of a module; the __init__ of a package is called as the package is."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def imported(path: Path) -> frozenset[str]:
    """Return the full names of everything that a file imports, anywhere in it."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return frozenset(names)


def import_graph() -> dict[str, set[str]]:
    """Return, for each module of Motivo, the other modules that it imports."""
    known = module_names()
    return {
        name_of(path): {
            name if name in known else name.rpartition(".")[0] for name in imported(path)
        }
        & known
        for path in APP.rglob("*.py")
    }


def table(first_header: str) -> dict[str, frozenset[str]]:
    """Return a table of ARCHITECTURE.md: what each name in the first column may import.

    A row "every …" applies to all other rows, except for those that it names itself.
    """
    rows: dict[str, frozenset[str]] = {}
    for_all: frozenset[str] = frozenset()
    for first, second in _rows(first_header):
        names = frozenset() if second == "–" else frozenset(second.split(", "))
        if first.startswith("every "):
            for_all = names
        else:
            rows |= dict.fromkeys(first.split(", "), names)
    return {name: names if name in for_all else names | for_all for name, names in rows.items()}


def _rows(first_header: str) -> list[tuple[str, str]]:
    lines = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8").splitlines()
    starts = [number for number, line in enumerate(lines) if line.startswith(f"| {first_header} |")]
    assert len(starts) == 1, f"ARCHITECTURE.md has one table that begins with “{first_header}”"
    rows: list[tuple[str, str]] = []
    for line in lines[starts[0] + 2 :]:
        if not line.startswith("|"):
            break
        first, second = (cell.strip() for cell in line.strip("|").split("|"))
        rows.append((first, second))
    return rows
