"""Puts the licences of everything in a bundle beside it."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterable
from importlib.metadata import Distribution, distributions
from pathlib import Path

HERE = Path(__file__).parent
NAMED_LIKE_A_LICENCE = re.compile(r"(LICEN[CS]E|COPYING|NOTICE|AUTHORS)", re.IGNORECASE)


def write_licences(sources: Iterable[str], bundle: Path) -> None:
    """Copy Motivo's licence, and those of the packages and libraries that `sources` come from."""
    bundled = {Path(source).resolve() for source in sources if Path(source).is_file()}
    folder = bundle / "licences"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(HERE / "licences", folder)
    shutil.copy(HERE.parent / "LICENSE", bundle)
    for package in distributions():
        if bundled.intersection(_files(package)):
            _write_package(package, folder / package.metadata["Name"])
    python = Path(sysconfig.get_path("stdlib")) / "LICENSE.txt"
    if python.is_file():  # Debian keeps it among its own, which come next.
        _copy(python, folder / "Python")
    prefixes = (Path(sys.prefix), Path(sys.base_prefix, "lib", "python"), HERE.parent)
    _write_system(
        {path for path in bundled if not any(path.is_relative_to(prefix) for prefix in prefixes)},
        folder / "system",
    )


def _files(package: Distribution) -> list[Path]:
    return [Path(str(package.locate_file(file))).resolve() for file in package.files or ()]


def _write_package(package: Distribution, folder: Path) -> None:
    for path in _files(package):
        if NAMED_LIKE_A_LICENCE.match(path.name) and path.suffix != ".py" and path.is_file():
            _copy(path, folder)


def _write_system(libraries: set[Path], folder: Path) -> None:
    """Copy what Debian tells of the packages that hold these libraries."""
    if shutil.which("dpkg") is None:
        return
    # dpkg knows a library by the path it was packed with, before /lib became /usr/lib.
    names = {name for path in map(str, libraries) for name in (path, path.removeprefix("/usr"))}
    found = subprocess.run(["dpkg", "-S", *sorted(names)], check=False, capture_output=True)
    for package in {line.split(":")[0] for line in found.stdout.decode().splitlines()}:
        told = Path("/usr/share/doc", package, "copyright")
        if told.is_file():
            folder.mkdir(parents=True, exist_ok=True)
            shutil.copy(told, folder / f"{package}.txt")


def _copy(path: Path, folder: Path) -> None:
    """Copy a text; one of the same name gets the name of its own folder before it."""
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / path.name
    if target.exists():
        target = folder / f"{path.parent.name}-{path.name}"
    shutil.copy(path, target)
