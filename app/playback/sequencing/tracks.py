"""Owns the tracks that a sequencer plays side by side: notes, metronome, and MIDI clock.

A track says at which tick of the song it has something to do next, and does it when asked to.
"""

from __future__ import annotations

from collections.abc import Callable
from math import inf
from typing import Final, Protocol

from app.constants import TICKS_PER_QUARTER
from app.domain import Pulse
from app.playback.sequencing.schedule import Schedule
from app.playback.sequencing.voices import METRONOME

CLICK_VELOCITIES: Final = (127, 90)
"""The velocities of stressed beats, such as the first of a bar, and of other beats."""

CLICK_DRUMS: Final = (76, 77)
"""The high and low wood block in General MIDI's drum kits."""

CLICK_PITCHES: Final = (84, 79)
"""The pitches that are used on an instrument that is no drum kit."""

CLOCK_TICKS: Final = TICKS_PER_QUARTER // 24
"""The ticks between two clock messages, of which MIDI has 24 to the quarter."""


class Track(Protocol):
    """What every track can do."""

    next_ticks: float
    """The tick at which it has something to do next; infinite if there is nothing."""

    @property
    def lasts_at_end(self) -> bool:
        """Whether the next thing is done even if it falls on the end of the song or loop."""

    def play_next(self) -> None:
        """Do the next thing, and move on to the one after it."""


class NotesTrack:
    """Presses and releases the keys of a schedule."""

    def __init__(
        self,
        press: Callable[[int, int, int], None],
        release: Callable[[int, int], None],
    ) -> None:
        self.schedule = Schedule()
        self.next_ticks = inf
        self._press, self._release = press, release
        self._next = 0
        self._sounding: set[tuple[int, int]] = set()

    @property
    def lasts_at_end(self) -> bool:
        """Whether the next event releases a key."""
        return self.schedule.velocities[self._next] == 0

    def load(self, schedule: Schedule, from_ticks: float) -> None:
        """Play another schedule from a tick on; keys that it would have pressed by then stay."""
        self.schedule = schedule
        self.go_to(from_ticks)
        for channel, pitch in list(self._sounding):
            if not schedule.is_down_before(self._next, channel, pitch):
                self._end(channel, pitch)

    def go_to(self, ticks: float) -> None:
        """Go on at a tick."""
        self._next = self.schedule.index_at(ticks)
        self._look()

    def play_next(self) -> None:
        """Press or release a key."""
        event = self.schedule[self._next]
        self._next += 1
        self._look()
        if event.velocity:
            self._sounding.add((event.channel, event.pitch))
            self._press(event.channel, event.pitch, event.velocity)
        else:
            self._end(event.channel, event.pitch)

    def release_all(self) -> None:
        """Release every key that this track has pressed."""
        for channel, pitch in list(self._sounding):
            self._end(channel, pitch)

    def _look(self) -> None:
        at_end = self._next >= len(self.schedule)
        self.next_ticks = inf if at_end else self.schedule.ticks[self._next]

    def _end(self, channel: int, pitch: int) -> None:
        if (channel, pitch) in self._sounding:
            self._sounding.discard((channel, pitch))
            self._release(channel, pitch)


class ClickTrack:
    """Strikes the beats: all of them if it `is_on`, otherwise only those before `until_ticks`."""

    lasts_at_end = False

    def __init__(self, strike: Callable[[int, int, int], None]) -> None:
        self.is_on = False
        self.until_ticks = -inf
        self.is_percussion = True
        self.next_ticks = inf
        self._pulse = Pulse()
        self._strike = strike

    def load(self, pulse: Pulse, from_ticks: float) -> None:
        """Follow another pulse from a tick on."""
        self._pulse = pulse
        self.go_to(from_ticks)

    def go_to(self, ticks: float) -> None:
        """Go on at a tick."""
        self.next_ticks = self._pulse.at_or_after(ticks)

    def play_next(self) -> None:
        """Strike the beat if it is to be heard."""
        beat = int(self.next_ticks)
        self.next_ticks = self._pulse.at_or_after(beat + 1)
        if self.is_on or beat < self.until_ticks:
            rank = 0 if self._pulse.is_accent(beat) else 1
            pitches = CLICK_DRUMS if self.is_percussion else CLICK_PITCHES
            self._strike(METRONOME, pitches[rank], CLICK_VELOCITIES[rank])


class ClockTrack:
    """Sends MIDI clock, which goes on evenly when a loop starts over."""

    lasts_at_end = False

    def __init__(self, pulse: Callable[[], None]) -> None:
        self.next_ticks = inf
        self._pulse = pulse

    def start(self, ticks: float) -> None:
        """Begin with a pulse at a tick."""
        self.next_ticks = ticks

    def go_back(self, ticks: float) -> None:
        """Move the song back by a number of ticks."""
        self.next_ticks -= ticks

    def play_next(self) -> None:
        """Send a pulse."""
        self.next_ticks += CLOCK_TICKS
        self._pulse()
