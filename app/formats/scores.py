"""Reads and writes MusicXML, plain or packed, and ABC, by means of the notation layer."""

from __future__ import annotations

import io
import xml.etree.ElementTree as ElementTree
import zipfile
from collections.abc import Callable

from app.domain import Sketch
from app.errors import AppError
from app.formats.choosing import Found, Part, choose
from app.formats.imported import Imported

CONTAINER = "META-INF/container.xml"
"""Where a packed MusicXML file names its score (MusicXML 4.0, "Compressed .mxl files")."""

SCORE_NAME = "score.musicxml"
MUSICXML_TYPE = "application/vnd.recordare.musicxml"


def import_musicxml(content: bytes, part: int | None = None) -> Imported:
    """Read a MusicXML document; raises AppError if it is none, or has no notes."""
    from app.notation.reading.score_reading import read_musicxml

    return _import(lambda: read_musicxml(content), "it isn't MusicXML", part)


def import_mxl(content: bytes, part: int | None = None) -> Imported:
    """Read a packed MusicXML file; raises AppError if it is none, or has no notes."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            names = [n for n in packed.namelist() if not n.startswith(("META-INF/", "mimetype"))]
            name = names[0] if CONTAINER not in packed.namelist() else _rootfile(packed)
            document = packed.read(name)
    except (zipfile.BadZipFile, KeyError, IndexError, ElementTree.ParseError, OSError) as error:
        raise AppError("it isn't a packed MusicXML file") from error
    return import_musicxml(document, part)


def export_musicxml(sketch: Sketch) -> bytes:
    """Return the sketch as a MusicXML document."""
    from app.notation.writing.musicxml import to_musicxml

    return to_musicxml(sketch)


def export_mxl(sketch: Sketch) -> bytes:
    """Return the sketch as a packed MusicXML file."""
    written = io.BytesIO()
    container = (
        '<?xml version="1.0" encoding="UTF-8"?><container><rootfiles>'
        f'<rootfile full-path="{SCORE_NAME}" media-type="{MUSICXML_TYPE}+xml"/>'
        "</rootfiles></container>"
    )
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as packed:
        # Uncompressed and first, for programs that recognise files by their first bytes.
        packed.writestr("mimetype", MUSICXML_TYPE, zipfile.ZIP_STORED)
        packed.writestr(CONTAINER, container)
        packed.writestr(SCORE_NAME, export_musicxml(sketch))
    return written.getvalue()


def export_abc(sketch: Sketch) -> bytes:
    """Return the sketch as an ABC tune."""
    from app.notation.writing.abc import to_abc

    return to_abc(sketch).encode()


def _rootfile(packed: zipfile.ZipFile) -> str:
    root = ElementTree.fromstring(packed.read(CONTAINER))
    return next(
        element.attrib["full-path"] for element in root.iter() if "full-path" in element.attrib
    )


def _import(read: Callable[[], object], wrong: str, part: int | None) -> Imported:
    from app.notation.reading.score_reading import READING_ERRORS, ReadScore

    try:
        score = read()
    except READING_ERRORS as error:
        raise AppError(wrong) from error
    assert isinstance(score, ReadScore)
    found = Found(
        title=score.title,
        composer=score.composer,
        parts=tuple(Part(voice.name, voice.notes) for voice in score.voices),
        keys=score.keys,
        signatures=score.signatures,
        meters=score.meters,
        tempi_bpm=score.tempi_bpm,
        pickup_ticks=score.pickup_ticks,
        chords=score.chords,
    )
    return choose(found, part)
