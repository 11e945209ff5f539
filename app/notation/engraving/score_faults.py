"""Proof-reads the score of a sketch: engraves it, writes it as MusicXML, and reads that again."""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
import warnings
from collections.abc import Iterator
from itertools import zip_longest
from typing import Any, Final
from xml.etree import ElementTree

import verovio

from app.domain import Sketch
from app.domain.spelling import spellings
from app.domain.timebase import quarters_to_ticks
from app.errors import AppError
from app.notation.engraving.engraver import engrave
from app.notation.reading.score_reading import read_musicxml
from app.notation.writing.musicxml import to_musicxml

WIDTH_PX: Final = 900.0
STAFF_PX: Final = 32.0


def faults(sketch: Sketch) -> tuple[str, ...]:
    """Return a sentence for each fault in the sketch's score.

    Verovio and music21 write their warnings to standard error, so whatever appears there counts as
    a fault.
    """
    found: list[str] = []
    engrave(sketch, WIDTH_PX, STAFF_PX)  # an engraving silences Verovio the first time
    verovio.enableLog(verovio.LOG_WARNING)
    try:
        with heard() as told:
            engrave(sketch, WIDTH_PX, STAFF_PX)
        found += [f"engraving: {line}" for line in told]
        with heard() as told:
            document = to_musicxml(sketch)
        found += [f"export: {line}" for line in told]
        found += _crooked_bars(sketch, document)
        with heard() as told:
            is_read = verovio.toolkit().loadData(document.decode())
        found += [f"Verovio: {line}" for line in told]
        if not is_read:
            found.append("Verovio can't read the export")
        with heard() as told:
            found += _differences(sketch, document)
        found += [f"music21: {line}" for line in told]
    finally:
        verovio.enableLog(verovio.LOG_OFF)
    return tuple(found)


@contextlib.contextmanager
def heard() -> Iterator[list[str]]:
    """Provide a list that is filled, at the end of the block, with every line on standard error."""
    lines: list[str] = []
    sys.stderr.flush()
    before = os.dup(2)
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as told:
        os.dup2(told.fileno(), 2)
        try:
            with contextlib.redirect_stderr(told), warnings.catch_warnings(record=True) as caught:
                warnings.simplefilter("always")
                yield lines
            lines += [str(warning.message) for warning in caught]
        finally:
            told.flush()
            os.dup2(before, 2)
            os.close(before)
            told.seek(0)
            lines += [line.strip() for line in told if line.strip()]


def _crooked_bars(sketch: Sketch, document: bytes) -> Iterator[str]:
    """Yield a sentence for each measure whose notes and rests don't fill its bar exactly."""
    divisions = 1
    for measure in ElementTree.fromstring(document).iter("measure"):
        divisions = int(measure.findtext("attributes/divisions") or divisions)
        length = sum(int(note.findtext("duration") or 0) for note in measure.iter("note"))
        is_pickup = measure.get("number") == "0"
        ticks = sketch.pickup_ticks if is_pickup else sketch.meter.bar_ticks
        if quarters_to_ticks(length / divisions) != ticks:
            yield f"bar {measure.get('number')} is {length / divisions:g} quarters long"


def _differences(sketch: Sketch, document: bytes) -> Iterator[str]:
    """Yield a sentence for each difference between the sketch and what the document reads as."""
    try:
        read = read_musicxml(document)
    except AppError as error:
        yield f"the export can't be read: {error}"
        return
    back = read.parts[0].notes if read.parts else ()
    for index, (before, after) in enumerate(zip_longest(sketch.melody.notes, back)):
        if before is None or after is None or _place(before) != _place(after):
            yield f"note {index + 1} comes back as another: {_place(before)}, {_place(after)}"
            return
    letters = [note.letter for note in back]
    if letters != [spelling.letter for spelling in spellings(sketch)]:
        yield "notes come back with another spelling"
    signature = (sketch.key.fifths, sketch.meter.signature, sketch.pickup_ticks)
    meters = [meter.signature for meter in read.meters[:1]]
    if ([*read.signatures[:1], *meters, read.pickup_ticks]) != list(signature):
        yield "key, meter or pickup come back as another"


def _place(note: Any) -> tuple[int, int, int] | None:
    return None if note is None else (note.onset_ticks, note.duration_ticks, note.pitch)
