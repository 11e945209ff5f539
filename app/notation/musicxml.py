"""MusicXML out of a sketch, written by music21."""

from __future__ import annotations

from app.domain import Sketch
from app.notation.library import music21
from app.notation.score import build_score


def to_musicxml(sketch: Sketch) -> bytes:
    """Return the sketch as a MusicXML document (partwise, UTF-8)."""
    exporter = music21.musicxml.m21ToXml.GeneralObjectExporter(build_score(sketch))
    exporter.makeNotation = False
    document: bytes = exporter.parse()
    return document
