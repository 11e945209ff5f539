"""Set Motivo up, check it and run it, on a machine with nothing but Python 3.11 and git.

Uses the standard library alone: it has to work before anything is installed.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
LOCK = ROOT / "requirements.lock"
# Written last, so that a set-up that was cut off is done again.
STAMP = VENV / "motivo-installed"

COMMANDS = ("lint", "test")


def main(argv: list[str]) -> int:
    """Run the command named first in argv; return its exit status."""
    if not argv or argv[0] not in COMMANDS:
        print(f"usage: python3 dev.py {{{'|'.join(COMMANDS)}}} [ARGUMENT ...]", file=sys.stderr)
        return 2
    if sys.version_info < (3, 11):
        print("motivo: needs Python 3.11 or newer", file=sys.stderr)
        return 1
    ensure_environment()
    return {"lint": lint, "test": test}[argv[0]](argv[1:])


def ensure_environment() -> None:
    """Make the virtual environment and install the pinned packages, unless they are there."""
    wanted = hashlib.sha256(LOCK.read_bytes() + (ROOT / "pyproject.toml").read_bytes()).hexdigest()
    if PYTHON.exists() and STAMP.exists() and STAMP.read_text() == wanted:
        return
    print("Setting up .venv (once, and again when the pinned packages change)", file=sys.stderr)
    if VENV.exists():
        shutil.rmtree(VENV)
    venv.create(VENV, with_pip=True)
    pip = [
        str(PYTHON),
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-deps",
        "--disable-pip-version-check",
    ]
    subprocess.run([*pip, "--requirement", str(LOCK)], check=True)
    subprocess.run([*pip, "--no-build-isolation", "--editable", str(ROOT)], check=True)
    STAMP.write_text(wanted)


def lint(arguments: list[str]) -> int:
    """Check style and types."""
    checks = (["ruff", "check", "."], ["ruff", "format", "--check", "."], ["mypy"])
    return max(run_module(*check, *arguments) for check in checks)


def test(arguments: list[str]) -> int:
    """Run the tests; arguments go to pytest."""
    return run_module("pytest", *arguments)


def run_module(*arguments: str) -> int:
    """Run a module of the virtual environment from the project's root."""
    return subprocess.run([str(PYTHON), "-m", *arguments], cwd=ROOT, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
