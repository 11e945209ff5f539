"""Measures what it costs to keep an edit of a large document."""

from __future__ import annotations

import tempfile
import time
from dataclasses import replace
from pathlib import Path
from statistics import median

from app.bench.measure import Measure
from app.bench.tunes import eighths
from app.document.journal_writer import PAUSE_SECONDS, JournalWriter
from app.domain import Melody, Project, Request, Sketch, Take, TakeTree
from app.domain.snapshot import Snapshot

NOTES = 5_000
TAKES = 5_000
EDITS = 50


def journal_ms() -> dict[str, float]:
    """Return how long an edit is on its way to the disk, and the window's share of that.

    The document has 5,000 notes and 5,000 takes; each edit moves a note in its middle.
    """
    from app.formats import journal

    take = Take(eighths(8), Request(), seed=0, start_ticks=0)
    takes = TakeTree(tuple(replace(take, id=str(number)) for number in range(TAKES)))
    sketch = eighths(NOTES // 8)
    window, whole = [], []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bench.journal"
        writer = JournalWriter(
            path, lambda: journal, lambda: None, lambda: None, lambda _trouble: None
        )
        writer.start()
        writer.write(Snapshot(Project(sketch, takes)), is_another=True)
        writer.wait()
        for number in range(EDITS):
            sketch = _edited(sketch, 60 + number % 2)
            time.sleep(2 * PAUSE_SECONDS)  # so that no edit has to wait for the one before
            began = time.perf_counter()
            writer.write(Snapshot(Project(sketch, takes), None, is_modified=True))
            window.append(1000 * (time.perf_counter() - began))
            writer.wait()
            whole.append(1000 * (time.perf_counter() - began))
        writer.close()
    return {
        "ms": median(whole),
        "slowest": max(whole),
        "of it the window's": median(window),
        "its slowest": max(window),
    }


def _edited(sketch: Sketch, pitch: int) -> Sketch:
    notes = list(sketch.melody.notes)
    notes[NOTES // 2] = replace(notes[NOTES // 2], pitch=pitch)
    return replace(sketch, melody=Melody(tuple(notes)))


JOURNAL_MEASURES = (Measure("edit to disk, 5,000 notes and takes", "ms", 5.0, journal_ms),)
