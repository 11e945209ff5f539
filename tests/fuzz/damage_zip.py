"""Damages packed scores: the archive, its container, and the score in it."""

from __future__ import annotations

import io
import warnings
import zipfile
import zlib
from random import Random
from typing import Final

from app.formats.packed_score import CONTAINER
from tests.fuzz.damage import OF_TEXT, change_byte, cut_off
from tests.fuzz.damage_xml import change_tree

ODD_NAMES: Final = (
    *(
        "../score.xml",
        "/etc/score.xml",
        "a/" * 300 + "score.xml",
        "",
        "\\s.xml",
        "ü.xml",
        CONTAINER,
    ),
)


def change_packed(content: bytes, random: Random) -> bytes:
    """Damage what is in an archive, or its directory; what is no archive stays as it is."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            entries = [(entry.filename, packed.read(entry)) for entry in packed.infolist()]
    except (zipfile.BadZipFile, zlib.error, ValueError, OSError, EOFError, RuntimeError):
        return content
    if not entries:
        return content
    place = random.randrange(len(entries))
    name, inside = entries[place]
    match random.randrange(8):
        case 0:
            del entries[place]
        case 1:
            entries.append((name, random.choice(entries)[1]))
        case 2:
            names = (
                "../score.xml",
                "/etc/score.xml",
                "a/" * 300 + "score.xml",
                "",
                "\\s.xml",
                "ü.xml",
            )
            entries[place] = (random.choice((*names, CONTAINER)), inside)
        case 3:
            entries = [(n, change_byte(c, random) if n == CONTAINER else c) for n, c in entries]
        case 4:
            entries = [(n, cut_off(c, random) if n == CONTAINER else c) for n, c in entries]
        case 5 | 6:
            entries[place] = (name, change_tree(inside, random))
        case _:
            entries[place] = (name, random.choice(OF_TEXT)(inside, random))
    return pack(entries, random.choice((zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED)))


def change_numbers_of_directory(content: bytes, random: Random) -> bytes:
    """Change a number in a header of the archive, where its sizes, places and methods stand."""
    starts = [
        place
        for mark in (b"PK\x01\x02", b"PK\x03\x04", b"PK\x05\x06")
        for place in _places(content, mark)
    ]
    if not starts:
        return content
    changed = bytearray(content)
    place = min(random.choice(starts) + random.randrange(4, 46), len(changed) - 1)
    changed[place] = random.choice((0, 1, 0x7F, 0xFF, random.randrange(256)))
    return bytes(changed)


def pack(entries: list[tuple[str, bytes]], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return an archive of these files, of which several can have the same name."""
    written = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(written, "w", method) as packed:
        warnings.simplefilter("ignore")  # of names that are there twice
        for name, content in entries:
            packed.writestr(zipfile.ZipInfo(name), content, method)
    return written.getvalue()


def _places(content: bytes, mark: bytes) -> list[int]:
    places, place = [], content.find(mark)
    while place >= 0:
        places.append(place)
        place = content.find(mark, place + 1)
    return places
