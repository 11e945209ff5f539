"""Owns Sequencer: decides at which audio frame each key goes down, and obeys commands meanwhile.

It stands between commands and an instrument, and knows neither device nor process. The sound card,
exported files and the tests therefore all hear the same.
"""

from __future__ import annotations

from dataclasses import replace
from math import inf
from typing import Protocol

from app.domain.timebase import ticks_to_seconds
from app.playback.sequencing.protocol import (
    Command,
    Load,
    NoteOff,
    NoteOn,
    Play,
    SetLoop,
    SetMetronome,
    SetMix,
    SetTempo,
    Stop,
)
from app.playback.sequencing.schedule import Schedule
from app.playback.sequencing.tracks import ClickTrack, ClockTrack, NotesTrack, Track
from app.playback.sequencing.voices import AUDITION, METRONOME, Mix

CLICK_SECONDS = 0.05
"""How long the key of a metronome click stays down."""


class Instrument(Protocol):
    """What a sequencer plays on."""

    def note_on(self, channel: int, pitch: int, velocity: int) -> None:
        """Press a key at the current frame."""

    def note_off(self, channel: int, pitch: int) -> None:
        """Release a key at the current frame."""

    def set_mix(self, mix: Mix) -> None:
        """Change instruments, volumes or pans from the current frame on."""

    def start_clock(self, ticks: float) -> None:
        """Learn that the song begins at a tick."""

    def pulse_clock(self) -> None:
        """Learn that another 24th of a quarter has passed in the song."""

    def stop_clock(self) -> None:
        """Learn that the song ends."""

    def render(self, frames: int) -> None:
        """Let a number of frames pass."""


