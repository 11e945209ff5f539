"""Imports ABC: a tune of a book, or a voice of a tune."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from app.domain.found import Found
from app.domain.imported import Imported, PartInfo, check_part
from app.domain.quoting import shortened
from app.domain.reading import Reading
from app.errors import AppError
from app.formats.choosing import choose, part_info

if TYPE_CHECKING:
    from app.notation.reading.abc_book import Tune

MOST_LOOKED_INTO: Final = 200
"""Of a larger book, whose reading would take seconds, only the names of the tunes are shown."""


def import_abc(content: bytes, part: int | None = None, reading: Reading | None = None) -> Imported:
    """Read a tune of an ABC file, with its repeats played out unless it is wanted as written.

    If the file is a book, its parts are all voices of all tunes, or its tunes if these are many.
    Raises AppError if there is no tune, or it has no notes.
    """
    from app.notation.reading.abc_book import tunes
    from app.notation.reading.abc_text import decoded

    book = tunes(decoded(content))
    if not book:
        raise AppError("it isn't an ABC tune, because it has no line with the key (K:)")
    if len(book) == 1:
        return import_tune(book[0], part, reading)
    entries = list(_entries(book))
    check_part(entries, part)
    entry = _first_with_notes(book, entries) if part is None else entries[part]
    found = _found(book[entry.tune], reading)
    read = choose(found, None if part is None else entry.voice)
    chosen = entry if entry.voice is None else replace(entry, voice=read.part)
    title = shortened(book[entry.tune].title)
    message = f"“{title}” was opened; the file has {len(book)} tunes to choose from."
    infos = tuple(replace(entry.info, index=index) for index, entry in enumerate(entries))
    taken = [(entry.tune, entry.voice) for entry in entries].index((chosen.tune, chosen.voice))
    return Imported(read.sketch, (message, *read.messages), infos, taken, read.reading)


def import_tune(tune: Tune, voice: int | None = None, reading: Reading | None = None) -> Imported:
    """Read a tune, whose parts are its voices; raises AppError if it has no notes."""
    return choose(_found(tune, reading), voice)


@dataclass(frozen=True, slots=True)
class _Entry:
    """What can be chosen of a book: a tune or, if it has several voices, one of these."""

    tune: int
    voice: int | None
    info: PartInfo


def _entries(book: tuple[Tune, ...]) -> Iterator[_Entry]:
    """Yield what can be chosen, with the notes that are written."""
    for number, tune in enumerate(book):
        found = _readable(tune) if len(book) <= MOST_LOOKED_INTO else Found()
        voices = [voice for voice in found.parts if voice.notes]
        title = shortened(tune.title)
        if not voices:
            yield _Entry(number, None, PartInfo(0, title))
        for place, voice in enumerate(voices):
            is_alone = len(voices) == 1
            name = title if is_alone else f"{title}, {voice.name}"
            info = replace(part_info(voice), name=name)
            yield _Entry(number, None if is_alone else place, info)


def _first_with_notes(book: tuple[Tune, ...], entries: list[_Entry]) -> _Entry:
    """Return the first tune that has notes, or the first of all if none has."""
    for entry in entries:
        if entry.info.notes or any(part.notes for part in _readable(book[entry.tune]).parts):
            return entry
    return entries[0]


def _readable(tune: Tune) -> Found:
    """Return what is found in a tune; nothing if it can't be read, which is told if it is taken."""
    try:
        return _found(tune, Reading.WRITTEN)
    except AppError:
        return Found()


def _found(tune: Tune, reading: Reading | None) -> Found:
    from app.notation.reading.abc_reading import read_abc

    return read_abc(tune, as_written=reading is Reading.WRITTEN)
