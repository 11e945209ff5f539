"""Keeps what a format has no place for, in a text that other programs pass over.

MIDI and NoteSequences hold such a text, by which Motivo gets its own files back unchanged.
"""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import groupby
from typing import Annotated, Final

import msgspec
from msgspec import Meta, Struct

from app.domain import Author, Chords, Key, Melody, Meter, Sketch
from app.domain.quoting import visible
from app.formats.plain_sketch import plain_frame

MARK: Final = "motivo "
"""The beginning of the text."""


class Kept(Struct, frozen=True):
    """What is kept of a sketch, as the window writes it, and of how many notes.

    `model` are runs of the model's notes, as [first, count]; `letters` are those of single notes.
    Composer and meter are missing in files of early versions.
    """

    title: str
    key: str
    tempo_bpm: float
    pickup_ticks: int
    chords: str
    notes: int
    model: list[tuple[Annotated[int, Meta(ge=0)], Annotated[int, Meta(ge=0)]]]
    letters: dict[int, str] = {}
    composer: str | None = None
    meter: str | None = None


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


def kept_in(text: str) -> Kept | None:
    """Return what a text keeps; None if it is another text, or one that Motivo would not write."""
    if not text.startswith(MARK):
        return None
    try:
        return msgspec.json.decode(text.removeprefix(MARK), type=Kept)
    except (msgspec.DecodeError, ValueError, RecursionError):
        return None


def with_kept(sketch: Sketch, kept: Kept | None) -> Sketch:
    """Restore what was kept, as far as it still fits what was read."""
    if kept is None:
        return sketch
    try:
        key = Key.parse(kept.key)
        notes = list(sketch.melody.notes)
        if kept.notes == len(notes):
            notes = [replace(note, letter=kept.letters.get(i)) for i, note in enumerate(notes)]
            for first, count in kept.model:
                for index in range(first, first + count):
                    notes[index] = replace(notes[index], author=Author.MODEL)
        meter = Meter.parse(kept.meter or str(sketch.meter))
        is_same_tempo = abs(sketch.tempo_bpm - kept.tempo_bpm) < 0.01
        return replace(
            sketch,
            title=visible(kept.title),
            composer=sketch.composer if kept.composer is None else visible(kept.composer),
            melody=Melody(tuple(notes)),
            key=key if set(key.scale) == set(sketch.key.scale) else sketch.key,
            meter=meter if meter.signature == sketch.meter.signature else sketch.meter,
            tempo_bpm=kept.tempo_bpm if is_same_tempo else sketch.tempo_bpm,
            pickup_ticks=kept.pickup_ticks,
            chords=Chords.parse(kept.chords),
        )
    except (IndexError, ValueError):
        return sketch
