"""Unpacks .mxl files, zip archives whose container names the score (MusicXML 4.0, "Compressed")."""

from __future__ import annotations

import io
import lzma
import zipfile
import zlib
from collections.abc import Sequence
from typing import Final
from urllib.parse import unquote

from app.domain.listing import first_of
from app.domain.quoting import quoted, shortened
from app.errors import AppError

CONTAINER: Final = "META-INF/container.xml"
"""Where a packed MusicXML file names its score."""

BEGINNING: Final = b"PK\x03\x04"
"""The first bytes of a zip archive."""

MOST_BYTES: Final = 64 * 2**20
"""Of the unpacked score; the same as for a score that was never packed."""

MOST_LISTED: Final = 5
"""The most names of other scores that a message lists."""

SCORE_ENDINGS: Final = (".musicxml", ".xml")
NO_ARCHIVE: Final = "it isn't a packed MusicXML file, or it is damaged"
UNKNOWN_WAY: Final = "it is packed in a way that Motivo doesn't know; save it again"
DAMAGED: Final = "its packed score is damaged; save or download it again"

ENCRYPTED: Final = 0x1
"""The bit of a zip entry's flags that tells that a password is needed."""


def unpacked(content: bytes) -> tuple[bytes, tuple[str, ...]]:
    """Return the score in a packed file, and a message if there are others in it.

    Raises AppError if there is none, or it can't be had.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            entries = [entry for entry in packed.infolist() if not entry.is_dir()]
            entry = _score_entry(packed, entries)
            others = [each.filename for each in entries if _is_score(each) and each is not entry]
            return _read(packed, entry), _told_of(entry.filename, others)
    except (zipfile.BadZipFile, ValueError, OSError, IndexError) as error:
        raise AppError(NO_ARCHIVE) from error
    except NotImplementedError as error:
        raise AppError(UNKNOWN_WAY) from error


def _read(packed: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    if entry.flag_bits & ENCRYPTED:
        raise AppError("it is encrypted; save it without a password")
    if entry.file_size > MOST_BYTES:
        raise AppError(f"its score unpacks to more than {MOST_BYTES // 2**20} MB")
    try:
        with packed.open(entry) as file:
            found = file.read(MOST_BYTES + 1)
    except NotImplementedError as error:
        raise AppError(UNKNOWN_WAY) from error
    except RuntimeError as error:
        raise AppError("it is encrypted; save it without a password") from error
    except (zlib.error, lzma.LZMAError, zipfile.BadZipFile, EOFError, OSError) as error:
        raise AppError(DAMAGED) from error
    if len(found) > MOST_BYTES:
        raise AppError(f"its score unpacks to more than {MOST_BYTES // 2**20} MB")
    return found


def _told_of(opened: str, others: Sequence[str]) -> tuple[str, ...]:
    if not others:
        return ()
    names = first_of([shortened(name) for name in others], MOST_LISTED)
    return (f"{quoted(opened)} was opened; other scores in the file were left out: {names}.",)


def _is_score(entry: zipfile.ZipInfo) -> bool:
    """Tell whether an entry can be a score, by its name."""
    return entry.filename.lower().endswith(SCORE_ENDINGS) and not entry.filename.upper().startswith(
        ("META-INF/", "__MACOSX/")
    )


def _score_entry(packed: zipfile.ZipFile, entries: Sequence[zipfile.ZipInfo]) -> zipfile.ZipInfo:
    """Return the entry that the container names, or else the first that can be a score."""
    by_name = {_plain(name): entry for entry in entries for name in _names(entry)}
    container = by_name.get(_plain(CONTAINER))
    named = [] if container is None else _named_scores(_read(packed, container))
    for name in named:
        entry = by_name.get(_plain(name)) or by_name.get(_plain(unquote(name)))
        if entry is not None:
            return entry
    first = next(filter(_is_score, entries), None)
    if first is None:
        raise AppError("there is no score in it")
    return first


def _named_scores(container: bytes) -> Sequence[str]:
    """Return the paths that a container names, first those that are said to be MusicXML."""
    from app.notation.reading.xml_document import parse_xml

    try:
        root, _ = parse_xml(container)
    except AppError:
        return []
    files = [file for file in root.iter("rootfile") if file.get("full-path")]
    files.sort(key=lambda file: "musicxml" not in file.get("media-type", "musicxml"))
    return [file.get("full-path", "") for file in files]


def _names(entry: zipfile.ZipInfo) -> tuple[str, ...]:
    """Return the names an entry may have: without the flag for UTF-8, Python reads code page 437.

    Many programs write UTF-8 without setting the flag.
    """
    try:
        return (entry.filename, entry.filename.encode("cp437").decode())
    except UnicodeError:
        return (entry.filename,)


def _plain(name: str) -> str:
    return name.replace("\\", "/").removeprefix("./").lstrip("/").casefold()
