"""Opens the sound card through miniaudio, or else a silent device that keeps time."""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import Any, Final

import miniaudio
import numpy as np

from app.playback.quiet_libraries import library_chatter_hidden
from app.playback.sound.synth import AudioFrames

BUFFER_MS: Final = 10
"""The length of an audio buffer: notes sound within 20 ms, and without gaps on two cores."""

SILENT_BACKEND: Final = "null"
SILENT_RATE: Final = 48000

NATIVE_RATE: Final = 0
"""Lets miniaudio use the rate at which the card runs, so that nothing has to be converted."""


class Device:
    """An open audio output, which gets its frames from the function that is passed to `start`.

    The `backends` are tried in order, for the card called `name`. If that is empty or doesn't
    exist, the system chooses a card. Afterwards `name` is the card in use, and empty for the
    system's choice; `problem` is empty, or says in the sound systems' own words why playing is
    silent; `sample_rate` is in frames a second.
    """

    def __init__(self, backends: tuple[str, ...], name: str = "") -> None:
        self.problem = ""
        self.name = ""
        self._device = self._open(backends, name)
        self.backend: str = self._device.backend
        self.sample_rate = self._device.actual_rate

    def start(self, fill: Callable[[AudioFrames], None]) -> None:
        """Play what `fill` puts into each buffer; it is called in a thread of the output."""
        callback = _callback(fill)
        next(callback)
        self._device.start(callback)

    @property
    def is_silent(self) -> bool:
        """Whether this is the silent device."""
        return self.backend.lower() == SILENT_BACKEND

    def close(self) -> None:
        """Stop the output and release the card."""
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
        """Return an output of a backend; if it has none, record what it says and return None."""
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
    """Return the names of the sound cards of the first backend that answers."""
    for backend in backends:
        with library_chatter_hidden():
            names = tuple(_cards(backend))
        if names:
            return names
    return ()


def _cards(backend: str) -> dict[str, Any]:
    """Return miniaudio's id of each card by its name; empty if the backend doesn't say."""
    try:
        cards = miniaudio.Devices([miniaudio.Backend[backend.upper()]]).get_playbacks()
    except miniaudio.MiniaudioError:
        return {}
    return {card["name"]: card["id"] for card in cards}


class _Output(miniaudio.PlaybackDevice):  # type: ignore[misc]  # it has no types
    """miniaudio's output, corrected so that it reports the rate it got, not the one asked for."""

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
