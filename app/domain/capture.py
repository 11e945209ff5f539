"""Owns Capture: what was played during the last minute, although nothing was recording."""

from __future__ import annotations

from collections import deque
from dataclasses import replace
from typing import Final

from app.domain.melody import Melody
from app.domain.pulse import Pulse
from app.domain.quantising import Quantising
from app.domain.recording import KeyEvent, recorded

KEPT_SECONDS: Final = 60.0
"""How much playing is kept, counted back from the latest key."""


class Capture:
    """Keeps the last minute in which something was played, however long ago it was."""

    def __init__(self, kept_seconds: float = KEPT_SECONDS) -> None:
        self._kept_seconds = kept_seconds
        self._events: deque[KeyEvent] = deque()

    def add(self, event: KeyEvent) -> None:
        """Keep a key event, and forget those that lie too far before it."""
        self._events.append(event)
        while self._events[0].time_seconds < event.time_seconds - self._kept_seconds:
            self._events.popleft()

    def clear(self) -> None:
        """Forget everything."""
        self._events.clear()

    @property
    def is_empty(self) -> bool:
        """Whether no key was pressed."""
        return not any(event.is_press for event in self._events)

    def melody(
        self,
        now_seconds: float,
        tempo_bpm: float,
        quantising: Quantising | None = None,
        at_ticks: int = 0,
        pulse: Pulse | None = None,
    ) -> Melody:
        """Return what was played as a melody whose first note begins at `at_ticks`.

        With a `pulse`, it begins at the beat nearest to that. A key that is still down sounds
        until `now_seconds`.
        """
        first = next((event for event in self._events if event.is_press), None)
        if first is None:
            return Melody()
        if pulse is not None:
            at_ticks = max(0, pulse.nearest(at_ticks))
        events = (
            replace(event, time_seconds=event.time_seconds - first.time_seconds)
            for event in self._events
        )
        return recorded(events, tempo_bpm, now_seconds - first.time_seconds, quantising, at_ticks)
