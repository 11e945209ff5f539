"""Owns ClockFollowing: lets the player follow the MIDI clock of another program or machine."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, Signal

from app.playback.midi.clock_follower import PULSES_A_QUARTER, ClockFollower, ClockMessage
from app.playback.midi.status_bytes import Clock
from app.services.midi_input import MidiInput
from app.services.player import Player
from app.services.settings import FOLLOW_CLOCK, Settings

PULSES_A_LOOK: Final = PULSES_A_QUARTER // 2
"""How many clock pulses pass between two updates of the tempo: there are two a quarter."""


class ClockFollowing(QObject):
    """Takes start, stop and tempo from the clock of the MIDI input, if the settings ask for that.

    `loop()` returns the ticks between which playing repeats, or None.
    """

    start_requested = Signal(int)
    """Playing should begin at this tick."""
    stop_requested = Signal()

    def __init__(
        self,
        player: Player,
        midi: MidiInput,
        settings: Settings,
        loop: Callable[[], tuple[int, int] | None],
    ) -> None:
        super().__init__(player)
        self._player, self._settings, self._loop = player, settings, loop
        self._follower = ClockFollower()
        self._is_to_start = False
        self._pulses = 0
        settings.changed.connect(self._on_setting_changed)
        midi.clock_received.connect(self._take_in)

    def _on_setting_changed(self, key: str) -> None:
        if key == FOLLOW_CLOCK.key:
            self._is_to_start = False
            self._follower = ClockFollower()

    def _take_in(self, message: ClockMessage) -> None:
        if not self._settings.get(FOLLOW_CLOCK):
            return
        self._follower.take_in(message)
        match message.status:
            case Clock.START | Clock.CONTINUE:
                self._is_to_start = True
            case Clock.STOP:
                self._is_to_start = False
                self.stop_requested.emit()
            case Clock.PULSE if self._is_to_start:
                self._is_to_start = False
                self._pulses = 0
                self.start_requested.emit(round(self._follower.start_ticks))
                self._keep_up()
            case Clock.PULSE:
                self._pulses += 1
                if self._pulses % PULSES_A_LOOK == 0:
                    self._keep_up()

    def _keep_up(self) -> None:
        if not self._player.is_playing:
            return
        now, loop = time.perf_counter(), self._loop()
        ticks = self._player.ticks_at(now)
        if ticks is None:
            tempo = self._follower.tempo_bpm
        else:
            loop_ticks = loop[1] - loop[0] if loop is not None else None
            tempo = self._follower.tempo_to_keep_up(now, ticks, loop_ticks)
        if tempo is not None:
            self._player.set_tempo(tempo)
