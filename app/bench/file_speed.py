"""Measures how long files take to be written and to be read."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path
from typing import Final

from app.bench.measure import Measure
from app.bench.tunes import eighths
from app.constants import TICKS_PER_QUARTER
from app.domain import Sketch
from app.domain.file_formats import ABC, MIDI, MUSICXML, WRITTEN, FileFormat

BARS: Final = 32
MANY_NOTES: Final = 100_000
"""As many as a whole opera has."""

MANY_SCORE_BARS: Final = 2_000


def seconds_per_format() -> dict[str, float]:
    """Return the seconds that writing each format takes, the slowest first."""
    from app.formats import write_sketch
    from app.playback.sound.render import render_audio

    sketch = eighths(BARS)
    with tempfile.TemporaryDirectory() as folder:
        # The first round, which doesn't count, loads the libraries; the window's worker has them.
        for _ in range(2):
            seconds = {}
            for kind in WRITTEN:
                path = Path(folder) / f"bench{kind.suffix}"
                started = time.perf_counter()
                write_sketch(sketch, path, render_audio=render_audio)
                seconds[kind.suffix] = time.perf_counter() - started
    return dict(sorted(seconds.items(), key=lambda item: -item[1]))


def seconds_to_read() -> dict[str, float]:
    """Return the seconds that reading 32 bars takes, the slowest format first."""
    sketch = eighths(BARS)
    for kind in (MIDI, ABC, MUSICXML):
        _seconds_to_read(sketch, kind)  # loads the libraries; the window's worker has them
    seconds = {kind.suffix: _seconds_to_read(sketch, kind) for kind in (MIDI, ABC, MUSICXML)}
    return dict(sorted(seconds.items(), key=lambda item: -item[1]))


def large_midi_seconds() -> dict[str, float]:
    """Return the seconds that reading a MIDI file of a hundred thousand notes takes."""
    import mido

    # Motivo itself is not made to write so many.
    track = mido.MidiTrack()
    for note in eighths(MANY_NOTES // 8).melody:
        track.append(mido.Message("note_on", note=note.pitch))
        track.append(mido.Message("note_off", note=note.pitch, time=note.duration_ticks // 2))
    file = mido.MidiFile(tracks=[track], ticks_per_beat=TICKS_PER_QUARTER)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bench.mid"
        file.save(path)
        return {"seconds": _seconds_to_import(path)}


def large_score_seconds() -> dict[str, float]:
    """Return the seconds that reading a MusicXML file of two thousand bars takes."""
    return {"seconds": _seconds_to_read(eighths(MANY_SCORE_BARS), MUSICXML)}


def _seconds_to_read(sketch: Sketch, kind: FileFormat) -> float:
    from app.formats import write_sketch

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"bench{kind.suffix}"
        write_sketch(sketch, path)
        return _seconds_to_import(path)


def _seconds_to_import(path: Path) -> float:
    from app.formats import import_sketch

    started = time.perf_counter()
    import_sketch(path)
    return time.perf_counter() - started


FILE_MEASURES = (
    Measure("32 bars to any one format", "s", 1.0, seconds_per_format),
    Measure("32 bars from the slowest format", "s", None, seconds_to_read),
    Measure("100,000 notes from MIDI", "s", 3.0, large_midi_seconds),
    Measure("2,000 bars from MusicXML", "s", 10.0, large_score_seconds),
)
