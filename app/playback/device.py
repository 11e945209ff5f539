"""Opens the sound card through miniaudio, or a silent stand-in that keeps time."""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import Any, Final

import miniaudio
import numpy as np

from app.playback.chatter import library_chatter_hidden
from app.playback.synth import AudioFrames

BUFFER_MS: Final = 10
"""Length of an audio buffer: note-on to sound in 20 ms, and no gaps on two cores."""

SILENT_BACKEND: Final = "null"


class Device:
    """A running audio output that draws its frames from `fill`.

    `backends` are tried in their order; `problem` is empty, or the sound systems' own words on why
    time passes silently.
    """

    def __init__(
        self,
        fill: Callable[[AudioFrames], None],
        sample_rate: int,
        backends: tuple[str, ...],
    ) -> None:
        self.problem = ""
        self._device = self._open(sample_rate, backends)
        self.backend: str = self._device.backend
        callback = _callback(fill)
        next(callback)
        self._device.start(callback)

    def close(self) -> None:
        """Stop the output and let go of the card."""
        self._device.close()

    def _open(self, sample_rate: int, backends: tuple[str, ...]) -> Any:
        for backend in backends:
            try:
                with library_chatter_hidden():
                    return _playback_device(sample_rate, backend)
            except miniaudio.MiniaudioError as error:
                self.problem += f"{', ' if self.problem else ''}{backend}: {error.args[0]}"
        return _playback_device(sample_rate, SILENT_BACKEND)


def _playback_device(sample_rate: int, backend: str) -> Any:
    return miniaudio.PlaybackDevice(
        output_format=miniaudio.SampleFormat.FLOAT32,
        nchannels=2,
        sample_rate=sample_rate,
        buffersize_msec=BUFFER_MS,
        backends=[miniaudio.Backend[backend.upper()]],
        app_name="Motivo",
    )


def _callback(fill: Callable[[AudioFrames], None]) -> Generator[AudioFrames, int, None]:
    frames = yield np.zeros((0, 2), np.float32)
    while True:
        buffer = np.zeros((frames, 2), np.float32)
        fill(buffer)
        frames = yield buffer
