"""What runs in the synthesiser's process: a thread for audio, and one that talks to the parent."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
import threading
import time
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Final

from app.errors import AppError
from app.playback.midi.output import MidiOutput
from app.playback.midi.output_ports import MidiOutPorts
from app.playback.sequencing.protocol import (
    Command,
    DeviceOpened,
    Ended,
    FindOutputs,
    MidiOutOpened,
    OutputsFound,
    Quit,
    SoundFailed,
    SoundfontLoaded,
    UseDevice,
    UseMidiOut,
    UseSoundfont,
)
from app.playback.sound.audio_thread import AudioThread
from app.playback.sound.device import BUFFER_MS, Device, device_names
from app.playback.sound.soundfonts import default_soundfont
from app.playback.sound.synth import Synth

REPORT_SECONDS: Final = 1 / 60
"""The time between two position reports."""

IDLE_SECONDS: Final = 0.25
"""The time between two looks at the audio thread while nothing plays."""

STALLED_SECONDS: Final = 1.0
"""A card that asks for no buffer for this long is gone."""


def serve(connection: Connection, soundfont: Path | None, backends: tuple[str, ...]) -> None:
    """Carry out commands until the connection is closed, Quit is received or the parent is gone."""
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
    """Talks to the parent, and opens the outputs on which the audio thread plays."""

    def __init__(
        self, connection: Connection, soundfont: Path | None, backends: tuple[str, ...]
    ) -> None:
        self._connection, self._backends = connection, backends
        self._device = Device(backends)
        synth = self._load(soundfont) if soundfont else None
        synth = synth or Synth(default_soundfont(), self._device.sample_rate)
        self._audio = AudioThread(synth, self._device.sample_rate)
        self._soundfont = synth.soundfont
        self._midi_ports = MidiOutPorts()
        self._midi: MidiOutput | None = None
        self._midi_asked = UseMidiOut("")
        self._told_at = 0.0
        self._start_device()
        self._tell_soundfont(synth)

    def run(self) -> None:
        """Pass on commands and send reports, until Quit is received or the audio fails."""
        quiet_at = 0.0
        while not self._audio.failure:
            now = time.perf_counter()
            if self._audio.is_busy:
                quiet_at = now + IDLE_SECONDS
            if self._connection.poll(REPORT_SECONDS if now < quiet_at else IDLE_SECONDS):
                command = self._connection.recv()
                if isinstance(command, Quit):
                    return
                self._do(command)
                quiet_at = now + IDLE_SECONDS
            self._report()
            if not self._device.is_silent and self._audio.silent_seconds > STALLED_SECONDS:
                self._open_device("")
        self._connection.send(SoundFailed(self._audio.failure))

    def close(self) -> None:
        """Release the sound card and the MIDI port."""
        self._device.close()
        self._close_midi()

    def _do(self, command: Command) -> None:
        match command:
            case UseSoundfont(path):
                synth = self._load(path or default_soundfont())
                if synth is not None:
                    self._soundfont = synth.soundfont
                    self._audio.use_synth(synth)
                    self._tell_soundfont(synth)
            case UseDevice(name):
                self._open_device(name)
            case UseMidiOut():
                self._midi_asked = command
                self._open_midi()
            case FindOutputs():
                ports = self._midi_ports.names()
                devices = device_names(self._backends)
                self._connection.send(OutputsFound(devices, ports, self._midi_ports.problem))
            case _:
                self._audio.put(command)

    def _open_device(self, name: str) -> None:
        """Change to another sound card; the song stands still meanwhile."""
        before = self._device.sample_rate
        self._device.close()
        self._device = Device(self._backends, name)
        rate = self._device.sample_rate
        if rate != before:
            synth = Synth(self._soundfont, rate)
            self._audio.change_rate(synth, rate)
        self._start_device()
        if self._midi is not None:
            self._open_midi()

    def _start_device(self) -> None:
        self._device.start(self._audio.fill)
        self._audio.notice_start()
        device = self._device
        self._connection.send(DeviceOpened(device.backend, device.problem, device.name))

    def _open_midi(self) -> None:
        asked, problem = self._midi_asked, ""
        self._close_midi()
        if asked.port:
            try:
                send = self._midi_ports.open(asked.port)
            except AppError as error:
                problem = str(error)
            else:
                self._midi = MidiOutput(
                    send,
                    self._device.sample_rate,
                    BUFFER_MS / 1000,
                    sends_clock=asked.sends_clock,
                )
        self._audio.use_midi(self._midi, is_alone=asked.is_alone)
        self._connection.send(MidiOutOpened(asked.port if self._midi else "", problem))

    def _close_midi(self) -> None:
        midi, self._midi = self._midi, None
        if midi is not None:
            self._audio.use_midi(None, is_alone=False)
            midi.close()
        self._midi_ports.close()

    def _report(self) -> None:
        playing = self._audio.playing
        if playing is not None and playing.at_seconds >= self._told_at + REPORT_SECONDS / 2:
            self._connection.send(playing)
            self._told_at = playing.at_seconds
        for serial in self._audio.ended():
            self._connection.send(Ended(serial))

    def _tell_soundfont(self, synth: Synth) -> None:
        self._connection.send(SoundfontLoaded(synth.soundfont, synth.presets))

    def _load(self, soundfont: Path) -> Synth | None:
        try:
            return Synth(soundfont, self._device.sample_rate)
        except AppError as error:
            self._connection.send(SoundFailed(str(error)))
            return None
