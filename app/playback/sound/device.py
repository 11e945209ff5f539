"""Opens the sound card through miniaudio, or a silent stand-in that keeps time."""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import Any, Final

import miniaudio
import numpy as np

from app.playback.quiet_libraries import library_chatter_hidden
from app.playback.sound.synth import AudioFrames

BUFFER_MS: Final = 10
"""Length of an audio buffer: note-on to sound in 20 ms, and no gaps on two cores."""

SILENT_BACKEND: Final = "null"
SILENT_RATE: Final = 48000

NATIVE_RATE: Final = 0
"""Lets miniaudio take the rate at which the card runs, so that nothing has to convert."""


class Device:
    """An open audio output, which draws its frames from the function that `start` is given.

    `backends` are tried in their order, for the card called `name` or the system's choice where
    that is empty or not there; `problem` is empty, or the sound systems' own words on why time
    passes silently. `name` is then the card's, empty for the system's choice; `sample_rate` is in
    frames a second.
    """

    def __init__(self, backends: tuple[str, ...], name: str = "") -> None:
        self.problem = ""
        self.name = ""
        self._device = self._open(backends, name)
        self.backend: str = self._device.backend
        self.sample_rate = self._device.actual_rate

    def start(self, fill: Callable[[AudioFrames], None]) -> None:
        """Play what `fill` puts into each buffer, called in a thread of the output's own."""
        callback = _callback(fill)
        next(callback)
        self._device.start(callback)

    @property
    def is_silent(self) -> bool:
        """Whether it is the stand-in."""
        return self.backend.lower() == SILENT_BACKEND

    def close(self) -> None:
        """Stop the output and let go of the card."""
        self._device.close()

    def _open(self, backends: tuple[str, ...], name: str) -> _Output:
        for backend in backends:
            # What failed is let go of in here as well: JACK's library has a last word then.
            with library_chatter_hidden():
                device = self._tried(backend, name)
            if device is not None:
                return device
        return _output(SILENT_BACKEND, SILENT_RATE)

    def _tried(self, backend: str, name: str) -> _Output | None:
        """Return an output of a backend; where it has none, note its words and return None."""
        try:
            card = _cards(backend).get(name)
            device = _output(backend, NATIVE_RATE, card)
        except miniaudio.MiniaudioError as error:
            self.problem += f"{', ' if self.problem else ''}{backend}: {error.args[0]}"
            return None
        self.problem = ""
        self.name = name if card is not None else ""
        return device


def device_names(backends: tuple[str, ...]) -> tuple[str, ...]:
    """Return the names of the sound cards of the first of the backends that answers."""
    for backend in backends:
        with library_chatter_hidden():
            names = tuple(_cards(backend))
        if names:
            return names
    return ()


def _cards(backend: str) -> dict[str, Any]:
    """Return miniaudio's identity of each card; none where the backend doesn't tell."""
    try:
        cards = miniaudio.Devices([miniaudio.Backend[backend.upper()]]).get_playbacks()
    except miniaudio.MiniaudioError:
        return {}
    return {card["name"]: card["id"] for card in cards}


class _Output(miniaudio.PlaybackDevice):  # type: ignore[misc]  # it has no types
    """miniaudio's output, which knows the rate that it got but tells the one asked for."""

    @property
    def actual_rate(self) -> int:
        return int(self._device.sampleRate)


def _output(backend: str, sample_rate: int, card: Any = None) -> _Output:
    return _Output(
        output_format=miniaudio.SampleFormat.FLOAT32,
        nchannels=2,
        sample_rate=sample_rate,
        buffersize_msec=BUFFER_MS,
        device_id=card,
        backends=[miniaudio.Backend[backend.upper()]],
        # Where the system does not allow it, miniaudio goes on without.
        thread_prio=miniaudio.ThreadPriority.REALTIME,
        app_name="Motivo",
    )


def _callback(fill: Callable[[AudioFrames], None]) -> Generator[AudioFrames, int, None]:
    frames = yield np.zeros((0, 2), np.float32)
    while True:
        buffer = np.zeros((frames, 2), np.float32)
        fill(buffer)
        frames = yield buffer
