"""Set Motivo up, run, check, train and package it, where there is nothing but Python and git.

Uses the standard library alone: it has to work before anything is installed.
"""

from __future__ import annotations

import ctypes
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
LOCK = ROOT / "requirements.lock"
# Written last, so that a set-up that was cut off is done again.
STAMP = VENV / "motivo-installed"

SYSTEM_LIBRARIES = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libfontconfig.so.1": "libfontconfig1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libasound.so.2": "libasound2",
}
"""Libraries that Qt and sound load on Linux, and the Debian packages that hold them."""

RENAMED = {"libglib2.0-0": "libglib2.0-0t64", "libasound2": "libasound2t64"}
"""Names of the same packages since Debian 13 and Ubuntu 24.04."""


def main(argv: list[str]) -> int:
    """Run the command named first in argv; return its exit status."""
    if not argv or argv[0] not in COMMANDS:
        print(f"usage: python3 dev.py {{{'|'.join(COMMANDS)}}} [ARGUMENT ...]", file=sys.stderr)
        return 2
    if sys.version_info < (3, 11):
        print("motivo: needs Python 3.11 or newer", file=sys.stderr)
        return 1
    try:
        return COMMANDS[argv[0]](argv[1:])
    except subprocess.CalledProcessError as error:
        print(f"motivo: `{' '.join(map(str, error.cmd))}` failed; see above", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def run(arguments: list[str]) -> int:
    """Open the window, or run a headless command of Motivo."""
    ensure_system_libraries()
    ensure_environment()
    return run_module("app", *arguments)


def test(arguments: list[str]) -> int:
    """Run the tests; arguments go to pytest."""
    ensure_system_libraries()
    ensure_environment()
    return run_module("pytest", *arguments)


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
    if subprocess.run([PYTHON, "-c", "import torch"], check=False, capture_output=True).returncode:
        pip_install("torch==2.13.0")
    return run_module("app", "train", *arguments)


def package(arguments: list[str]) -> int:
    """Build a bundle in dist/ that runs where no Python is."""
    ensure_system_libraries()
    ensure_environment()
    if sys.platform.startswith("linux") and shutil.which("objdump") is None:
        install_with_apt(["binutils"])
    build = ROOT / "build"
    return run_module(
        "PyInstaller",
        str(ROOT / "packaging" / "motivo.spec"),
        *("--noconfirm", "--distpath", str(ROOT / "dist"), "--workpath", str(build)),
        *arguments,
    )


COMMANDS: dict[str, Callable[[list[str]], int]] = {
    "run": run,
    "test": test,
    "lint": lint,
    "bench": bench,
    "train": train,
    "package": package,
}


def ensure_environment() -> None:
    """Make the virtual environment and install the pinned packages, unless they are there."""
    wanted = hashlib.sha256(LOCK.read_bytes() + (ROOT / "pyproject.toml").read_bytes()).hexdigest()
    if PYTHON.exists() and STAMP.exists() and STAMP.read_text() == wanted:
        return
    print("Setting up .venv (once, and again when the pinned packages change)", file=sys.stderr)
    if importlib.util.find_spec("ensurepip") is None:
        install_with_apt([f"python3.{sys.version_info.minor}-venv"])
    STAMP.unlink(missing_ok=True)
    subprocess.run([sys.executable, "-m", "venv", str(VENV)], check=True)
    pip_install("--no-deps", "--requirement", str(LOCK))
    pip_install("--no-deps", "--no-build-isolation", "--editable", str(ROOT))
    STAMP.write_text(wanted)


def ensure_system_libraries() -> None:
    """Install what Qt needs of a Debian or Ubuntu system; elsewhere Qt's wheels hold it all."""
    if not sys.platform.startswith("linux") or shutil.which("apt-get") is None:
        return
    missing = [package for name, package in SYSTEM_LIBRARIES.items() if not is_loadable(name)]
    if missing:
        install_with_apt(missing)


def is_loadable(library: str) -> bool:
    """Tell whether the system's loader finds a shared library."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def install_with_apt(packages: list[str]) -> None:
    """Install system packages as root or by sudo; where neither works, say what to type."""
    is_root = os.geteuid() == 0
    sudo = [] if is_root else ["sudo"]
    if not is_root and not may_use_sudo():
        line = f"apt-get update && apt-get install -y {' '.join(packages)}"
        sys.exit(f"motivo: some system packages are missing; type: sudo sh -c '{line}'")
    print(f"Installing {' '.join(packages)}", file=sys.stderr)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run([*sudo, "apt-get", "update", "-qq"], check=True, env=quiet)
    names = [RENAMED[name] if knows_package(RENAMED.get(name)) else name for name in packages]
    install = [*sudo, "apt-get", "install", "-y", "-qq", "--no-install-recommends", *names]
    subprocess.run(install, check=True, env=quiet, stdout=subprocess.DEVNULL)


def may_use_sudo() -> bool:
    """Tell whether sudo is there and works, or can ask for the password."""
    if shutil.which("sudo") is None:
        return False
    silent = subprocess.run(["sudo", "-n", "true"], check=False, capture_output=True)
    return silent.returncode == 0 or sys.stdin.isatty()


def knows_package(name: str | None) -> bool:
    """Tell whether apt has a package of this very name to install."""
    if name is None:
        return False
    shown = subprocess.run(["apt-cache", "show", name], check=False, capture_output=True)
    return shown.returncode == 0


def pip_install(*arguments: str) -> None:
    """Install packages into the virtual environment."""
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, *arguments], check=True)


def run_module(*arguments: str) -> int:
    """Run a module of the virtual environment."""
    # Files named on Motivo's own command line are relative to where the user stands.
    folder = None if arguments[0] == "app" else ROOT
    return subprocess.run([str(PYTHON), "-m", *arguments], cwd=folder, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
