"""Owns Sequencer: which key goes down at which frame of the audio, whatever is asked meanwhile.

It stands between commands and an instrument and knows neither device nor process, so that the
sound card, the export to a file and the tests all hear the same.
"""

from __future__ import annotations

from typing import Final, Protocol

from app.domain.timebase import ticks_to_seconds
from app.playback.messages import Command, Load, NoteOff, NoteOn, Play, SetLoop, SetTempo, Stop
from app.playback.schedule import Schedule

SONG: Final = 0
AUDITION: Final = 1
"""Channels: an auditioned note and the song don't release each other's keys."""


class Instrument(Protocol):
    """What the sequencer plays on."""

    def note_on(self, channel: int, pitch: int, velocity: int) -> None:
        """Press a key at the current frame."""

    def note_off(self, channel: int, pitch: int) -> None:
        """Release a key at the current frame."""

    def render(self, frames: int) -> None:
        """Let so many frames pass."""


class Sequencer:
    """Plays a schedule on an instrument, frame by frame.

    An event is never more than half a frame from its place, however long or often it loops: its
    frame is counted from an anchor that keeps fractions.
    """

    def __init__(self, instrument: Instrument, sample_rate: int) -> None:
        self.is_playing = False
        self.serial = 0
        self._instrument = instrument
        self._sample_rate = sample_rate
        self._schedule = Schedule()
        self._tempo_bpm = self._schedule.tempo_bpm
        self._loop: tuple[int, int] | None = None
        self._next = 0
        self._sounding: set[int] = set()
        self._releases: dict[int, int] = {}
        self._frame = 0
        self._anchor_frame = 0.0
        self._anchor_ticks = 0.0

    @property
    def position_ticks(self) -> float:
        """Where in the song the next frame lies."""
        return self._anchor_ticks + (self._frame - self._anchor_frame) / self._frames_per_tick

    def apply(self, command: Command) -> None:
        """Do what a command asks, at the current frame."""
        match command:
            case Load(schedule):
                self._load(schedule)
            case Play(from_ticks, serial):
                self._release_song()
                self.serial = serial
                self.is_playing = True
                self._go_to(from_ticks, self._frame)
            case Stop():
                self.is_playing = False
                self._release_song()
            case SetLoop(start_ticks, end_ticks):
                self._loop = None
                if end_ticks is not None and start_ticks < end_ticks:
                    self._loop = (start_ticks, end_ticks)
            case SetTempo(tempo_bpm):
                self._set_tempo(tempo_bpm)
            case NoteOn(pitch, velocity, seconds):
                self._releases.pop(pitch, None)
                self._instrument.note_on(AUDITION, pitch, velocity)
                if seconds is not None:
                    self._releases[pitch] = self._frame + round(seconds * self._sample_rate)
            case NoteOff(pitch):
                self._release_auditioned(pitch)

    def use_instrument(self, instrument: Instrument) -> None:
        """Play on another instrument from the current frame on."""
        self._release_song()
        for pitch in list(self._releases):
            self._release_auditioned(pitch)
        self._instrument = instrument

    def run(self, frames: int) -> None:
        """Let so many frames pass, every event in its place."""
        end = self._frame + frames
        while self._frame < end:
            self._press_what_is_due()
            until = min(end, self._next_frame(end))
            self._instrument.render(until - self._frame)
            self._frame = until

    @property
    def _frames_per_tick(self) -> float:
        return ticks_to_seconds(1, self._tempo_bpm) * self._sample_rate

    def _frame_of(self, ticks: int) -> int:
        return round(self._anchor_frame + (ticks - self._anchor_ticks) * self._frames_per_tick)

    def _go_to(self, ticks: float, frame: float) -> None:
        """Let the song be at `ticks` at a frame; what is pressed stays pressed."""
        self._anchor_ticks, self._anchor_frame = ticks, frame
        self._next = self._schedule.index_at(ticks)

    def _load(self, schedule: Schedule) -> None:
        pending_ticks = self.position_ticks - 0.5 / self._frames_per_tick
        self._set_tempo(schedule.tempo_bpm)
        self._schedule = schedule
        self._next = schedule.index_at(pending_ticks)
        for pitch in list(self._sounding):
            if not schedule.is_down_before(self._next, pitch):
                self._release(pitch)

    def _set_tempo(self, tempo_bpm: float) -> None:
        position = self.position_ticks
        self._tempo_bpm = tempo_bpm
        self._anchor_ticks, self._anchor_frame = position, self._frame

    def _press_what_is_due(self) -> None:
        for pitch, frame in list(self._releases.items()):
            if frame <= self._frame:
                self._release_auditioned(pitch)
        while self.is_playing:
            end_ticks = self._loop[1] if self._loop else self._schedule.end_ticks
            event_ticks = self._next_event_ticks()
            if event_ticks is not None and event_ticks <= end_ticks:
                if self._frame_of(event_ticks) > self._frame:
                    return
                event = self._schedule[self._next]
                if event.ticks < end_ticks or event.velocity == 0:
                    self._next += 1
                    self._sound(event.pitch, event.velocity)
                    continue
            if self._frame_of(end_ticks) > self._frame:
                return
            self._turn_around(end_ticks)

    def _turn_around(self, end_ticks: int) -> None:
        """Go back to the start of the loop, or end."""
        self._release_song()
        if self._loop is None:
            self.is_playing = False
            return
        frame = self._anchor_frame + (end_ticks - self._anchor_ticks) * self._frames_per_tick
        if self._frame - frame > 1:  # the loop was set to end before this place
            frame = self._frame
        self._go_to(self._loop[0], frame)

    def _next_event_ticks(self) -> int | None:
        return self._schedule.ticks[self._next] if self._next < len(self._schedule) else None

    def _next_frame(self, end: int) -> int:
        """Return the frame of whatever comes first, at most `end`; what is due has been done."""
        frames = [end, *self._releases.values()]
        if self.is_playing:
            event_ticks = self._next_event_ticks()
            end_ticks = self._loop[1] if self._loop else self._schedule.end_ticks
            stops = (end_ticks,) if event_ticks is None else (end_ticks, event_ticks)
            frames.append(self._frame_of(min(stops)))
        return min(frames)

    def _sound(self, pitch: int, velocity: int) -> None:
        if velocity == 0:
            self._release(pitch)
            return
        self._sounding.add(pitch)
        self._instrument.note_on(SONG, pitch, velocity)

    def _release(self, pitch: int) -> None:
        if pitch in self._sounding:
            self._sounding.discard(pitch)
            self._instrument.note_off(SONG, pitch)

    def _release_song(self) -> None:
        for pitch in list(self._sounding):
            self._release(pitch)

    def _release_auditioned(self, pitch: int) -> None:
        self._releases.pop(pitch, None)
        self._instrument.note_off(AUDITION, pitch)
