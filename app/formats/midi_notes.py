"""Pairs the note-on and note-off messages of a MIDI track."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import mido

Key = tuple[int, int]
"""A channel and a pitch."""


@dataclass(frozen=True, slots=True)
class Struck:
    """A note as a track has it, with its times in ticks of the file."""

    channel: int
    pitch: int
    velocity: int
    start: int
    end: int


def struck_notes(track: Iterable[mido.Message], last_ticks: int) -> list[Struck]:
    """Return the notes of a track in the order in which they end.

    A note that is struck again ends there. Messages at one tick come in any order: a note-off at
    the tick of such a second note-on belongs to the first. A note without an end sounds until the
    track ends or, if it is the track's last event, for `last_ticks`. A note that ends where it
    begins has no length.
    """
    notes: list[Struck] = []
    sounding: dict[Key, tuple[int, int]] = {}
    struck_again: dict[Key, int] = {}
    now = 0

    def release(key: Key, end: int) -> None:
        start, velocity = sounding.pop(key)
        notes.append(Struck(*key, velocity, start, end))

    for message in track:
        now += message.time
        if message.type not in ("note_on", "note_off"):
            continue
        key = message.channel, message.note
        if message.type == "note_on" and message.velocity > 0:
            if key in sounding and sounding[key][0] < now:
                release(key, now)
                struck_again[key] = now
            sounding[key] = now, message.velocity
        elif struck_again.pop(key, None) != now and key in sounding:
            release(key, now)
    for key, (start, _) in list(sounding.items()):
        release(key, now if now > start else start + last_ticks)
    return notes
