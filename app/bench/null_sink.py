"""Runs a PulseAudio server whose sound card leads nowhere, and records what that plays.

Every server has a folder and a socket of its own, so that several can run side by side, and none
interferes with the user's sound.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

from app.bench.patience import PATIENCE_SECONDS
from app.bench.session import Session

SAMPLE_RATE: Final = 48000
CHANNELS: Final = 2
FRAME_BYTES: Final = 4 * CHANNELS
"""A frame has a float32 for each channel."""

SINK: Final = "motivo"
PROBE_SECONDS: Final = 0.05
ORPHAN_SECONDS: Final = 60
"""A server without clients ends after so long, in case the process that began it was killed."""


class SoundServerError(RuntimeError):
    """PulseAudio is installed but doesn't do what it should."""


def has_pulseaudio() -> bool:
    """Tell whether PulseAudio's server and its recorder are installed."""
    return all(map(shutil.which, ("pulseaudio", "parec")))


@contextmanager
def null_sink() -> Iterator[Mapping[str, str]]:
    """Run a server with one sink; yield the environment variables that make it the sound card.

    Raises SoundServerError if the server doesn't start within PATIENCE_SECONDS.
    """
    with tempfile.TemporaryDirectory(prefix="motivo-") as name:
        folder = Path(name)
        path = folder / "socket"
        private = dict.fromkeys(("HOME", "XDG_RUNTIME_DIR", "XDG_CONFIG_HOME"), name)
        kept = {key: value for key, value in os.environ.items() if not key.startswith("PULSE_")}
        server = subprocess.Popen(
            [
                "pulseaudio",
                "-n",
                "--daemonize=no",
                f"--exit-idle-time={ORPHAN_SECONDS}",
                "--use-pid-file=no",
                f"--load=module-null-sink sink_name={SINK} rate={SAMPLE_RATE}",
                f"--load=module-native-protocol-unix socket={path} auth-anonymous=1",
            ],
            env={**kept, **private},
            stderr=subprocess.DEVNULL,
        )
        try:
            _wait_for(server, path)
            yield {
                "PULSE_SERVER": f"unix:{path}",
                "PULSE_SINK": SINK,
                "PULSE_COOKIE": str(folder / "cookie"),
            }
        finally:
            _end(server)


@dataclass(frozen=True, slots=True)
class Captured:
    """What was recorded.

    `data` holds the frames. `arrivals` are pairs: how many frames had been recorded, and when, in
    seconds of `time.perf_counter`, which on Linux is the same in all processes.
    """

    data: bytes
    arrivals: tuple[tuple[int, float], ...]


class Capture(Session):
    """Records what the sink of an environment plays until `stop`.

    Inside `with` it is certain that the recording has begun.
    """

    def __init__(self, environment: Mapping[str, str], latency_ms: int = 1) -> None:
        self._process = subprocess.Popen(
            [
                "parec",
                f"--device={SINK}.monitor",
                "--format=float32le",
                f"--rate={SAMPLE_RATE}",
                f"--channels={CHANNELS}",
                f"--latency-msec={latency_ms}",
            ],
            env={**os.environ, **environment},
            stdout=subprocess.PIPE,
        )
        self._data = bytearray()
        self._arrivals: list[tuple[int, float]] = []
        self._has_come = threading.Event()
        self._reader = threading.Thread(target=self._read, name="capture")
        self._reader.start()

    def __enter__(self) -> Self:
        """Wait until the first frames come; raises SoundServerError if none do."""
        if not self._has_come.wait(PATIENCE_SECONDS):
            self.stop()
            raise SoundServerError("parec records nothing")
        return self

    def stop_after(self, is_enough: Callable[[Captured], bool]) -> Captured:
        """Record until `is_enough` says so, then end the recording and return all of it.

        Raises SoundServerError if that takes longer than PATIENCE_SECONDS.
        """
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not is_enough(self._captured()):
            self._has_come.clear()
            if not self._has_come.wait(deadline - time.monotonic()):
                raise SoundServerError("PulseAudio did not play what was to be recorded")
        return self.stop()

    def stop(self) -> Captured:
        """End the recording and return all of it."""
        _end(self._process)
        self._reader.join()
        return self._captured()

    def _captured(self) -> Captured:
        whole = len(self._data) // FRAME_BYTES * FRAME_BYTES
        return Captured(bytes(self._data[:whole]), tuple(self._arrivals))

    def _read(self) -> None:
        assert self._process.stdout is not None
        with self._process.stdout as stdout:
            while part := os.read(stdout.fileno(), 65536):
                now = time.perf_counter()
                self._data += part
                self._arrivals.append((len(self._data) // FRAME_BYTES, now))
                self._has_come.set()


def _wait_for(server: subprocess.Popen[bytes], path: Path) -> None:
    """Return once the server answers; it opens its socket last, when the sink is there.

    Raises SoundServerError if it doesn't answer or ends.
    """
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not _answers(path):
        try:
            status = server.wait(PROBE_SECONDS)
        except subprocess.TimeoutExpired:
            if time.monotonic() > deadline:
                raise SoundServerError("PulseAudio does not answer") from None
        else:
            raise SoundServerError(f"PulseAudio ended with status {status}")


def _answers(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as client:
        return client.connect_ex(str(path)) == 0


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(PATIENCE_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
