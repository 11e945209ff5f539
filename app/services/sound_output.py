"""Owns SoundOutput: the synthesiser, which is replaced when it is lost, and what it reports."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import Final, Protocol

from PySide6.QtCore import QObject, Signal

from app.playback.sequencing.protocol import (
    Command,
    DeviceOpened,
    FindOutputs,
    MidiOutOpened,
    OutputsFound,
    ProcessEnded,
    Report,
    SetLoop,
    SetMetronome,
    SetMix,
    SoundFailed,
    SoundfontLoaded,
    UseDevice,
    UseMidiOut,
    UseSoundfont,
)

SHORTEST_LIFE_SECONDS: Final = 2.0
"""A synthesiser that is lost sooner would be lost again: it waits for the next note to start."""

Standing = SetLoop | SetMetronome | SetMix | UseSoundfont | UseDevice | UseMidiOut
"""Commands that hold until the next of their kind, for every synthesiser that comes."""

logger = logging.getLogger(__name__)


class Sound(Protocol):
    """What plays: SynthProcess, or a stand-in of the tests."""

    def send(self, command: Command) -> None:
        """Hand a command over."""

    def close(self) -> None:
        """End it."""


class SoundOutput(QObject):
    """A synthesiser that is there when it is needed; `make` is called with where reports go.

    It starts with `warm_up` or the first command that sounds; one that is lost is replaced.
    """

    state_changed = Signal(str)
    """What the status bar says about sound."""
    played = Signal(object)
    """A Position or Ended."""
    lost = Signal()
    """What was playing does no longer. Whoever plays something again starts the next one."""
    soundfont_loaded = Signal(object)
    """A SoundfontLoaded."""
    outputs_found = Signal(object)
    """An OutputsFound, after `find_outputs`."""
    midi_out_opened = Signal(object)
    """A MidiOutOpened."""
    _reported = Signal(int, object)
    """From the sound's own thread: the number of the sound, and a Report."""

    def __init__(
        self,
        make: Callable[[Callable[[Report], None]], Sound],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._make = make
        self._sound: Sound | None = None
        self._number = 0
        self._made_at = 0.0
        self.outputs = OutputsFound((), ())
        """The outputs that were there when `find_outputs` was last answered."""
        self.soundfont: SoundfontLoaded | None = None
        """The soundfont in use, None before the first."""
        self._standing: dict[type[Standing], Standing] = {}
        self._reported.connect(self._on_reported)

    @property
    def is_there(self) -> bool:
        """Whether a synthesiser runs."""
        return self._sound is not None

    def warm_up(self) -> None:
        """Start the synthesiser, so that the first note is not late."""
        if self._sound is None:
            self._number += 1
            number = self._number
            self._made_at = time.perf_counter()
            self._sound = self._make(lambda report: self._reported.emit(number, report))
            for command in self._standing.values():
                self.send(command)

    def send(self, command: Command) -> None:
        """Hand a command over; lost while there is no synthesiser."""
        if self._sound is not None:
            self._sound.send(command)

    def hold(self, command: Standing) -> None:
        """Send a command now if it is news, and to every synthesiser that comes."""
        if self._standing.get(type(command)) != command:
            self._standing[type(command)] = command
            self.send(command)

    def find_outputs(self) -> None:
        """Ask for the sound cards and MIDI ports there are."""
        self.warm_up()
        self.send(FindOutputs())

    def shutdown(self) -> None:
        """End the synthesiser, within a second or by force."""
        sound, self._sound = self._sound, None
        if sound is not None:
            sound.close()

    def _on_reported(self, number: int, report: Report) -> None:
        if number != self._number or self._sound is None:
            return
        match report:
            case DeviceOpened(backend, problem, name):
                self._tell_device(name or backend, problem)
            case SoundFailed(reason):
                logger.error("Sound: %s", reason)
                self.state_changed.emit(
                    reason if "\n" not in reason else self.tr("Sound stopped; see the log.")
                )
            case SoundfontLoaded():
                self.soundfont = report
                self.soundfont_loaded.emit(report)
            case OutputsFound():
                self.outputs = report
                self.outputs_found.emit(report)
            case MidiOutOpened(problem=problem):
                if problem:
                    self.state_changed.emit(problem)
                self.midi_out_opened.emit(report)
            case ProcessEnded():
                self._replace()
            case _:
                self.played.emit(report)

    def _replace(self) -> None:
        lived_seconds = time.perf_counter() - self._made_at
        self.shutdown()
        if lived_seconds < SHORTEST_LIFE_SECONDS:
            self.state_changed.emit(self.tr("Sound stopped; it comes back with the next note."))
        else:
            logger.warning("Sound was lost; another synthesiser starts")
            self.warm_up()
            self.state_changed.emit(self.tr("Sound was lost and is back."))
        self.lost.emit()

    def _tell_device(self, name: str, problem: str) -> None:
        if problem:
            logger.warning("No sound card: %s", problem)
            text = self.tr("No sound card found: Motivo plays silently.")
        else:
            text = self.tr("Sound: {0}").format(name)
        self.state_changed.emit(text)
