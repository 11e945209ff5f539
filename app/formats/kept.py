"""Keeps what a format has no place for, in a text that other programs pass over.

MIDI and NoteSequences hold such a text, by which Motivo gets its own files back unchanged.
"""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import groupby
from typing import Any, Final

from app.domain import Author, Chords, Key, Melody, Meter, Sketch
from app.formats.plain_sketch import plain_frame

MARK: Final = "motivo "
"""The beginning of the text."""


def kept_text(sketch: Sketch) -> str:
    """Return the text, in ASCII; runs of the model's notes are [first, count] in it."""
    runs, position = [], 0
    for author, group in groupby(note.author for note in sketch.melody):
        count = len(list(group))
        if author is Author.MODEL:
            runs.append([position, count])
        position += count
    kept = {
        **plain_frame(sketch),
        "notes": position,
        "model": runs,
        "letters": {i: note.letter for i, note in enumerate(sketch.melody) if note.letter},
    }
    return MARK + json.dumps(kept)


def kept_in(text: str) -> dict[str, Any]:
    """Return what a text keeps; nothing if it is another text."""
    if not text.startswith(MARK):
        return {}
    try:
        kept = json.loads(text.removeprefix(MARK))
    except (ValueError, RecursionError):
        return {}
    return kept if isinstance(kept, dict) else {}


def with_kept(sketch: Sketch, kept: dict[str, Any]) -> Sketch:
    """Restore what was kept, as far as it still fits what was read."""
    if not kept:
        return sketch
    try:
        key = Key.parse(kept["key"])
        notes = list(sketch.melody.notes)
        if kept["notes"] == len(notes):
            letters = kept.get("letters", {})
            notes = [replace(note, letter=letters.get(str(i))) for i, note in enumerate(notes)]
            for first, count in kept["model"]:
                for index in range(first, first + count):
                    notes[index] = replace(notes[index], author=Author.MODEL)
        meter = Meter.parse(kept.get("meter", str(sketch.meter)))
        is_same_tempo = abs(sketch.tempo_bpm - kept["tempo_bpm"]) < 0.01
        return replace(
            sketch,
            title=kept["title"],
            composer=kept.get("composer", sketch.composer),
            melody=Melody(tuple(notes)),
            key=key if set(key.scale) == set(sketch.key.scale) else sketch.key,
            meter=meter if meter.signature == sketch.meter.signature else sketch.meter,
            tempo_bpm=kept["tempo_bpm"] if is_same_tempo else sketch.tempo_bpm,
            pickup_ticks=kept["pickup_ticks"],
            chords=Chords.parse(kept["chords"]),
        )
    except (KeyError, IndexError, TypeError, ValueError, AttributeError):
        return sketch
