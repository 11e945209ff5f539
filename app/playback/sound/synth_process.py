"""Owns SynthProcess: a handle on the process of its own in which the synthesiser runs undisturbed.

The handle is light: NumPy and the audio libraries are imported only in that process.
"""

from __future__ import annotations

import multiprocessing
import sys
import threading
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Final

from app.playback.sequencing.protocol import Command, ProcessEnded, Quit, Report

BACKENDS: Final = (
    ("wasapi", "dsound", "winmm")
    if sys.platform == "win32"
    else ("coreaudio",)
    if sys.platform == "darwin"
    else ("pulseaudio", "alsa", "jack")
)
"""miniaudio's names of sound systems, in the order in which they are tried."""

QUIT_SECONDS: Final = 1.0
"""How long the process may take to end before it is killed."""


class SynthProcess:
    """A handle on the process; it calls `on_report` in a thread of its own.

    `backends` are miniaudio's names of sound systems; without any, playing is silent.
    """

    def __init__(
        self,
        on_report: Callable[[Report], None],
        soundfont: Path | None = None,
        backends: tuple[str, ...] = BACKENDS,
    ) -> None:
        context = multiprocessing.get_context("spawn")
        self._connection, theirs = context.Pipe()
        self._process = context.Process(
            target=_serve, args=(theirs, soundfont, backends), name="Motivo sound", daemon=True
        )
        self._process.start()
        theirs.close()
        self._on_report = on_report
        self._reader = threading.Thread(target=self._read, name="sound reports", daemon=True)
        self._reader.start()

    def send(self, command: Command) -> None:
        """Send a command; it is lost if the process has ended, which is reported."""
        try:
            self._connection.send(command)
        except OSError:
            return

    def close(self) -> None:
        """End the process, by force if it doesn't end by itself."""
        self.send(Quit())
        self._process.join(QUIT_SECONDS)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()
        self._reader.join()
        self._connection.close()
        self._process.close()

    def _read(self) -> None:
        while True:
            try:
                report = self._connection.recv()
            except (EOFError, OSError):
                self._on_report(ProcessEnded())
                return
            self._on_report(report)


def _serve(connection: Connection, soundfont: Path | None, backends: tuple[str, ...]) -> None:
    from app.playback.sound.synth_service import serve

    serve(connection, soundfont, backends)
