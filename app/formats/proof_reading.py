"""Proof-reads tunes of files, books and archives: imported, engraved, exported, imported again."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final
from xml.etree import ElementTree

from app.domain import Chords, Melody, Sketch
from app.domain.file_formats import ABC, MUSICXML, READ, suffixes_of
from app.errors import AppError
from app.formats.registry import import_sketch
from app.formats.scores import import_musicxml

ENDINGS: Final = frozenset(suffixes_of(READ))


@dataclass(frozen=True, slots=True)
class TuneFile:
    """A tune: the source it counts for, its file, and which of a book's tunes it is."""

    source: str
    path: Path
    part: int | None = None

    def __str__(self) -> str:
        return self.path.name if self.part is None else f"{self.path.name}, tune {self.part + 1}"


@dataclass(frozen=True, slots=True)
class Proof:
    """What came of a tune: its notes, how many were put on the grid, and what is amiss."""

    tune: TuneFile
    notes: int = 0
    moved: int = 0
    faults: tuple[str, ...] = ()


def tunes_in(source: str, folder: Path) -> list[TuneFile]:
    """Return the tunes of a folder and its folders, in order; those of ABC books one by one."""
    found: list[TuneFile] = []
    for path in sorted(folder.rglob("*")):
        if path.suffix.lower() in ENDINGS and path.is_file():
            found += tunes_of(source, path)
    return found


def tunes_of(source: str, path: Path) -> list[TuneFile]:
    """Return the tunes of a file."""
    from app.notation.reading.abc_book import tunes

    if path.suffix.lower() in ABC.suffixes:
        text = path.read_bytes().decode("utf-8", errors="replace")
        count = len(tunes(text)) if len(re.findall(r"^X:", text, re.M)) > 1 else 1
        if count > 1:
            return [TuneFile(source, path, part) for part in range(count)]
    return [TuneFile(source, path)]


def spread(tunes: Mapping[str, Sequence[TuneFile]], count: int) -> list[TuneFile]:
    """Choose `count` tunes, as many of each source as there are, from its beginning to its end."""
    chosen: list[TuneFile] = []
    left = count
    for waiting, of_source in enumerate(sorted(tunes.values(), key=len)):
        share = min(len(of_source), left // (len(tunes) - waiting))
        chosen += [of_source[place * len(of_source) // share] for place in range(share)]
        left -= share
    return sorted(chosen, key=lambda tune: list(tunes).index(tune.source))


def imported_beginning(tune: TuneFile, bars: int) -> Sketch:
    """Import a tune's first bars. Raises AppError where the file can't be read."""
    if tune.path.suffix.lower() in MUSICXML.suffixes:
        sketch = import_musicxml(_beginning(tune.path.read_bytes(), bars)).sketch
    else:
        sketch = import_sketch(tune.path, tune.part).sketch
    end = sketch.bar_start_ticks(bars + 1)
    notes = (
        replace(note, duration_ticks=min(note.duration_ticks, end - note.onset_ticks))
        for note in sketch.melody
        if note.onset_ticks < end
    )
    chords = Chords(sketch.chords.bars[:bars])
    return replace(sketch, melody=Melody(tuple(notes)), chords=chords)


def proof_read(tune: TuneFile, bars: int) -> Proof:
    """Proof-read the first bars of a tune.

    Notes that lie beside the grid of notation, in MIDI files by a tick often, are put on it first.
    """
    from app.notation.engraving.score_faults import faults, heard
    from app.notation.writing.bars import on_written_grid

    try:
        with heard() as told:
            sketch = imported_beginning(tune, bars)
    except AppError as error:
        return Proof(tune, faults=(f"import: {error}",))
    written = on_written_grid(sketch)
    moved = len(set(sketch.melody) - set(written.melody))
    found = (*(f"import: {line}" for line in told), *faults(written))
    return Proof(tune, len(written.melody), moved, found)


def _beginning(document: bytes, bars: int) -> bytes:
    """Cut every part of a score after so many measures: music21 takes long over whole quartets."""
    try:
        root = ElementTree.fromstring(document)
    except ElementTree.ParseError:
        return document
    for part in root.iter("part"):
        for measure in part.findall("measure")[bars + 1 :]:
            part.remove(measure)
    return ElementTree.tostring(root)
