"""Measures what engraving a whole score takes, and what of it is music21's and Verovio's."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

from app.bench.measure import Measure, median
from app.bench.tunes import eighths
from app.domain import Melody, Sketch

RUNS = 5
WIDTH_PX, STAFF_PX = 832.0, 30.0
"""The score of a new window."""

WIDTH_UNITS = 19_200.0
"""The same in Verovio's units, the margins left out."""


def anew_ms(bars: int) -> Callable[[], dict[str, float]]:
    """Return a function that engraves scores of which no bar was met before."""

    def values() -> dict[str, float]:
        from app.notation.engraving.engraver import engrave, verovio_svg
        from app.notation.writing.bars import written_bars
        from app.notation.writing.measures import BarWriter, lines_musicxml

        spent: dict[str, list[float]] = {"all": [], "music21": [], "Verovio": []}
        engrave(_unlike(8, 0), WIDTH_PX, STAFF_PX)
        for number in range(RUNS):
            began = time.perf_counter()
            drawing = engrave(_unlike(bars, 2 * number), WIDTH_PX, STAFF_PX)
            spent["all"].append(time.perf_counter() - began)
            sketch = _unlike(bars, 2 * number + 1)
            written = written_bars(sketch)
            began = time.perf_counter()
            texts = BarWriter().written(sketch, written)
            spent["music21"].append(time.perf_counter() - began)
            counts = [len(system.measures) for system in drawing.systems]
            lines = [range(sum(counts[:at]), sum(counts[: at + 1])) for at in range(len(counts))]
            xml = lines_musicxml(sketch, written, texts, lines)
            began = time.perf_counter()
            verovio_svg(xml, WIDTH_UNITS)
            spent["Verovio"].append(time.perf_counter() - began)
        return {name: median(seconds) * 1000 for name, seconds in spent.items()}

    return values


def _unlike(bars: int, number: int) -> Sketch:
    """Return a sketch no bar of which is like one of another number, or another of its own."""
    sketch = eighths(bars)
    notes = [
        replace(note, pitch=note.pitch - 6 + _digit(index // 8, number, index % 8))
        for index, note in enumerate(sketch.melody)
    ]
    return replace(sketch, melody=Melody(tuple(notes)))


def _digit(bar: int, number: int, place: int) -> int:
    """Return a digit of the bar's and the run's number, to the base of twelve."""
    power: int = 12**place
    return (bar + 128 * number) // power % 12


ENGRAVING_MEASURES = tuple(
    Measure(f"{bars} bars engraved anew", "ms", None, anew_ms(bars)) for bars in (8, 32, 128)
)
