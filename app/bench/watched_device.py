"""Watches when the synthesiser is asked for audio, where no null sink can be recorded.

The synthesiser's process is Motivo's own, with miniaudio's silent backend. Only its device is
another one, which notes every call and leaves the list in a file when it closes. What this needs is
imported late, because the process that imports this module may be one whose start is measured.
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
"""The environment variable that holds the path of that file."""


@dataclass(frozen=True, slots=True)
class Call:
    """A buffer that the device asked for: when it did, when it got it, its length and peak level.

    All times are in seconds, the moments those of `time.perf_counter`.
    """

    asked: float
    given: float
    seconds: float
    peak: float


def watch_device() -> None:
    """Make every synthesiser process that is started from now on one whose device is watched."""
    from unittest import mock

    mock.patch("app.playback.sound.synth_process._serve", serve_watched).start()


def read_calls(path: Path) -> list[Call]:
    """Return the calls that a watched process has left in a file."""
    return [Call(*values) for values in json.loads(path.read_text(encoding="utf-8"))]


def serve_watched(connection: Connection, soundfont: Path | None, _: tuple[str, ...]) -> None:
    """Serve as the synthesiser does, on the silent backend, and write the calls to the file."""
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
    content = json.dumps([astuple(call) for call in calls])
    Path(os.environ[CALLS_FILE]).write_text(content, encoding="utf-8")
