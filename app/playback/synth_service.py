"""What runs in the synthesiser's process: one thread for the audio, one for the parent."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
import threading
import time
import traceback
from collections import deque
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Final

from app.errors import AppError
from app.playback.device import Device
from app.playback.messages import (
    Command,
    DeviceOpened,
    Ended,
    Position,
    Quit,
    SoundFailed,
    UseSoundfont,
)
from app.playback.sequencer import Sequencer
from app.playback.soundfonts import default_soundfont
from app.playback.synth import AudioFrames, Synth

SAMPLE_RATE: Final = 48000
"""Frames a second; what most cards run at, so that nothing has to convert."""

REPORT_SECONDS: Final = 1 / 60
"""Time between two position reports."""

IDLE_SECONDS: Final = 0.25
"""Time between two looks at the audio thread while nothing plays."""


def serve(connection: Connection, soundfont: Path | None, backends: tuple[str, ...]) -> None:
    """Play what the connection asks for, until it closes, Quit comes or the parent is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    sys.setswitchinterval(0.0005)  # lets the audio thread in sooner than the usual 5 ms
    try:
        service = _Service(connection, soundfont, backends)
    except AppError as error:
        connection.send(SoundFailed(str(error)))
        return
    gc.collect()
    gc.freeze()
    gc.disable()  # a collection in the audio thread would be heard
    try:
        service.run()
    except (EOFError, OSError):
        return
    finally:
        service.close()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


class _Service:
    """Runs in two threads: `run` speaks with the parent, `_fill` is called for audio.

    They meet in deques and in attributes that are replaced as a whole, which need no lock.
    """

    def __init__(
        self, connection: Connection, soundfont: Path | None, backends: tuple[str, ...]
    ) -> None:
        self._connection = connection
        self._commands: deque[Command | Synth] = deque()
        self._synth = self._load(soundfont) or Synth(default_soundfont(), SAMPLE_RATE)
        self._sequencer = Sequencer(self._synth, SAMPLE_RATE)
        self._playing: Position | None = None
        self._ended: deque[int] = deque()
        self._failure = ""
        self._told_at = 0.0
        self._device = Device(self._fill, SAMPLE_RATE, backends)
        connection.send(DeviceOpened(self._device.backend, self._device.problem))

    def run(self) -> None:
        """Pass commands on and send reports, until Quit comes or the audio fails."""
        quiet_at = 0.0
        while not self._failure:
            now = time.perf_counter()
            if self._playing is not None or self._commands:
                quiet_at = now + IDLE_SECONDS
            if self._connection.poll(REPORT_SECONDS if now < quiet_at else IDLE_SECONDS):
                command = self._connection.recv()
                if isinstance(command, Quit):
                    return
                self._pass_on(command)
                quiet_at = now + IDLE_SECONDS
            self._report()
        self._connection.send(SoundFailed(self._failure))

    def close(self) -> None:
        """Let go of the sound card."""
        self._device.close()

    def _pass_on(self, command: Command) -> None:
        if isinstance(command, UseSoundfont):
            synth = self._load(command.path or default_soundfont())
            if synth is not None:
                self._commands.append(synth)
        else:
            self._commands.append(command)

    def _report(self) -> None:
        playing = self._playing
        if playing is not None and playing.at_seconds >= self._told_at + REPORT_SECONDS / 2:
            self._connection.send(playing)
            self._told_at = playing.at_seconds
        while self._ended:
            self._connection.send(Ended(self._ended.popleft()))

    def _load(self, soundfont: Path | None) -> Synth | None:
        try:
            return Synth(soundfont, SAMPLE_RATE) if soundfont else None
        except AppError as error:
            self._connection.send(SoundFailed(str(error)))
            return None

    def _fill(self, buffer: AudioFrames) -> None:
        try:
            self._play_into(buffer)
        except Exception:
            self._failure = traceback.format_exc()
            raise

    def _play_into(self, buffer: AudioFrames) -> None:
        sequencer = self._sequencer
        now = time.perf_counter()
        while self._commands:
            command = self._commands.popleft()
            if isinstance(command, Synth):
                sequencer.use_instrument(command)
                self._synth = command
            else:
                sequencer.apply(command)
        was_playing = sequencer.is_playing
        if was_playing:
            self._playing = Position(sequencer.serial, sequencer.position_ticks, now)
        self._synth.render_into(buffer)
        sequencer.run(len(buffer))
        if not sequencer.is_playing:
            self._playing = None
            if was_playing:
                self._ended.append(sequencer.serial)