class Sequencer:
    """Plays a schedule on an instrument, frame by frame.

    An event is never more than half a frame off its place, no matter how long or how often the song
    loops, because its frame is computed from an anchor that keeps fractions of a frame.
    """

    def __init__(self, instrument: Instrument, sample_rate: int) -> None:
        self.is_playing = False
        self.serial = 0
        self._instrument = instrument
        self._sample_rate = sample_rate
        self._notes = NotesTrack(self._press, self._release)
        self._clicks = ClickTrack(self._click)
        self._clock = ClockTrack(lambda: self._instrument.pulse_clock())
        self._tracks: tuple[Track, ...] = (self._notes, self._clicks, self._clock)
        self._tempo_bpm = self._notes.schedule.tempo_bpm
        self._loop: tuple[int, int] | None = None
        self._mix = Mix()
        self._waiting: list[Load | SetLoop] = []
        self._switch_ticks = inf
        self._releases: dict[tuple[int, int], int] = {}
        self._frame = 0
        self._anchor_frame = 0.0
        self._anchor_ticks = 0.0

    @property
    def position_ticks(self) -> float:
        """The tick of the song at which the next frame lies."""
        return self._anchor_ticks + (self._frame - self._anchor_frame) / self._frames_per_tick

    def apply(self, command: Command) -> None:
        """Carry out a command at the current frame."""
        match command:
            case Load(at_beat=True) | SetLoop(at_beat=True) if self.is_playing:
                self._wait_for_beat(command)
            case Load(schedule):
                self._load(schedule)
            case Play(from_ticks, serial, count_in_until):
                self._play(from_ticks, serial, count_in_until)
            case Stop():
                self._stop()
            case SetLoop(start_ticks, end_ticks):
                self._set_loop(start_ticks, end_ticks)
            case SetTempo(tempo_bpm):
                self._set_tempo(tempo_bpm)
            case SetMetronome(is_on):
                self._clicks.is_on = is_on
            case SetMix(mix):
                self._mix = mix
                self._clicks.is_percussion = mix.metronome.is_percussion
                self._instrument.set_mix(mix)
            case NoteOn(pitch, velocity, seconds):
                self._releases.pop((AUDITION, pitch), None)
                self._press(AUDITION, pitch, velocity)
                if seconds is not None:
                    self._release_after(AUDITION, pitch, seconds)
            case NoteOff(pitch):
                self._release_now(AUDITION, pitch)

    def use_instrument(self, instrument: Instrument) -> None:
        """Play on another instrument from the current frame on."""
        self._notes.release_all()
        for channel, pitch in list(self._releases):
            self._release_now(channel, pitch)
        self._instrument = instrument
        instrument.set_mix(self._mix)

    def change_rate(self, sample_rate: int) -> None:
        """Go on with another number of frames a second; the place in the song is kept."""
        self._anchor_here()
        self._sample_rate = sample_rate

    def run(self, frames: int) -> None:
        """Let a number of frames pass, and do every event in its place."""
        end = self._frame + frames
        while self._frame < end:
            self._do_what_is_due()
            until = min(end, self._next_frame(end))
            self._instrument.render(until - self._frame)
            self._frame = until

    @property
    def _frames_per_tick(self) -> float:
        return ticks_to_seconds(1, self._tempo_bpm) * self._sample_rate

    @property
    def _end_ticks(self) -> int:
        return self._loop[1] if self._loop else self._notes.schedule.end_ticks

    @property
    def _next_track(self) -> Track:
        return min(self._tracks, key=lambda track: track.next_ticks)

    def _frame_of(self, ticks: float) -> int:
        return round(self._anchor_frame + (ticks - self._anchor_ticks) * self._frames_per_tick)

    def _play(self, from_ticks: float, serial: int, count_in_until: float | None) -> None:
        self._stop()
        self._do_what_waits()
        self.serial = serial
        self.is_playing = True
        self._clicks.until_ticks = -inf if count_in_until is None else count_in_until
        self._go_to(from_ticks, self._frame)
        self._clock.start(from_ticks)
        self._instrument.start_clock(from_ticks)

    def _stop(self) -> None:
        if self.is_playing:
            self.is_playing = False
            self._instrument.stop_clock()
        self._notes.release_all()

    def _go_to(self, ticks: float, frame: float) -> None:
        """Put the song at `ticks` at a frame; keys that are pressed stay pressed."""
        self._anchor_ticks, self._anchor_frame = ticks, frame
        self._notes.go_to(ticks)
        self._clicks.go_to(ticks)

    def _wait_for_beat(self, command: Load | SetLoop) -> None:
        self._waiting.append(command)
        self._switch_ticks = self._notes.schedule.pulse.at_or_after(self.position_ticks)

    def _do_what_waits(self) -> None:
        waiting, self._waiting, self._switch_ticks = self._waiting, [], inf
        for command in waiting:
            self.apply(replace(command, at_beat=False))

    def _load(self, schedule: Schedule) -> None:
        pending_ticks = self.position_ticks - 0.5 / self._frames_per_tick
        self._set_tempo(schedule.tempo_bpm)
        self._notes.load(schedule, pending_ticks)
        self._clicks.load(schedule.pulse, pending_ticks)

    def _set_loop(self, start_ticks: int, end_ticks: int | None) -> None:
        self._loop = None
        if end_ticks is not None and start_ticks < end_ticks:
            self._loop = (start_ticks, end_ticks)

    def _set_tempo(self, tempo_bpm: float) -> None:
        self._anchor_here()
        self._tempo_bpm = tempo_bpm

    def _anchor_here(self) -> None:
        """Count time from here on, because its pace is about to change."""
        self._anchor_ticks, self._anchor_frame = self.position_ticks, self._frame

    def _do_what_is_due(self) -> None:
        for (channel, pitch), frame in list(self._releases.items()):
            if frame <= self._frame:
                self._release_now(channel, pitch)
        while self.is_playing:
            end_ticks, track = self._end_ticks, self._next_track
            due = track.next_ticks
            if self._switch_ticks <= min(due, end_ticks):
                if self._frame_of(self._switch_ticks) > self._frame:
                    return
                self._do_what_waits()
            elif due < end_ticks or (due == end_ticks and track.lasts_at_end):
                if self._frame_of(due) > self._frame:
                    return
                track.play_next()
            else:
                if self._frame_of(end_ticks) > self._frame:
                    return
                self._turn_around(end_ticks)

    def _turn_around(self, end_ticks: int) -> None:
        """Go back to the start of the loop, or end the song."""
        if self._loop is None:
            self._stop()
            return
        self._notes.release_all()
        frame = self._anchor_frame + (end_ticks - self._anchor_ticks) * self._frames_per_tick
        if self._frame - frame > 1:  # The end of the loop was set to before this place.
            frame = self._frame
            self._clock.go_back(self.position_ticks - self._loop[0])
        else:
            self._clock.go_back(end_ticks - self._loop[0])
        self._go_to(self._loop[0], frame)
        if self._waiting:
            self._switch_ticks = self._notes.schedule.pulse.at_or_after(self._loop[0])

    def _next_frame(self, end: int) -> int:
        """Return the frame of the next event, but at most `end`; events that are due were done."""
        frames = [end, *self._releases.values()]
        if self.is_playing:
            due = min(self._next_track.next_ticks, self._switch_ticks, self._end_ticks)
            frames.append(self._frame_of(due))
        return min(frames)

    def _press(self, channel: int, pitch: int, velocity: int) -> None:
        self._instrument.note_on(channel, pitch, velocity)

    def _release(self, channel: int, pitch: int) -> None:
        self._instrument.note_off(channel, pitch)

    def _click(self, channel: int, pitch: int, velocity: int) -> None:
        self._press(channel, pitch, velocity)
        self._release_after(METRONOME, pitch, CLICK_SECONDS)

    def _release_after(self, channel: int, pitch: int, seconds: float) -> None:
        self._releases[channel, pitch] = self._frame + round(seconds * self._sample_rate)

    def _release_now(self, channel: int, pitch: int) -> None:
        self._releases.pop((channel, pitch), None)
        self._release(channel, pitch)
