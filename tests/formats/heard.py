"""Hears the notes in MIDI of other programs, apart from the reader that is under test."""

from __future__ import annotations

from collections.abc import Iterable

import mido

Heard = list[tuple[int, int, int]]
"""Onset and duration in ticks, and pitch, of each note, in the order in which they end."""


def heard(track: Iterable[mido.Message], scale: float) -> Heard:
    """Return the notes of a track; `scale` is how many ticks are wanted for one of the file."""
    found: Heard = []
    begun: dict[int, int] = {}
    now = 0
    for message in track:
        now += message.time
        if message.type not in ("note_on", "note_off"):
            continue
        start = begun.pop(message.note, None)
        if start is not None:
            found.append((round(start * scale), round((now - start) * scale), message.note))
        if message.type == "note_on" and message.velocity:
            begun[message.note] = now
    return found
