"""Owns Recorder: counts in, plays along, and makes a melody of the keys that are played."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum, auto
from typing import Protocol

from PySide6.QtCore import QObject, Signal, SignalInstance

from app.domain import Melody, Pulse, Sketch
from app.domain.edits import add
from app.domain.quantising import Quantising
from app.domain.recording import KeyEvent, recorded, replaced
from app.domain.timebase import ticks_to_seconds


class RecordMode(Enum):
    """What happens to the notes that are already there."""

    OVERDUB = auto()
    """What is played is laid over them."""
    REPLACE = auto()
    """They are removed, from where recording began to the beat nearest to where it ended."""


class Accompanist(Protocol):
    """What the recorder plays along with: a Player, or a stand-in in tests."""

    @property
    def position_changed(self) -> SignalInstance:
        """Where playing is, in ticks."""

    @property
    def stopped(self) -> SignalInstance:
        """Playing has ended."""

    def accompany(
        self, sketch: Sketch, from_ticks: float, count_in_until: float | None = None
    ) -> None:
        """Play from a tick on, which may be negative, until `stop`; count in up to a tick."""

    def ticks_at(self, at_seconds: float) -> float | None:
        """Return where playing is at a moment of the recorder's clock."""

    def stop(self) -> None:
        """Stop playing."""


@dataclass(frozen=True, slots=True)
class _Recording:
    """What was asked for, at `start_ticks` of `sketch`."""

    sketch: Sketch
    start_ticks: int
    mode: RecordMode
    quantising: Quantising | None
    count_in_ticks: int

    @property
    def count_in_beats(self) -> tuple[int, ...]:
        """The ticks of the beats of the count-in."""
        first = self.start_ticks - self.count_in_ticks
        return tuple(Pulse.of(self.sketch).between(first, self.start_ticks))


class Recorder(QObject):
    """Records one stretch at a time, in time with the transport.

    A key is placed by its own time stamp, on the clock of `clock`, however late it arrives here.
    `sound_delay_ms` is how much later the player hears a place than the transport reports it.
    """

    counting_in = Signal(int)
    """A beat of the count-in begins; they are numbered from 1 on."""
    recording_started = Signal()
    """The count-in is over, and the first beat of the recording begins."""
    recorded = Signal(object)
    """An Edited: the sketch's melody with what was played, which is selected. The document itself
    is not changed."""
    finished = Signal()
    """Recording has ended, whether or not anything was played."""

    def __init__(
        self,
        transport: Accompanist,
        clock: Callable[[], float] = time.perf_counter,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.sound_delay_ms = 0.0
        self._transport = transport
        self._clock = clock
        self._recording: _Recording | None = None
        self._beat = 0
        self._has_begun = False
        self._latest_ticks = 0.0
        self._unplaced: list[KeyEvent] = []
        self._placed: list[KeyEvent] = []
        transport.position_changed.connect(self._on_position_changed)
        transport.stopped.connect(self.stop)

    @property
    def is_active(self) -> bool:
        """Whether it is counting in or recording."""
        return self._recording is not None

    def start(
        self,
        sketch: Sketch,
        start_ticks: int,
        mode: RecordMode = RecordMode.OVERDUB,
        quantising: Quantising | None = None,
        *,
        count_in: bool = True,
    ) -> None:
        """Play the sketch from a bar before `start_ticks` on, and record from there.

        Without `quantising`, notes stay exactly as they were played.
        """
        self.cancel()
        count_in_ticks = sketch.meter.bar_ticks if count_in else 0
        self._recording = _Recording(sketch, start_ticks, mode, quantising, count_in_ticks)
        self._beat, self._has_begun = 0, False
        self._unplaced, self._placed = [], []
        self._latest_ticks = start_ticks - count_in_ticks
        heard = sketch
        if mode is RecordMode.REPLACE:
            before = tuple(n for n in sketch.melody if n.onset_ticks < start_ticks)
            heard = replace(sketch, melody=Melody(before))
        self._transport.accompany(heard, self._latest_ticks, start_ticks)

    def add_key(self, event: KeyEvent) -> None:
        """Add a key event; it is ignored while nothing is recorded."""
        if self.is_active:
            delay_seconds = self.sound_delay_ms / 1000
            self._unplaced.append(replace(event, time_seconds=event.time_seconds - delay_seconds))
            self._place()

    def stop(self) -> None:
        """End the recording here, and emit what was played, unless that is nothing."""
        now_ticks = self._transport.ticks_at(self._clock() - self.sound_delay_ms / 1000)
        self._place()
        recording, self._recording = self._recording, None
        if recording is None:
            return
        self._transport.stop()
        end_ticks = max(self._latest_ticks, now_ticks or 0.0)
        played = recorded(
            self._placed,
            recording.sketch.tempo_bpm,
            ticks_to_seconds(end_ticks - recording.start_ticks, recording.sketch.tempo_bpm),
            recording.quantising,
            recording.start_ticks,
        )
        if len(played):
            self.recorded.emit(_edited(recording, played, end_ticks))
        self.finished.emit()

    def cancel(self) -> None:
        """End the recording and forget what was played."""
        if self._recording is not None:
            self._recording = None
            self._transport.stop()
            self.finished.emit()

    def _on_position_changed(self, ticks: float) -> None:
        recording = self._recording
        if recording is None:
            return
        self._place()
        self._latest_ticks = max(self._latest_ticks, ticks)
        beats = recording.count_in_beats
        while self._beat < len(beats) and beats[self._beat] <= ticks:
            self._beat += 1
            self.counting_in.emit(self._beat)
        if ticks >= recording.start_ticks and not self._has_begun:
            self._has_begun = True
            self.recording_started.emit()

    def _place(self) -> None:
        """Give waiting keys their time since the recording began, in seconds of the song."""
        recording = self._recording
        if recording is None:
            return
        waiting, self._unplaced = self._unplaced, []
        for event in waiting:
            ticks = self._transport.ticks_at(event.time_seconds)
            if ticks is None:
                self._unplaced.append(event)
                continue
            self._latest_ticks = max(self._latest_ticks, ticks)
            since_start = ticks - recording.start_ticks
            seconds = ticks_to_seconds(since_start, recording.sketch.tempo_bpm)
            self._placed.append(replace(event, time_seconds=seconds))


def _edited(recording: _Recording, played: Melody, end_ticks: float) -> object:
    melody = recording.sketch.melody
    if recording.mode is RecordMode.OVERDUB:
        return add(melody, played)
    nearest = Pulse.of(recording.sketch).nearest(end_ticks)
    return replaced(melody, played, recording.start_ticks, max(nearest, played.end_ticks))
