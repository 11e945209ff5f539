"""Owns CHOICES, the options for exported files, and says in words what a file will hold."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import QCoreApplication

from app.domain import ExportOptions, Paper, Sketch
from app.domain.contents import missing_contents
from app.domain.export_options import BITS, MIDI_TICKS, MIDI_TYPES, SAMPLE_RATES
from app.domain.file_formats import Content, FileFormat, Medium
from app.domain.listing import listed
from app.domain.timebase import ticks_to_seconds

tr = partial(QCoreApplication.translate, "Export")


CHOICES: Final[dict[str, tuple[object, ...]]] = {
    "paper": tuple(Paper),
    "dpi": (96, 150, 200, 300, 600),
    "midi_type": MIDI_TYPES,
    "midi_ticks": MIDI_TICKS,
    "sample_rate": SAMPLE_RATES,
    "bits": BITS,
}
"""The values that are offered for each field of ExportOptions."""


def summary(
    sketch: Sketch,
    kind: FileFormat,
    options: ExportOptions,
    *,
    plays_chords: bool,
    measured: tuple[int, float] | None,
) -> str:
    """Say in words what a file will hold.

    `measured` holds the number of pages, and the height of the picture in inches; it is None while
    they are not known.
    """
    if not len(sketch.melody):
        return tr("No notes yet; the file will be empty.")
    is_sound = kind.medium is Medium.SOUND
    has_chords = plays_chords if is_sound else Content.CHORDS not in kind.lacks
    parts = [_music(sketch), _voices(sketch, has_chords=has_chords)]
    if is_sound:
        parts.append(_duration(sketch))
    elif kind.medium is Medium.NOTES:
        parts += _missing(sketch, kind)
    elif measured is not None:
        parts.append(_extent(kind, options, *measured))
    return "; ".join(parts) + "."


def _music(sketch: Sketch) -> str:
    bars = tr("1 bar") if sketch.bars == 1 else tr("{0} bars").format(sketch.bars)
    if sketch.pickup_ticks:
        bars = tr("{0} and a pickup").format(bars)
    return tr("{bars} in {key}, {meter}, {tempo} bpm").format(
        bars=bars, key=sketch.key, meter=sketch.meter, tempo=f"{sketch.tempo_bpm:.4g}"
    )


def _voices(sketch: Sketch, *, has_chords: bool) -> str:
    if not sketch.chord_changes:
        return tr("the melody")
    return tr("melody and chords") if has_chords else tr("the melody without its chords")


def _missing(sketch: Sketch, kind: FileFormat) -> list[str]:
    """Name what the sketch has, apart from chords, and the format has no place for."""
    missing = [
        content for content in missing_contents(sketch, kind) if content is not Content.CHORDS
    ]
    words = [tr(content.value) for content in missing]
    return [tr("it has no place for {0}").format(listed(words, tr("or")))] if words else []


def _duration(sketch: Sketch) -> str:
    seconds = round(ticks_to_seconds(sketch.melody.end_ticks, sketch.tempo_bpm))
    return tr("{0} of sound").format(f"{seconds // 60}:{seconds % 60:02}")


def _extent(kind: FileFormat, options: ExportOptions, pages: int, height: float) -> str:
    paper = options.paper.label
    if kind.medium is Medium.PAGES:
        return (tr("1 page {0}") if pages == 1 else tr("{1} pages {0}")).format(paper, pages)
    if kind.medium is Medium.DRAWING:
        return tr("one drawing as wide as {0}").format(paper)
    width = options.paper.size_mm[0] / 25.4
    size = (round(inches * options.dpi) for inches in (width, height))
    return tr("one picture of {0} × {1} pixels").format(*size)
