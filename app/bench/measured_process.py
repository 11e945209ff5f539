"""Runs each measure in a process of its own, so that none of them warms up another."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from typing import Any


def run_measured(what: str, environment: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Return what the run of this name in `app.bench.window_runs` gives, in a new home folder.

    Raises CalledProcessError if the process fails.
    """
    with tempfile.TemporaryDirectory() as home:
        command = [sys.executable, "-m", "app.bench.window_runs", what, str(time.time())]
        variables = {**offscreen(), **(environment or {}), "MOTIVO_HOME": home}
        done = subprocess.run(command, env=variables, stdout=subprocess.PIPE, check=True)
    numbers: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return numbers


def offscreen() -> dict[str, str]:
    """Return the environment of a process whose windows are painted in memory only."""
    return {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
