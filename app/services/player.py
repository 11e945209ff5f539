"""Owns Player: plays sketches and single notes, and reports where playing is."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from app.domain import Sketch
from app.domain.timebase import ticks_to_seconds
from app.playback.sequencing.protocol import (
    Ended,
    Load,
    NoteOff,
    NoteOn,
    Play,
    Position,
    Report,
    SetLoop,
    SetTempo,
    Stop,
)
from app.playback.sequencing.schedule import Schedule
from app.playback.sequencing.stream_clock import StreamClock
from app.services.sound_output import Sound, SoundOutput

FRAME_MS: Final = 16
"""The time between two moves of the playhead, of which there are 60 a second."""

LONGEST_GUESS_SECONDS: Final = 0.1
"""How far the playhead may run ahead of the synthesiser's last report."""

ENDLESS_TICKS: Final = 2**40
"""An end that playing never reaches."""


class Player(QObject):
    """Plays on the sound output `sound`.

    `make_sound` makes a synthesiser when called with a function that receives its reports. When a
    synthesiser is lost and replaced, playing goes on where it was.
    """

    started = Signal()
    stopped = Signal()
    """Playing was stopped or has reached the end."""
    position_changed = Signal(float)
    """Where playing is, in ticks, about 60 times a second."""

    def __init__(
        self,
        make_sound: Callable[[Callable[[Report], None]], Sound],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.sound = SoundOutput(make_sound, self)
        self._sketch = Sketch()
        self._schedule = Schedule()
        self._loop: tuple[int, int | None] = (0, None)
        self._plays_chords = False
        self._tempo_bpm = self._schedule.tempo_bpm
        self._serial = 0
        self._is_playing = False
        self._is_endless = False
        self._last_report: Position | None = None
        self._song_clock = StreamClock()
        self._timer = QTimer(self, interval=FRAME_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._on_frame)
        self.sound.played.connect(self._on_played)
        self.sound.lost.connect(self._on_lost)

    @property
    def is_playing(self) -> bool:
        """Whether a sketch is playing."""
        return self._is_playing

    def play(self, sketch: Sketch, from_ticks: float = 0) -> None:
        """Play a sketch from a tick on, instead of what is playing now."""
        self._play(sketch, from_ticks, is_endless=False)

    def accompany(
        self, sketch: Sketch, from_ticks: float, count_in_until: float | None = None
    ) -> None:
        """Play for someone who plays along: beyond the end, and without the loop, until `stop`.

        Playing may begin before tick 0, where only the metronome is heard. Up to the tick
        `count_in_until` it is heard even if it is turned off.
        """
        self._play(sketch, from_ticks, is_endless=True, count_in_until=count_in_until)

    def ticks_at(self, at_seconds: float) -> float | None:
        """Return the tick at which playing is at a moment (of `time.perf_counter`).

        Returns None while nothing plays, and until the synthesiser has reported where it is.
        """
        if not self._is_playing or not self._song_clock.is_set:
            return None
        song_seconds = self._song_clock.stream_seconds(at_seconds)
        return song_seconds / ticks_to_seconds(1, self._tempo_bpm)

    def _play(
        self,
        sketch: Sketch,
        from_ticks: float,
        *,
        is_endless: bool,
        count_in_until: float | None = None,
    ) -> None:
        self._is_endless = is_endless
        self.sound.hold(SetLoop(*self._effective_loop))
        self.sound.warm_up()
        self._sketch = sketch
        self._schedule = self._make_schedule()
        self._tempo_bpm = sketch.tempo_bpm
        self._serial += 1
        self._last_report = None
        self._song_clock = StreamClock()
        self.sound.send(Load(self._schedule))
        self.sound.send(Play(from_ticks, self._serial, count_in_until))
        if not self._is_playing:
            self._is_playing = True
            self._timer.start()
            self.started.emit()
        self.position_changed.emit(float(from_ticks))

    def stop(self) -> None:
        """Stop playing; notes that sound ring out."""
        if self._is_playing:
            self.sound.send(Stop())
            self._end()

    def update(self, sketch: Sketch) -> None:
        """Make an edit audible while playing; the place in the song is kept."""
        self._sketch = sketch
        self._load_anew()

    def switch_to(self, sketch: Sketch, loop: tuple[int, int | None]) -> None:
        """From the next beat on, play another sketch and loop at the same place in the song."""
        self._sketch, self._loop = sketch, loop
        self.sound.hold(SetLoop(*self._effective_loop, at_beat=True))
        self._load_anew(at_beat=True)

    def set_loop(self, start_ticks: int, end_ticks: int | None) -> None:
        """Repeat from `start_ticks` to `end_ticks`; if that is None, play to the end and stop."""
        self._loop = (start_ticks, end_ticks)
        self.sound.hold(SetLoop(*self._effective_loop))

    def set_chords(self, *, are_heard: bool) -> None:
        """Choose whether the chords of a sketch are heard with it."""
        self._plays_chords = are_heard
        self._load_anew()

    def set_tempo(self, tempo_bpm: float) -> None:
        """Go on at another tempo, in quarters a minute, until another sketch sets its own."""
        self._change_tempo(tempo_bpm)
        self.sound.send(SetTempo(tempo_bpm))

    def audition(self, pitch: int, velocity: int = 80, ms: int = 400) -> None:
        """Sound a note for a moment, whether or not a sketch is playing."""
        self.sound.warm_up()
        self.sound.send(NoteOn(pitch, velocity, ms / 1000))

    def press(self, pitch: int, velocity: int = 80) -> None:
        """Sound a note until `release`."""
        self.sound.warm_up()
        self.sound.send(NoteOn(pitch, velocity))

    def release(self, pitch: int) -> None:
        """End a note that was begun by `press`."""
        self.sound.send(NoteOff(pitch))

    def shutdown(self) -> None:
        """End the synthesiser; if it takes longer than a second, by force."""
        self._end()
        self.sound.shutdown()

    @property
    def _effective_loop(self) -> tuple[int, int | None]:
        return (0, None) if self._is_endless else self._loop

    def _load_anew(self, *, at_beat: bool = False) -> None:
        schedule = self._make_schedule()
        if self._is_playing and schedule != self._schedule:
            self._schedule = schedule
            self._change_tempo(schedule.tempo_bpm)
            self.sound.send(Load(schedule, at_beat))

    def _make_schedule(self) -> Schedule:
        schedule = Schedule.of(self._sketch, with_chords=self._plays_chords)
        return replace(schedule, end_ticks=ENDLESS_TICKS) if self._is_endless else schedule

    def _change_tempo(self, tempo_bpm: float) -> None:
        """Continue at another tempo from where playing is now."""
        now = time.perf_counter()
        ticks = self.ticks_at(now)
        self._tempo_bpm = tempo_bpm
        self._song_clock = StreamClock()
        if ticks is not None:
            self._song_clock.observe(ticks_to_seconds(ticks, tempo_bpm), now)

    def _on_played(self, report: Position | Ended) -> None:
        if report.serial != self._serial or not self._is_playing:
            return
        if isinstance(report, Ended):
            self._end()
            return
        self._last_report = report
        song_seconds = ticks_to_seconds(report.ticks, self._tempo_bpm)
        self._song_clock.observe(song_seconds, report.at_seconds)

    def _on_lost(self) -> None:
        """Go on where playing was, unless someone plays along, who would be out of time."""
        ticks = self._guess_ticks()
        if ticks is None or self._is_endless or not self.sound.is_there:
            self._end()
        else:
            self.play(self._sketch, ticks)

    def _on_frame(self) -> None:
        ticks = self._guess_ticks()
        if ticks is not None:
            self.position_changed.emit(ticks)

    def _guess_ticks(self) -> float | None:
        """Estimate from the last report where playing is now; None before the first report."""
        report = self._last_report
        if report is None:
            return None
        seconds = min(max(time.perf_counter() - report.at_seconds, 0.0), LONGEST_GUESS_SECONDS)
        ticks = report.ticks + seconds / ticks_to_seconds(1, self._tempo_bpm)
        start_ticks, end_ticks = self._effective_loop
        if end_ticks is not None and start_ticks < end_ticks <= ticks:
            return start_ticks + (ticks - end_ticks) % (end_ticks - start_ticks)
        return ticks if end_ticks is not None else min(ticks, float(self._schedule.end_ticks))

    def _end(self) -> None:
        self._timer.stop()
        self._last_report = None
        if self._is_playing:
            self._is_playing = False
            self.stopped.emit()
