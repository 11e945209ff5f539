"""Owns SoundOutput: the synthesiser and its reports; one that is lost is replaced."""

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
"""A synthesiser that was lost sooner than this is replaced only when the next note is played.

It would probably be lost again at once.
"""

Standing = SetLoop | SetMetronome | SetMix | UseSoundfont | UseDevice | UseMidiOut
"""Commands that stay in force until the next of their kind, also for a new synthesiser."""

logger = logging.getLogger(__name__)


class Sound(Protocol):
    """What plays: SynthProcess, or a stand-in of the tests."""

    def send(self, command: Command) -> None:
        """Send a command."""

    def close(self) -> None:
        """End the synthesiser."""


class SoundOutput(QObject):
    """Provides a synthesiser when one is needed, and replaces one that is lost.

    `make` makes a synthesiser when called with a function that receives its reports. It is started
    by `warm_up` or by the first command that sounds.
    """

    state_changed = Signal(str)
    """What the status bar says about sound."""
    played = Signal(object)
    """A Position or Ended."""
    lost = Signal()
    """The synthesiser was lost and nothing plays any more; playing again starts a new one."""
    soundfont_loaded = Signal(object)
    """A SoundfontLoaded."""
    outputs_found = Signal(object)
    """An OutputsFound, after `find_outputs`."""
    midi_out_opened = Signal(object)
    """A MidiOutOpened."""
    _reported = Signal(int, object)
    """From the synthesiser's own thread: its number, and a Report."""

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
        """The outputs that existed when `find_outputs` was last answered."""
        self.soundfont: SoundfontLoaded | None = None
        """The soundfont in use; None before one is loaded."""
        self._standing: dict[type[Standing], Standing] = {}
        self._reported.connect(self._on_reported)

    @property
    def is_there(self) -> bool:
        """Whether a synthesiser is running."""
        return self._sound is not None

    def warm_up(self) -> None:
        """Start the synthesiser in advance, so that the first note is not late."""
        if self._sound is None:
            self._number += 1
            number = self._number
            self._made_at = time.perf_counter()
            self._sound = self._make(lambda report: self._reported.emit(number, report))
            for command in self._standing.values():
                self.send(command)

    def send(self, command: Command) -> None:
        """Send a command; it has no effect while there is no synthesiser."""
        if self._sound is not None:
            self._sound.send(command)

    def hold(self, command: Standing) -> None:
        """Send a command if it changes anything, and send it to every new synthesiser as well."""
        if self._standing.get(type(command)) != command:
            self._standing[type(command)] = command
            self.send(command)

    def find_outputs(self) -> None:
        """Ask which sound cards and MIDI ports exist."""
        self.warm_up()
        self.send(FindOutputs())

    def shutdown(self) -> None:
        """End the synthesiser; if it takes longer than a second, by force."""
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
            self.state_changed.emit(
                self.tr("Sound has stopped; it will come back with the next note.")
            )
        else:
            logger.warning("Sound was lost; another synthesiser starts")
            self.warm_up()
            self.state_changed.emit(self.tr("Sound was lost, but it is back now."))
        self.lost.emit()

    def _tell_device(self, name: str, problem: str) -> None:
        if problem:
            logger.warning("No sound card: %s", problem)
            text = self.tr("No sound card was found, so Motivo plays silently.")
        else:
            text = self.tr("Sound: {0}").format(name)
        self.state_changed.emit(text)
