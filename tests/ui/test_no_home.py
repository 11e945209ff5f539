"""Motivo starts where there is no home folder."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import app
from app.bench.patience import PATIENCE_SECONDS


@pytest.mark.skipif(sys.platform == "win32", reason="Windows always has one")
def test_window_opens_and_offers_exports_without_a_home(motivo_home: Path) -> None:
    environment = {
        name: value
        for name, value in os.environ.items()
        if name != "HOME" and not name.startswith("XDG_")
    }
    done = subprocess.run(
        [sys.executable, "-m", "tests.ui.no_home_program"],
        check=False, capture_output=True, text=True, timeout=PATIENCE_SECONDS,
        cwd=Path(app.__file__).parent.parent, env={**environment, "QT_QPA_PLATFORM": "offscreen"},
    )  # fmt: skip
    assert "Traceback" not in done.stderr
    assert (done.returncode, done.stdout) == (0, "/\n")
