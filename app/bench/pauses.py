"""Finds when the machine itself stood still, as a virtual one does when its host sets it aside.

On each core a process of the highest real-time priority does nothing but sleep for a millisecond
and look at the clock. When it wakes up late, nothing else has run on that core either.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from app.bench.session import Session

STEP_SECONDS: Final = 0.001
SHORTEST_SECONDS: Final = 0.004
"""What counts as a pause: well over the time that waking up takes."""

HIGHEST_PRIORITY: Final = 99


@dataclass(frozen=True, slots=True)
class Pause:
    """A time in which a core stood still; moments are in seconds of `time.perf_counter`."""

    begin: float
    end: float

    @property
    def seconds(self) -> float:
        """How long it lasted."""
        return self.end - self.begin


class PauseWatch(Session):
    """Watches every core until `stop`; finds no pauses without the right to real-time priority."""

    def __init__(self) -> None:
        cores = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_setscheduler") else []
        self._watchers = [
            subprocess.Popen(
                [sys.executable, "-m", "app.bench.pauses", str(core)],
                stdout=subprocess.PIPE,
                text=True,
            )
            for core in cores
        ]

    def stop(self) -> tuple[Pause, ...]:
        """Stop watching and return the pauses of all cores."""
        watchers, self._watchers = self._watchers, []
        for watcher in watchers:
            watcher.terminate()
        lines = [line for watcher in watchers for line in watcher.communicate()[0].splitlines()]
        return tuple(Pause(*map(float, line.split())) for line in lines)


def watch(core: int) -> list[Pause]:
    """Watch a core until this process is asked to end; raises PermissionError if it may not."""
    is_over = False

    def end(_signal: int, _frame: object) -> None:
        nonlocal is_over
        is_over = True

    signal.signal(signal.SIGTERM, end)
    pauses: list[Pause] = []
    before = time.perf_counter()
    os.sched_setaffinity(0, {core})
    os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(HIGHEST_PRIORITY))
    while True:
        # This is read before the clock, so that a pause at the very end is seen as well.
        is_last = is_over
        time.sleep(STEP_SECONDS)
        now = time.perf_counter()
        if now - before - STEP_SECONDS > SHORTEST_SECONDS:
            pauses.append(Pause(before, now))
        before = now
        if is_last:
            return pauses


def main(arguments: Sequence[str]) -> None:
    """Watch the core that is named, and print its pauses at the end."""
    try:
        pauses = watch(int(arguments[0]))
    except PermissionError:
        return
    for pause in pauses:
        sys.stdout.write(f"{pause.begin!r} {pause.end!r}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
