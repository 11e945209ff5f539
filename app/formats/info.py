"""Owns `sketch_info`, the contents of a file as the command line prints them in JSON."""

from __future__ import annotations

from typing import Final

from app.domain import Note
from app.domain.imported import Imported
from app.domain.reading import Reading
from app.domain.timebase import ticks_to_quarters

REPEATS: Final = {Reading.PLAYED: "played", Reading.WRITTEN: "as written", None: "none"}


def sketch_info(imported: Imported) -> dict[str, object]:
    """Return what the sketch holds and how the file was read, ready for JSON.

    `written_as` is "score" or "performance"; `repeats` is "played", "as written" or "none".
    """
    sketch = imported.sketch
    of_repeats = None if imported.is_performance else imported.reading
    return {
        "title": sketch.title,
        "key": str(sketch.key),
        "meter": sketch.meter.signature,
        "grouped_meter": str(sketch.meter),
        "tempo_bpm": sketch.tempo_bpm,
        "pickup_quarters": _quarters(sketch.pickup_ticks),
        "bars": sketch.bars,
        "chords": str(sketch.chords),
        "written_as": "performance" if imported.is_performance else "score",
        "repeats": REPEATS[of_repeats],
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
