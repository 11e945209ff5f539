"""Runs what is measured in a process of its own, so that no measure warms another."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from typing import Any


def run(what: str, environment: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Return what `app.bench.window_runs` prints for a name, with a home of its own."""
    with tempfile.TemporaryDirectory() as home:
        command = [sys.executable, "-m", "app.bench.window_runs", what, str(time.time())]
        variables = {**offscreen(), **(environment or {}), "MOTIVO_HOME": home}
        done = subprocess.run(command, env=variables, stdout=subprocess.PIPE, check=True)
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


def offscreen() -> dict[str, str]:
    """Return the environment of a process whose windows are painted in memory."""
    return {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
