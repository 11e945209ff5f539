"""Kills a session, and measures what is missing from what was kept of it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from app.bench.patience import PATIENCE_SECONDS
from app.domain.snapshot import Snapshot
from app.formats import read_project
from app.formats.journal import read_journal
from tests.kills.session import KEPT, LOG, digest

CHECKOUT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Kill:
    """What became of a session: its states, and how old the oldest is that was not kept.

    `lost_ms` is 0 if nothing is missing. `faults` says what should never happen.
    """

    states: int
    takes: int
    lost_states: int
    lost_ms: float
    faults: tuple[str, ...]


def kill(folder: Path, seed: int, after_seconds: float) -> Kill:
    """Run a session in an empty folder, kill it some seconds after its first state, and look."""
    environment = {
        **os.environ,
        "PYTHONPATH": str(CHECKOUT),
        "MOTIVO_HOME": str(folder / "home"),
        "QT_QPA_PLATFORM": "offscreen",
    }
    command = [sys.executable, "-m", "tests.kills.session", str(folder), str(seed)]
    log = folder / LOG
    with subprocess.Popen(
        command, env=environment, stderr=subprocess.PIPE, start_new_session=True
    ) as session:
        _wait_for(log, session)
        time.sleep(after_seconds)
        killed_at = time.monotonic_ns()
        os.killpg(session.pid, signal.SIGKILL)
        told = session.communicate()[1].decode(errors="replace")
    faults = [f"The session said: {told}"] if "Traceback" in told else []
    return _looked_at(folder, log.read_text(), killed_at, faults)


def _wait_for(log: Path, session: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + PATIENCE_SECONDS
    while not (log.exists() and log.read_text().count("\n") > 1):
        if session.poll() is not None or time.monotonic() > end:
            raise RuntimeError("The session has not begun.")
        time.sleep(0.01)


def _looked_at(folder: Path, log: str, killed_at: int, faults: list[str]) -> Kill:
    for path in folder.glob("*.motivo"):
        read_project(path)
    journals = list((folder / "home" / "data" / "kept").glob("*.journal"))
    if len(journals) > 1:
        faults.append("There is more than one journal.")
    kept = read_journal(journals[0].read_bytes()) if journals else Snapshot()
    if kept.path and not kept.is_modified and read_project(kept.path) != kept.project:
        faults.append("The file is not what was saved to it.")
    moments: list[int] = []
    states: list[str] = []
    safe = 0
    for moment, what in (line.split() for line in log.splitlines()):
        if what == KEPT:
            safe = len(states)
        else:
            moments.append(int(moment))
            states.append(what)
    found = digest(kept.project)
    here = max((place for place, state in enumerate(states) if state == found), default=-1)
    if here < 0:
        faults.append("What was kept is no state that was ever there.")
    if here + 1 < safe:
        faults.append("What had been kept is missing.")
    missing = moments[here + 1 :]
    lost_ms = (killed_at - missing[0]) / 1e6 if missing else 0.0
    return Kill(len(states), len(kept.project.takes), len(missing), lost_ms, tuple(faults))
