"""Imports ABC: a tune of a book, or a voice of a tune."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.imported import Imported, PartInfo, check_part
from app.domain.quoting import shortened
from app.domain.reading import Reading
from app.errors import AppError
from app.formats.choosing import Found, choose
from app.formats.scores import found_in

if TYPE_CHECKING:
    from app.notation.reading.abc_book import Tune


def import_abc(content: bytes, part: int | None = None, reading: Reading | None = None) -> Imported:
    """Read a tune of an ABC file, with its repeats played out unless it is wanted as written.

    If the file is a book of several tunes, its tunes are the parts; otherwise the voices are.
    Raises AppError if there is no tune, or it has no notes.
    """
    from app.notation.reading.abc_book import tunes
    from app.notation.reading.abc_text import decoded

    book = tunes(decoded(content))
    if not book:
        raise AppError("it isn't an ABC tune, because it has no line with the key (K:)")
    if len(book) == 1:
        return choose(_found(book[0], reading), part)
    parts = tuple(PartInfo(index, shortened(tune.title)) for index, tune in enumerate(book))
    check_part(parts, part)
    taken = _first_with_notes(book) if part is None else part
    read = choose(_found(book[taken], reading))
    message = f"“{parts[taken].name}” was opened; the file has {len(book)} tunes to choose from."
    return Imported(read.sketch, (message, *read.messages), parts, taken, read.reading)


def _first_with_notes(book: tuple[Tune, ...]) -> int:
    """Return the index of the first tune that has notes, or 0 if none has."""
    from app.notation.reading.abc_reading import read_abc

    for index, tune in enumerate(book):
        if any(voice.notes for voice in read_abc(tune, as_written=True).voices):
            return index
    return 0


def _found(tune: Tune, wished: Reading | None) -> Found:
    from app.notation.reading.abc_reading import read_abc

    reading = wished or Reading.PLAYED
    return found_in(read_abc(tune, as_written=reading is Reading.WRITTEN), reading)
