"""Measures how long engraving a whole score takes, and the shares of music21 and Verovio in it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

from app.bench.measure import Measure, median
from app.bench.tunes import eighths
from app.domain import Melody, Sketch

RUNS = 5
WIDTH_PX, STAFF_PX = 832.0, 30.0
"""The size of the score in a new window."""

WIDTH_UNITS = 19_200.0
"""The same width in Verovio's units, without the margins."""


def all_new_ms(bars: int) -> Callable[[], dict[str, float]]:
    """Return a measure of engraving scores in which every bar is new; it gives milliseconds."""

    def values() -> dict[str, float]:
        from app.notation.engraving.engraver import engrave, verovio_svg
        from app.notation.writing.bars import written_bars
        from app.notation.writing.engraving_xml import BarWriter, lines_musicxml

        spent: dict[str, list[float]] = {"all": [], "music21": [], "Verovio": []}
        engrave(_unique(8, 0), WIDTH_PX, STAFF_PX)
        for number in range(RUNS):
            began = time.perf_counter()
            drawing = engrave(_unique(bars, 2 * number), WIDTH_PX, STAFF_PX)
            spent["all"].append(time.perf_counter() - began)
            sketch = _unique(bars, 2 * number + 1)
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


def _unique(bars: int, number: int) -> Sketch:
    """Return a sketch whose bars differ from one another and from those of any other number."""
    sketch = eighths(bars)
    notes = [
        replace(note, pitch=note.pitch - 6 + _digit(index // 8, number, index % 8))
        for index, note in enumerate(sketch.melody)
    ]
    return replace(sketch, melody=Melody(tuple(notes)))


def _digit(bar: int, number: int, place: int) -> int:
    """Return a digit, in base 12, of a number that no other bar of any sketch has."""
    power: int = 12**place
    return (bar + 128 * number) // power % 12


ENGRAVING_MEASURES = tuple(
    Measure(f"{bars} bars engraved anew", "ms", None, all_new_ms(bars)) for bars in (8, 32, 128)
)
