"""Reads and writes MusicXML, plain or packed, and ABC, by means of the notation layer."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

from app.domain import Sketch
from app.domain.imported import Imported
from app.domain.reading import Reading
from app.formats.choosing import choose
from app.formats.packed_score import BEGINNING, CONTAINER, unpacked

SCORE_NAME = "score.musicxml"
MUSICXML_TYPE = "application/vnd.recordare.musicxml"


def import_musicxml(
    content: bytes, part: int | None = None, reading: Reading | None = None
) -> Imported:
    """Read a MusicXML document, packed or not, as it is played unless another reading is wished.

    Raises AppError if it is none, or has no notes.
    """
    return _imported(content, part, reading, is_packed=content.startswith(BEGINNING))


def import_mxl(content: bytes, part: int | None = None, reading: Reading | None = None) -> Imported:
    """Read a packed MusicXML file, as `import_musicxml` does; the score may also be unpacked."""
    is_plain = content.lstrip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n").startswith(b"<")
    return _imported(content, part, reading, is_packed=not is_plain)


def _imported(
    content: bytes, part: int | None, reading: Reading | None, *, is_packed: bool
) -> Imported:
    from app.notation.reading.score_reading import read_musicxml

    document, told = unpacked(content) if is_packed else (content, ())
    found = read_musicxml(document, as_written=reading is Reading.WRITTEN)
    return choose(replace(found, messages=(*told, *found.messages)), part)


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
