"""A JACK server without a sound card, and on it a keyboard and a listener to Motivo's MIDI port."""

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
"""Names the variable of the environment that says which server is meant."""

SHORTEST_PERIOD_FRAMES: Final = 64
RATE: Final = 48000
"""JACK hands MIDI on once a period: 1.3 ms."""

PATIENT: Final = ("-S", "-t", "5000")
"""Options that let the server wait for programs that are late, which lose what they were to hear
otherwise."""


@dataclass(frozen=True, slots=True)
class Received:
    """A MIDI message and the moment, on the listener's own clock, at which it came."""

    seconds: float
    message: tuple[int, ...]


def has_jack() -> bool:
    """Tell whether the server and what waits for it are installed."""
    return all(map(shutil.which, ("jackd", "jack_wait")))


class JackServer(Session):
    """A server of a name of its own, from `with` or `start` on; it may be ended and started again.

    `options` go to jackd. `environment` is that in which it is the one to use.
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
        """Start it."""
        self.start()
        return self

    def start(self) -> None:
        """Run until `stop`; return once it answers."""
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
        """End it, if it runs."""
        process, self._process = self._process, None
        if process is not None:
            process.terminate()
            process.wait()


class Listener:
    """A process that listens to the port of this name from when it is made until `stop`."""

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
            raise RuntimeError(f"nothing called {port} came")

    def stop(self) -> list[Received]:
        """End it and return what it heard."""
        told, _ = self._process.communicate(timeout=PATIENCE_SECONDS)
        return [Received(seconds, tuple(message)) for seconds, message in json.loads(told)]


class JackKeyboard:
    """A process that is a MIDI keyboard, from when it is made until `end`."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "app.bench.jack_keyboard"],
            env={**os.environ, **environment},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ask(self, command: object) -> Any:
        """Give a command of `jack_keyboard` and return the answer."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{json.dumps(command)}\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())

    def end(self) -> None:
        """Unplug it for good."""
        self._process.communicate(timeout=PATIENCE_SECONDS)
