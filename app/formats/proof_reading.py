"""Proof-reads tunes: imports, engraves and exports each tune, and imports it again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from app.domain import Chords, Melody, Sketch
from app.domain.file_formats import ABC, READ, suffixes_of
from app.domain.imported import Imported
from app.errors import AppError
from app.formats.import_abc import import_tune
from app.formats.registry import import_sketch

if TYPE_CHECKING:
    from app.notation.reading.abc_book import Tune

ENDINGS: Final = frozenset(suffixes_of(READ))


@dataclass(frozen=True, slots=True)
class TuneFile:
    """A tune: the source it belongs to, its file and, if the file is a book, its index in there."""

    source: str
    path: Path
    part: int | None = None

    def __str__(self) -> str:
        return self.path.name if self.part is None else f"{self.path.name}, tune {self.part + 1}"


@dataclass(frozen=True, slots=True)
class Proof:
    """The result for a tune: how many notes it has, how many were moved to the grid, its faults."""

    tune: TuneFile
    notes: int = 0
    moved: int = 0
    faults: tuple[str, ...] = ()


def tunes_in(source: str, folder: Path) -> list[TuneFile]:
    """Return the tunes in a folder and its subfolders; each tune of an ABC book is listed."""
    found: list[TuneFile] = []
    for path in sorted(folder.rglob("*")):
        if path.suffix.lower() in ENDINGS and path.is_file():
            found += tunes_of(source, path)
    return found


def tunes_of(source: str, path: Path) -> list[TuneFile]:
    """Return the tunes in a file."""
    if path.suffix.lower() in ABC.suffixes:
        count = len(_book(path))
        if count > 1:
            return [TuneFile(source, path, part) for part in range(count)]
    return [TuneFile(source, path)]


def spread(tunes: Mapping[str, Sequence[TuneFile]], count: int) -> list[TuneFile]:
    """Choose `count` tunes, evenly from all sources and from the whole length of each source."""
    chosen: list[TuneFile] = []
    left = count
    for waiting, of_source in enumerate(sorted(tunes.values(), key=len)):
        share = min(len(of_source), left // (len(tunes) - waiting))
        chosen += [of_source[place * len(of_source) // share] for place in range(share)]
        left -= share
    return sorted(chosen, key=lambda tune: list(tunes).index(tune.source))


def _imported(tune: TuneFile) -> Imported:
    if tune.part is None:
        return import_sketch(tune.path)
    return import_tune(_book(tune.path)[tune.part])


def _book(path: Path) -> tuple[Tune, ...]:
    from app.notation.reading.abc_book import tunes
    from app.notation.reading.abc_text import decoded

    return tunes(decoded(path.read_bytes()))


def imported_beginning(tune: TuneFile, bars: int) -> Sketch:
    """Import the first bars of a tune; raises AppError if the file can't be read."""
    sketch = _imported(tune).sketch
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

    Notes that are not on the grid of notation are moved to it first; in MIDI files, notes are often
    off by a tick.
    """
    from app.notation.engraving.score_faults import faults, heard
    from app.notation.writing.bars import on_written_grid

    try:
        with heard() as warnings:
            sketch = imported_beginning(tune, bars)
    except AppError as error:
        return Proof(tune, faults=(f"import: {error}",))
    written = on_written_grid(sketch)
    moved = len(set(sketch.melody) - set(written.melody))
    found = (*(f"import: {line}" for line in warnings), *faults(written))
    return Proof(tune, len(written.melody), moved, found)
