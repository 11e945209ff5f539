"""Decodes XML: finds the encoding of a document, also where the document names a wrong one."""

from __future__ import annotations

import codecs
import re
from typing import Final

BYTE_ORDER_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (b"<\0\0\0", "utf-32-le"),
    (b"\0\0\0<", "utf-32-be"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)
"""How a document begins that is in a certain encoding, whatever it says (XML 1.0, appendix F)."""

DECLARED: Final = re.compile(rb"""^\s*<\?xml[^>]*?\bencoding\s*=\s*["']([^"'<>]{1,60})["']""")

KNOWN: Final = (
    "utf", "ascii", "iso8859", "iso2022", "cp", "koi8", "mac", "gb", "big5", "euc", "shift", "hz",
    "johab", "tis", "ptcp", "kz", "hp-roman",
)  # fmt: skip
"""How Python's names of encodings for text begin; its others are no encodings of documents."""

FALLBACK: Final = "latin-1"


def decoded(content: bytes) -> tuple[str, tuple[str, ...]]:
    """Return the text of an XML document, and a message if its encoding had to be guessed."""
    for mark, certain in BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return content.decode(certain, "replace"), ()
    declared = DECLARED.match(content)
    name = declared[1].decode("ascii", "replace") if declared else "utf-8"
    encoding = _codec(name)
    if encoding is None:
        guess = "utf-8" if _is_text(content, "utf-8") else FALLBACK
        message = f"The file names an encoding that Motivo doesn't know, “{name}”; {_as(guess)}."
        return content.decode(guess), (message,)
    if encoding.startswith(("utf-16", "utf-32")):
        encoding = "utf-8"  # every two or four bytes of such a document would have had a zero
    if _is_text(content, encoding):
        return content.decode(encoding), ()
    message = f"Some letters are not in the encoding that the file names, {name}; {_as(FALLBACK)}."
    return content.decode(FALLBACK), (message,)


def _as(encoding: str) -> str:
    return f"it was read as {'UTF-8' if encoding == 'utf-8' else 'Latin-1'}"


def _codec(name: str) -> str | None:
    try:
        found = codecs.lookup(name).name
    except (LookupError, ValueError):
        return None
    return found if found.startswith(KNOWN) else None


def _is_text(content: bytes, encoding: str) -> bool:
    try:
        content.decode(encoding)
    except (UnicodeError, LookupError):
        return False
    return True
