"""Owns `sketch_info`, the contents of a file as the command line prints them in JSON."""

from __future__ import annotations

from app.domain import Note
from app.domain.timebase import ticks_to_quarters
from app.formats.imported import Imported


def sketch_info(imported: Imported) -> dict[str, object]:
    """Return title, key, meter, tempo, pickup, bars, notes and messages, ready for JSON."""
    sketch = imported.sketch
    return {
        "title": sketch.title,
        "key": str(sketch.key),
        "meter": sketch.meter.signature,
        "tempo_bpm": sketch.tempo_bpm,
        "pickup_quarters": _quarters(sketch.pickup_ticks),
        "bars": sketch.bars,
        "notes": [_note(note) for note in sketch.melody],
        "messages": list(imported.messages),
    }


def _note(note: Note) -> list[object]:
    return [
        _quarters(note.onset_ticks),
        _quarters(note.duration_ticks),
        note.pitch,
        note.velocity,
        note.author.value,
    ]


def _quarters(ticks: int) -> float:
    return round(float(ticks_to_quarters(ticks)), 6)
