"""Runs a JACK server without a sound card, and on it a MIDI keyboard and a listener to a port."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Self

from app.bench.patience import PATIENCE_SECONDS
from app.bench.session import Session

SERVER: Final = "JACK_DEFAULT_SERVER"
"""The environment variable that names the server to use."""

SHORTEST_PERIOD_FRAMES: Final = 64
RATE: Final = 48000
"""JACK passes MIDI on once a period, which at this rate lasts 1.3 ms at the shortest."""

PATIENT: Final = ("-S", "-t", "5000")
"""Options that make the server wait for programs that are late; otherwise those lose messages."""


@dataclass(frozen=True, slots=True)
class Received:
    """A MIDI message, and when it came in seconds of the listener's own clock."""

    seconds: float
    message: tuple[int, ...]


def has_jack() -> bool:
    """Tell whether jackd is installed, and jack_wait with it."""
    return all(map(shutil.which, ("jackd", "jack_wait")))


class JackServer(Session):
    """A server with a name of its own, which runs from `with` or `start` on.

    It may be stopped and started again. `options` are passed to jackd. A program whose environment
    has the variables of `environment` uses this server.
    """

    def __init__(
        self, options: Sequence[str] = (), period_frames: int = SHORTEST_PERIOD_FRAMES
    ) -> None:
        self._name = f"motivo-{os.urandom(4).hex()}"
        self._driver = ["-d", "dummy", "-r", str(RATE), "-p", str(period_frames)]
        self._options = options
        self._process: subprocess.Popen[bytes] | None = None
        self.environment: Mapping[str, str] = {SERVER: self._name}

    def __enter__(self) -> Self:
        """Start the server."""
        self.start()
        return self

    def start(self) -> None:
        """Start the server, and return once it answers; raises CalledProcessError if it doesn't."""
        command = ["jackd", "-r", "-n", self._name, *self._options, *self._driver]
        self._process = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        wait = ["jack_wait", "-s", self._name, "-w", "-t", str(PATIENCE_SECONDS)]
        try:
            subprocess.run(wait, check=True, capture_output=True)
        except subprocess.CalledProcessError:
            self.stop()
            raise

    def stop(self) -> None:
        """End the server if it runs."""
        process, self._process = self._process, None
        if process is not None:
            process.terminate()
            process.wait()


class Listener:
    """A process that listens to a MIDI port, by its name, until `stop`.

    Raises RuntimeError if no such port comes.
    """

    def __init__(self, environment: Mapping[str, str], port: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "app.bench.jack_listener", port],
            env={**os.environ, **environment},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdout is not None
        if not self._process.stdout.readline():
            raise RuntimeError(f"no port called {port} came")

    def stop(self) -> list[Received]:
        """End the process and return the messages that came."""
        printed, _ = self._process.communicate(timeout=PATIENCE_SECONDS)
        return [Received(seconds, tuple(message)) for seconds, message in json.loads(printed)]


class JackKeyboard:
    """A process that acts as a MIDI keyboard until `end`."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "app.bench.jack_keyboard"],
            env={**os.environ, **environment},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ask(self, command: object) -> Any:
        """Send a command of `jack_keyboard`, and return the answer."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{json.dumps(command)}\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())

    def end(self) -> None:
        """End the process, and with it the keyboard."""
        self._process.communicate(timeout=PATIENCE_SECONDS)
