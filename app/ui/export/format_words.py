"""Owns the table of formats that are exported, and says in a sentence what a file will hold."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from functools import partial
from typing import Final

from PySide6.QtCore import QCoreApplication

from app.domain import ExportOptions, Paper, Sketch
from app.domain.export_options import BITS, MIDI_TICKS, MIDI_TYPES, SAMPLE_RATES
from app.domain.timebase import ticks_to_seconds

tr = partial(QCoreApplication.translate, "Export")


class Purpose(Enum):
    """What a file is for."""

    DAW = "For a DAW"
    PAPER = "On paper"
    NOTATION = "For notation programs"
    RESEARCH = "For research"


CHOICES: Final[dict[str, tuple[object, ...]]] = {
    "paper": tuple(Paper),
    "dpi": (96, 150, 200, 300, 600),
    "midi_type": MIDI_TYPES,
    "midi_ticks": MIDI_TICKS,
    "sample_rate": SAMPLE_RATES,
    "bits": BITS,
}
"""What is offered for each field of ExportOptions that a player chooses."""


@dataclass(frozen=True, slots=True)
class ExportFormat:
    """A format as it is offered: its name, its ending, and which fields of ExportOptions it has.

    `about` is English here, and translated where it is shown. `is_sound` tells that it plays,
    `names_chords` that chord names are in it.
    """

    name: str
    suffix: str
    purpose: Purpose
    about: str
    fields: tuple[str, ...] = ()
    is_sound: bool = False
    names_chords: bool = False


EXPORT_FORMATS: Final = (
    ExportFormat(
        "MIDI",
        ".mid",
        Purpose.DAW,
        "Notes for every DAW, with tempo, meter, key and instrument.",
        ("midi_type", "midi_ticks"),
    ),
    ExportFormat(
        "WAV",
        ".wav",
        Purpose.DAW,
        "Sound as it is heard here, which every program plays.",
        ("sample_rate", "bits"),
        is_sound=True,
    ),
    ExportFormat(
        "FLAC",
        ".flac",
        Purpose.DAW,
        "Sound as it is heard here, of 24 bits, packed without loss.",
        ("sample_rate",),
        is_sound=True,
    ),
    ExportFormat(
        "PDF", ".pdf", Purpose.PAPER, "Pages to print or to send.", ("paper",), names_chords=True
    ),
    ExportFormat(
        "PNG",
        ".png",
        Purpose.PAPER,
        "The whole score as a picture, for a text or a web page.",
        ("paper", "dpi"),
        names_chords=True,
    ),
    ExportFormat(
        "SVG",
        ".svg",
        Purpose.PAPER,
        "The whole score as a drawing that stays sharp at any size.",
        ("paper",),
        names_chords=True,
    ),
    ExportFormat(
        "MusicXML",
        ".musicxml",
        Purpose.NOTATION,
        "For MuseScore, Dorico, Sibelius, Finale and others.",
        names_chords=True,
    ),
    ExportFormat(
        "packed MusicXML",
        ".mxl",
        Purpose.NOTATION,
        "MusicXML in a smaller file, for the same programs.",
        names_chords=True,
    ),
    ExportFormat(
        "ABC",
        ".abc",
        Purpose.NOTATION,
        "A text that tune books and folk sites share.",
        names_chords=True,
    ),
    ExportFormat(
        "NoteSequence",
        ".pb",
        Purpose.RESEARCH,
        "Magenta's notes, for machine learning.",
        names_chords=True,
    ),
)
"""As in `formats.registry`, which would import note-seq and music21 here; a test compares them."""


def summary(
    sketch: Sketch,
    kind: ExportFormat,
    options: ExportOptions,
    *,
    plays_chords: bool,
    measured: tuple[int, float] | None,
) -> str:
    """Say what a file will hold.

    `measured` are the pages and the height of the picture in inches; None where not known yet.
    """
    if not len(sketch.melody):
        return tr("No notes yet; the file will be empty.")
    has_chords = kind.names_chords or (kind.is_sound and plays_chords)
    parts = [_music(sketch), _voices(sketch, has_chords=has_chords)]
    if kind.is_sound:
        parts.append(_duration(sketch))
    elif measured is not None and "paper" in kind.fields:
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


def _duration(sketch: Sketch) -> str:
    seconds = round(ticks_to_seconds(sketch.melody.end_ticks, sketch.tempo_bpm))
    return tr("{0} of sound").format(f"{seconds // 60}:{seconds % 60:02}")


def _extent(kind: ExportFormat, options: ExportOptions, pages: int, height: float) -> str:
    paper = options.paper.label
    width = options.paper.size_mm[0] / 25.4
    if "dpi" in kind.fields:
        size = (round(inches * options.dpi) for inches in (width, height))
        return tr("one picture of {0} × {1} pixels").format(*size)
    if kind.suffix != ".pdf":
        return tr("one drawing as wide as {0}").format(paper)
    return (tr("1 page {0}") if pages == 1 else tr("{1} pages {0}")).format(paper, pages)
