"""Tells which contents a sketch has, so that what a format has no place for can be named."""

from __future__ import annotations

from app.domain.file_formats import Content, FileFormat, Medium
from app.domain.sketch import Sketch


def missing_contents(sketch: Sketch, kind: FileFormat) -> list[Content]:
    """Return what the sketch has and a file of notes of that format has no place for.

    Takes are left out, because a sketch has none, and so are authors, of whom no other program
    knows.
    """
    if kind.medium is not Medium.NOTES:
        return []
    there = {
        Content.CHORDS: bool(sketch.chord_changes),
        Content.DYNAMICS: len({note.velocity for note in sketch.melody}) > 1,
        Content.SPELLING: any(note.letter for note in sketch.melody),
        Content.PICKUP: sketch.pickup_ticks > 0,
        Content.GROUPS: bool(sketch.meter.groups),
    }
    return [content for content in there if there[content] and content in kind.lacks]
