"""Owns Player: what the window knows of sound; the synthesiser itself is a process."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Final, Protocol

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from app.domain import Sketch
from app.domain.timebase import ticks_to_seconds
from app.playback.messages import (
    Command,
    DeviceOpened,
    Ended,
    Load,
    NoteOff,
    NoteOn,
    Play,
    Position,
    ProcessEnded,
    Report,
    SetLoop,
    SetTempo,
    SoundFailed,
    Stop,
)
from app.playback.schedule import Schedule
from app.playback.stream_clock import StreamClock

FRAME_MS: Final = 16
"""Time between two moves of the playhead: 60 a second."""

LONGEST_GUESS_SECONDS: Final = 0.1
"""How far the playhead runs ahead of the last report."""

ENDLESS_TICKS: Final = 2**40
"""An end that is never reached."""

logger = logging.getLogger(__name__)


class Sound(Protocol):
    """What plays: SynthProcess, or SilentSynth in tests."""

    def send(self, command: Command) -> None:
        """Hand a command over."""

    def close(self) -> None:
        """End it."""


class Player(QObject):
    """Plays sketches and single notes; `make_sound` is called with where reports go.

    The synthesiser starts with `warm_up` or the first sound, and again after it was lost.
    """

    started = Signal()
    stopped = Signal()
    """Playing was stopped or came to the end."""
    position_changed = Signal(float)
    """Where playing is, in ticks, about 60 times a second."""
    sound_state_changed = Signal(str)
    """What the status bar says about sound."""
    _reported = Signal(int, object)
    """From the sound's own thread: the number of the sound, and a Report."""

    def __init__(
        self,
        make_sound: Callable[[Callable[[Report], None]], Sound],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._make_sound = make_sound
        self._sound: Sound | None = None
        self._sound_number = 0
        self._schedule = Schedule()
        self._loop: tuple[int, int | None] = (0, None)
        self._tempo_bpm = self._schedule.tempo_bpm
        self._serial = 0
        self._is_playing = False
        self._is_endless = False
        self._last_report: Position | None = None
        self._song_clock = StreamClock()
        self._timer = QTimer(self, interval=FRAME_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._on_frame)
        self._reported.connect(self._on_reported)

    @property
    def is_playing(self) -> bool:
        """Whether a sketch plays."""
        return self._is_playing

    def warm_up(self) -> None:
        """Start the synthesiser, so that the first note is not late."""
        if self._sound is None:
            self._sound_number += 1
            number = self._sound_number
            self._sound = self._make_sound(lambda report: self._reported.emit(number, report))
            self._send(SetLoop(*self._effective_loop))

    def play(self, sketch: Sketch, from_ticks: float = 0) -> None:
        """Play a sketch from a tick on, in the place of what plays now."""
        self._play(sketch, from_ticks, is_endless=False)

    def accompany(self, sketch: Sketch, from_ticks: float) -> None:
        """Play for someone who plays along: past the end and without the loop, until `stop`.

        It may begin before tick 0; nothing sounds there.
        """
        self._play(sketch, from_ticks, is_endless=True)

    def ticks_at(self, at_seconds: float) -> float | None:
        """Return where playing is at a moment (`time.perf_counter`).

        None while nothing plays, and until the synthesiser has told where it is.
        """
        if not self._is_playing or not self._song_clock.is_set:
            return None
        song_seconds = self._song_clock.stream_seconds(at_seconds)
        return song_seconds / ticks_to_seconds(1, self._tempo_bpm)

    def _play(self, sketch: Sketch, from_ticks: float, *, is_endless: bool) -> None:
        was_endless, self._is_endless = self._is_endless, is_endless
        self.warm_up()
        if was_endless != is_endless:
            self._send(SetLoop(*self._effective_loop))
        self._schedule = self._schedule_of(sketch)
        self._tempo_bpm = sketch.tempo_bpm
        self._serial += 1
        self._last_report = None
        self._song_clock = StreamClock()
        self._send(Load(self._schedule))
        self._send(Play(from_ticks, self._serial))
        if not self._is_playing:
            self._is_playing = True
            self._timer.start()
            self.started.emit()
        self.position_changed.emit(float(from_ticks))

    def stop(self) -> None:
        """Stop playing; what was struck rings out."""
        if self._is_playing:
            self._send(Stop())
            self._end()

    def update(self, sketch: Sketch) -> None:
        """Let an edit be heard while it plays; the place in the song is kept."""
        schedule = self._schedule_of(sketch)
        if self._is_playing and schedule != self._schedule:
            self._schedule = schedule
            self._change_tempo(schedule.tempo_bpm)
            self._send(Load(schedule))

    def set_loop(self, start_ticks: int, end_ticks: int | None) -> None:
        """Repeat from `start_ticks` to `end_ticks`; None for the end: play to the end and stop."""
        self._loop = (start_ticks, end_ticks)
        self._send(SetLoop(*self._effective_loop))

    def set_tempo(self, tempo_bpm: float) -> None:
        """Go on at another tempo, in quarters a minute, until a sketch brings its own."""
        self._change_tempo(tempo_bpm)
        self._send(SetTempo(tempo_bpm))

    def audition(self, pitch: int, velocity: int = 80, ms: int = 400) -> None:
        """Sound a note for a moment, whether or not something plays."""
        self.warm_up()
        self._send(NoteOn(pitch, velocity, ms / 1000))

    def press(self, pitch: int, velocity: int = 80) -> None:
        """Sound a note until `release`."""
        self.warm_up()
        self._send(NoteOn(pitch, velocity))

    def release(self, pitch: int) -> None:
        """End a note that `press` began."""
        self._send(NoteOff(pitch))

    def shutdown(self) -> None:
        """End the synthesiser, within a second or by force."""
        self._end()
        sound, self._sound = self._sound, None
        if sound is not None:
            sound.close()

    @property
    def _effective_loop(self) -> tuple[int, int | None]:
        return (0, None) if self._is_endless else self._loop

    def _schedule_of(self, sketch: Sketch) -> Schedule:
        schedule = Schedule.of(sketch)
        return replace(schedule, end_ticks=ENDLESS_TICKS) if self._is_endless else schedule

    def _change_tempo(self, tempo_bpm: float) -> None:
        """Count on from where playing is now."""
        now = time.perf_counter()
        ticks = self.ticks_at(now)
        self._tempo_bpm = tempo_bpm
        self._song_clock = StreamClock()
        if ticks is not None:
            self._song_clock.observe(ticks_to_seconds(ticks, tempo_bpm), now)

    def _send(self, command: Command) -> None:
        if self._sound is not None:
            self._sound.send(command)

    def _on_reported(self, number: int, report: Report) -> None:
        if number != self._sound_number or self._sound is None:
            return
        match report:
            case Position(serial):
                if serial == self._serial and self._is_playing:
                    self._last_report = report
                    song_seconds = ticks_to_seconds(report.ticks, self._tempo_bpm)
                    self._song_clock.observe(song_seconds, report.at_seconds)
            case Ended(serial):
                if serial == self._serial:
                    self._end()
            case DeviceOpened(backend, problem):
                self._tell_device(backend, problem)
            case SoundFailed(reason):
                logger.error("Sound: %s", reason)
                self.sound_state_changed.emit(
                    reason if "\n" not in reason else self.tr("Sound stopped; see the log.")
                )
            case ProcessEnded():
                self.shutdown()
                self.sound_state_changed.emit(
                    self.tr("Sound stopped; it comes back with the next note.")
                )

    def _tell_device(self, backend: str, problem: str) -> None:
        if problem:
            logger.warning("No sound card: %s", problem)
            text = self.tr("No sound card found: Motivo plays silently.")
        else:
            text = self.tr("Sound: {backend}").format(backend=backend)
        self.sound_state_changed.emit(text)

    def _on_frame(self) -> None:
        """Guess from the last report where playing is now."""
        report = self._last_report
        if report is None:
            return
        seconds = min(max(time.perf_counter() - report.at_seconds, 0.0), LONGEST_GUESS_SECONDS)
        ticks = report.ticks + seconds / ticks_to_seconds(1, self._tempo_bpm)
        start_ticks, end_ticks = self._effective_loop
        if end_ticks is not None and start_ticks < end_ticks <= ticks:
            ticks = start_ticks + (ticks - end_ticks) % (end_ticks - start_ticks)
        elif end_ticks is None:
            ticks = min(ticks, float(self._schedule.end_ticks))
        self.position_changed.emit(ticks)

    def _end(self) -> None:
        self._timer.stop()
        self._last_report = None
        if self._is_playing:
            self._is_playing = False
            self.stopped.emit()
