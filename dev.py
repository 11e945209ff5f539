"""Set Motivo up, run, check, train and package it, where there is nothing but Python and git.

Uses the standard library alone, and nothing newer than Python 3.8: it has to work before anything
is installed, and to look for a fitting Python where it is started by another one.
"""

from __future__ import annotations

import ctypes
import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
LOCK = ROOT / "requirements.lock"
BUILD = ROOT / "build"
# Written last, so that a set-up that was cut off is done again.
STAMP = VENV / "motivo-installed"

VERSIONS = ("3.13", "3.12", "3.11", "3.14")
"""The versions of Python that every pinned package has a wheel for, the preferred one first."""

DESCRIBE = (
    "import struct, sys, sysconfig; print(sys.implementation.name, '%d.%d' % sys.version_info[:2],"
    " struct.calcsize('P') * 8, sysconfig.get_config_var('Py_GIL_DISABLED') or 0)"
)
NO_PYTHON = (
    f"motivo: needs Python {min(VERSIONS)} to {max(VERSIONS)}, of 64 bits and not free-threaded;"
    " install one, from your system or python.org, and type the same again."
)

SYSTEM_LIBRARIES = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libglib-2.0.so.0": "libglib2.0-0t64",
    "libfontconfig.so.1": "libfontconfig1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libasound.so.2": "libasound2t64",
}
"""Libraries that Qt and sound load on Linux, and the Debian packages that hold them."""

TEST_PROGRAMS = {
    "Xvfb": "xvfb",
    "openbox": "openbox",
    "xdotool": "xdotool",
    "pulseaudio": "pulseaudio",
    "parec": "pulseaudio-utils",
    "jackd": "jackd2",
    "jack_wait": "jack-example-tools",
    "strace": "strace",
    "abc2midi": "abcmidi",
    "mscore3": "musescore3",
    "musicxml2ly": "lilypond",
    "dbus-daemon": "dbus-daemon",
    "/usr/libexec/at-spi2-registryd": "at-spi2-core",
}
"""Programs that some tests need, and the Debian packages that hold them."""

FORMERLY = {
    "libglib2.0-0t64": "libglib2.0-0",
    "libasound2t64": "libasound2",
    "jack-example-tools": "jackd2",
}
"""Packages that held the same before Debian 13 and Ubuntu 24.04."""

TORCH = "torch==2.13.0"
COVERAGE = "--cov=app"
"""What makes `test` print how much of app/ the tests reach."""


