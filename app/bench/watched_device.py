"""Watches the synthesiser's calls for audio where no null sink can be recorded.

The process is Motivo's own, with miniaudio's silent backend; only its device is one that writes
down each call, and leaves the list in a file when it closes. What that takes is imported when it is
done: a start is measured beside it.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from dataclasses import astuple, dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Final

CALLS_FILE: Final = "MOTIVO_BENCH_CALLS"
"""Names the variable of the environment that holds the file's path."""


@dataclass(frozen=True, slots=True)
class Call:
    """A buffer that the device asked for and got: moments of `time.perf_counter`, and its peak."""

    asked: float
    given: float
    seconds: float
    peak: float


def watch_device() -> None:
    """Let the next synthesiser process be one whose device is watched; for the process's life."""
    from unittest import mock

    mock.patch("app.playback.sound.synth_process._serve", serve_watched).start()


def read_calls(path: Path) -> list[Call]:
    """Return the calls that a process left in a file."""
    return [Call(*values) for values in json.loads(path.read_text(encoding="utf-8"))]


def serve_watched(connection: Connection, soundfont: Path | None, _: tuple[str, ...]) -> None:
    """Serve as the synthesiser does, on the silent backend, and leave the calls behind."""
    from unittest import mock

    import numpy as np

    from app.playback.sound import synth_service
    from app.playback.sound.device import Device
    from app.playback.sound.synth import AudioFrames

    calls: list[Call] = []

    class WatchedDevice(Device):
        def start(self, fill: Callable[[AudioFrames], None]) -> None:
            def watched_fill(buffer: AudioFrames) -> None:
                asked = time.perf_counter()
                fill(buffer)
                peak = float(np.abs(buffer).max(initial=0))
                seconds = len(buffer) / self.sample_rate
                calls.append(Call(asked, time.perf_counter(), seconds, peak))

            super().start(watched_fill)

    with mock.patch.object(synth_service, "Device", WatchedDevice):
        synth_service.serve(connection, soundfont, ())
    told = json.dumps([astuple(call) for call in calls])
    Path(os.environ[CALLS_FILE]).write_text(told, encoding="utf-8")
