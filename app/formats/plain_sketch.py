"""Turns a sketch into plain values for JSON."""

from __future__ import annotations

from app.domain import Sketch


def plain_frame(sketch: Sketch) -> dict[str, object]:
    """Return everything of a sketch except its notes."""
    return {
        "title": sketch.title,
        "composer": sketch.composer,
        "key": str(sketch.key),
        "meter": str(sketch.meter),
        "tempo_bpm": sketch.tempo_bpm,
        "pickup_ticks": sketch.pickup_ticks,
        "chords": str(sketch.chords),
    }