def main(argv: list[str]) -> int:
    """Run the command named first in argv; return its exit status."""
    if not argv or argv[0] not in COMMANDS:
        print(f"usage: python3 dev.py {{{'|'.join(COMMANDS)}}} [ARGUMENT ...]", file=sys.stderr)
        return 2
    try:
        return COMMANDS[argv[0]](argv[1:])
    except subprocess.CalledProcessError as error:
        print(f"motivo: `{' '.join(map(str, error.cmd))}` failed; see above", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def run(arguments: list[str]) -> int:
    """Open the window, or run a headless command of Motivo."""
    set_up()
    return run_module("app", *arguments)


def test(arguments: list[str]) -> int:
    """Run the tests; arguments go to pytest."""
    set_up()
    if COVERAGE not in arguments:
        return run_module("pytest", *arguments)
    BUILD.mkdir(exist_ok=True)
    report = BUILD / "coverage.json"
    if report.exists():
        report.unlink()
    status = run_module("pytest", *arguments, f"--cov-report=json:{report}")
    if report.exists():
        print_rooms(report)
    return status


def coverage(arguments: list[str]) -> int:
    """Run the tests, and print how much of each room of app/ they reach."""
    return test([COVERAGE, *arguments])


def fuzz(arguments: list[str]) -> int:
    """Have damaged files of every format read, to find those that break Motivo."""
    set_up()
    return run_module("tests.fuzz", *arguments)


def tools(_arguments: list[str]) -> int:
    """Install what some tests are skipped without: programs (Debian, Ubuntu) and PyTorch."""
    ensure_environment()
    if has_apt():
        install_with_apt(
            [package for name, package in TEST_PROGRAMS.items() if shutil.which(name) is None]
        )
    ensure_torch()
    return 0


def lint(arguments: list[str]) -> int:
    """Check style and types."""
    ensure_environment()
    checks = (["ruff", "check", "."], ["ruff", "format", "--check", "."], ["mypy"])
    return max(run_module(*check, *arguments) for check in checks)


def bench(arguments: list[str]) -> int:
    """Measure how fast Motivo is here."""
    return run(["bench", *arguments])


def train(arguments: list[str]) -> int:
    """Train a model; installs PyTorch first. Arguments go to `motivo train`."""
    ensure_environment()
    ensure_torch()
    return run_module("app", "train", *arguments)


def package(arguments: list[str]) -> int:
    """Build a bundle in dist/ that runs where no Python is."""
    set_up()
    if has_apt() and shutil.which("objdump") is None:
        install_with_apt(["binutils"])
    return run_module(
        "PyInstaller",
        str(ROOT / "packaging" / "motivo.spec"),
        *("--noconfirm", "--distpath", str(ROOT / "dist"), "--workpath", str(BUILD)),
        *arguments,
    )


COMMANDS: dict[str, Callable[[list[str]], int]] = {
    "run": run,
    "test": test,
    "coverage": coverage,
    "fuzz": fuzz,
    "tools": tools,
    "lint": lint,
    "bench": bench,
    "train": train,
    "package": package,
}


def set_up() -> None:
    """Make everything ready that Motivo needs to run."""
    if has_apt():
        install_with_apt(
            [package for name, package in SYSTEM_LIBRARIES.items() if not is_loadable(name)]
        )
    ensure_environment()


def ensure_environment() -> None:
    """Make the virtual environment and install the pinned packages, unless they are there."""
    wanted = hashlib.sha256(LOCK.read_bytes() + (ROOT / "pyproject.toml").read_bytes()).hexdigest()
    if PYTHON.exists() and STAMP.exists() and STAMP.read_text() == wanted:
        return
    print("Setting up .venv (once, and again when the pinned packages change)", file=sys.stderr)
    if STAMP.exists() and fits([str(PYTHON)]):
        STAMP.unlink()
    else:
        subprocess.run([*fitting_python(), "-m", "venv", "--clear", str(VENV)], check=True)
    pip_install("--no-deps", "--requirement", str(LOCK))
    pip_install("--no-deps", "--no-build-isolation", "--editable", str(ROOT))
    STAMP.write_text(wanted)


def ensure_torch() -> None:
    """Install PyTorch, which only training and its tests need, unless it is there."""
    if subprocess.run([PYTHON, "-c", "import torch"], check=False, capture_output=True).returncode:
        pip_install(TORCH)


def fitting_python() -> list[str]:
    """Return the command of a Python that Motivo runs on; install one if apt has it."""
    for command in pythons():
        if fits(command):
            if has_apt() and not runs([*command, "-c", "import ensurepip"]):
                install_with_apt([f"python{shown_by(command)[1]}-venv"])
            return command
    if has_apt() and administrator() is not None:
        apt_get("update")
        for version in VERSIONS:
            if knows_package(f"python{version}"):
                install_with_apt([f"python{version}", f"python{version}-venv"])
                return [f"python{version}"]
    sys.exit(NO_PYTHON)


def pythons() -> Iterator[list[str]]:
    """Give the commands of this Python, and of others that may be there."""
    yield [sys.executable]
    for version in VERSIONS:
        yield ["py", f"-{version}"] if os.name == "nt" else [f"python{version}"]


def fits(command: list[str]) -> bool:
    """Tell whether a Python is there and has wheels for every pinned package."""
    shown = shown_by(command)
    return shown[:1] + shown[2:] == ["cpython", "64", "0"] and shown[1] in VERSIONS


def shown_by(command: list[str]) -> list[str]:
    """Return a Python's kind, version and bits, and if it is free-threaded; nothing for none."""
    if shutil.which(command[0]) is None:
        return []
    shown = subprocess.run([*command, "-c", DESCRIBE], check=False, capture_output=True)
    return shown.stdout.decode().split() if shown.returncode == 0 else []


def runs(command: list[str]) -> bool:
    """Tell whether a command ends well."""
    return subprocess.run(command, check=False, capture_output=True).returncode == 0


def is_loadable(library: str) -> bool:
    """Tell whether the system's loader finds a shared library."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def has_apt() -> bool:
    """Tell whether this is Debian or Ubuntu; elsewhere Qt's wheels hold all that Motivo needs."""
    return sys.platform.startswith("linux") and shutil.which("apt-get") is not None


def install_with_apt(packages: list[str]) -> None:
    """Install system packages, if any, as root or by sudo; where neither works, say what to do."""
    if not packages:
        return
    if administrator() is None:
        line = f"apt-get update && apt-get install -y {' '.join(packages)}"
        sys.exit(f"motivo: some system packages are missing; type: sudo sh -c '{line}'")
    print(f"Installing {' '.join(packages)}", file=sys.stderr)
    apt_get("update")
    names = [name if knows_package(name) else FORMERLY.get(name, name) for name in packages]
    apt_get("install", "-y", "--no-install-recommends", *names)


def apt_get(*arguments: str) -> None:
    """Run apt-get quietly, and without a question."""
    quiet = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]
    command = [*(administrator() or []), *quiet, *arguments]
    # Lists of packages that can't be brought up to date are often good enough to install from.
    is_needed = arguments != ("update",)
    subprocess.run(command, check=is_needed, stdout=subprocess.DEVNULL)


def administrator() -> list[str] | None:
    """Return what to put before a command that only root may run; None where nothing helps."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") is None or not (runs(["sudo", "-n", "true"]) or sys.stdin.isatty()):
        return None
    return ["sudo"]


def knows_package(name: str) -> bool:
    """Tell whether apt has a package of this very name to install."""
    return runs(["apt-cache", "show", name])


def pip_install(*arguments: str) -> None:
    """Install packages into the virtual environment."""
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, *arguments], check=True)


def run_module(*arguments: str) -> int:
    """Run a module of the virtual environment."""
    # Files named on Motivo's own command line are relative to where the user stands.
    folder = None if arguments[0] == "app" else ROOT
    return subprocess.run([str(PYTHON), "-m", *arguments], cwd=folder, check=False).returncode


def print_rooms(report: Path) -> None:
    """Print which share of each room's lines the tests reached, by the report that pytest wrote."""
    lines: dict[str, list[int]] = {}
    for name, file in json.loads(report.read_text(encoding="utf-8"))["files"].items():
        folders = Path(name).parts[1:-1]
        depth = 2 if folders[:1] == ("ui",) else 1
        counts = file["summary"]["covered_lines"], file["summary"]["num_statements"]
        for room in ("/".join(folders[:depth]) or "start", "all of app/"):
            sums = lines.setdefault(room, [0, 0])
            sums[0], sums[1] = sums[0] + counts[0], sums[1] + counts[1]
    for room, (reached, there) in sorted(lines.items(), key=lambda item: item[0] == "all of app/"):
        print(f"{room:<20} {100 * reached / max(there, 1):3.0f} %")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
