"""Measures how long a 32-bar sketch takes to become a file, in the slowest format."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from app.bench.measure import Measure
from app.bench.tunes import eighths
from app.domain.file_formats import WRITTEN


def seconds_per_format() -> dict[str, float]:
    """Return the seconds that writing each format takes, the slowest first."""
    from app.formats import write_sketch
    from app.playback.sound.render import render_audio

    sketch = eighths(32)
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


FILE_MEASURES = (Measure("32 bars to any one format", "s", 1.0, seconds_per_format),)
