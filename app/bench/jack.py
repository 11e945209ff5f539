"""A JACK server without a sound card, and a program on it that listens to Motivo's MIDI port."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

SERVER: Final = "JACK_DEFAULT_SERVER"
"""Names the variable of the environment that says which server is meant."""

PERIOD_FRAMES: Final = 64
RATE: Final = 48000
"""JACK hands MIDI on once a period: 1.3 ms."""

PATIENCE_SECONDS: Final = 20


@dataclass(frozen=True, slots=True)
class Received:
    """A MIDI message and the moment, on the listener's own clock, at which it came."""

    seconds: float
    message: tuple[int, ...]


def has_jack() -> bool:
    """Tell whether the server and what waits for it are installed."""
    return all(map(shutil.which, ("jackd", "jack_wait")))


@contextmanager
def jack_server() -> Iterator[Mapping[str, str]]:
    """Run a server of a name of its own; give the environment in which it is the one to use."""
    name = f"motivo-{uuid.uuid4().hex[:8]}"
    command = ["jackd", "-r", "-n", name, "-d", "dummy", "-r", str(RATE), "-p", str(PERIOD_FRAMES)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait = ["jack_wait", "-s", name, "-w", "-t", str(PATIENCE_SECONDS)]
        subprocess.run(wait, check=True, capture_output=True)
        yield {SERVER: name}
    finally:
        server.terminate()
        server.wait()


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
