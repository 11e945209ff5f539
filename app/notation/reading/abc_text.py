"""Turns the bytes of an ABC file into text, and its ways of writing letters into the letters.

It follows the ABC standard 2.1 (sections 2.2, 8.1 and 8.2).
"""

from __future__ import annotations

import codecs
import html
import re
import unicodedata
from typing import Final

from app.errors import AppError

MOST_BYTES: Final = 8_000_000
"""The largest tune book that is read; one of 10,000 tunes has about half of it."""

CHARSET: Final = re.compile(rb"^(?:%%|I:)\s*(?:abc-)?(?:charset|encoding)\s+([\w-]+)", re.M)
BLOCK: Final = re.compile(r"%%\s*(begin|end)(\w+)")
TUNE: Final = re.compile(r"X:\s*\d")
TAG: Final = re.compile(
    r"</?(?:html|head|body|pre|p|br|hr|div|span|font|center|code|td|tr|table|h\d)"
    r"(?:\s+\w{2,}\s*=[^<>]*)?\s*/?>|<a\s+\w{2,}\s*=[^<>]*>|</a>|<!(?:DOCTYPE|--)[^<>]*>",
    re.I,
)
"""What web pages have around tunes; a broken rhythm such as `<a>` is none."""

CLOSING_TAG: Final = re.compile(r"</(?:pre|body|html)>", re.I)
"""Where a web page goes on with something else than music."""

COMMENT: Final = re.compile(r"(?<!\\)%.*")
ESCAPE: Final = re.compile(
    r"\\u(?P<four>[0-9A-Fa-f]{4})|\\U(?P<eight>[0-9A-Fa-f]{8})"
    r"|\\(?P<pair>AE|ae|OE|oe|AA|aa|ss|DH|dh|TH|th)"
    r"|\\(?P<accent>[`'^\"~,=./;vucoHr])(?P<letter>[A-Za-z])"
    r"|\\(?P<plain>[\\%&])"
)
PAIRS: Final = {
    "AE": "Æ", "ae": "æ", "OE": "Œ", "oe": "œ", "AA": "Å", "aa": "å", "ss": "ß",
    "DH": "Ð", "dh": "ð", "TH": "Þ", "th": "þ",
}  # fmt: skip
ACCENTS: Final = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", '"': "\u0308", "~": "\u0303", ",": "\u0327",
    "c": "\u0327", "=": "\u0304", ".": "\u0307", ";": "\u0328", "v": "\u030c", "u": "\u0306",
    "o": "\u030a", "r": "\u030a", "H": "\u030b",
}  # fmt: skip
STROKED: Final = {"O": "Ø", "o": "ø", "D": "Đ", "d": "đ", "L": "Ł", "l": "ł", "T": "Ŧ", "t": "ŧ"}


def decoded(content: bytes) -> str:
    """Return the text of a file, with a line feed after each line.

    The file's own word for its letters counts first, then a byte order mark; a text that is not
    UTF-8 is Latin-1, as in older tune books. Raises AppError for a file beyond all tune books.
    """
    if len(content) > MOST_BYTES:
        raise AppError(
            f"it has more than {MOST_BYTES // 1_000_000} million bytes, which is more than Motivo"
            " reads of ABC; divide it into several files"
        )
    named = CHARSET.search(content)
    encodings = [named[1].decode()] if named else []
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings = ["utf-16"]
    for encoding in (*encodings, "utf-8-sig"):
        try:
            text = content.decode(encoding)
            break
        except (LookupError, UnicodeError):
            continue
    else:
        text = content.decode("latin-1")
    return re.sub(r"\r\n?|[\u2028\u2029\x0b\x0c\x85]", "\n", text.removeprefix("\ufeff"))


def music_lines(text: str) -> list[str]:
    """Return the lines without comments, tags of HTML, and blocks of text or PostScript.

    A block without an end lasts to the next tune; the line with which it begins is kept for those
    who tell of it.
    """
    lines: list[str] = []
    written = CLOSING_TAG.sub("\n\n", text).split("\n")
    ends = _ends_of_blocks(written)
    place = 0
    while place < len(written):
        line = written[place]
        place += 1
        tagless = TAG.sub("", line)
        begins = BLOCK.match(tagless)
        if not line.strip():
            lines.append("")
        elif begins and begins[1] == "begin":
            end = ends.get(place - 1)
            if end is None:
                lines.append(tagless)
                while place < len(written) and not TUNE.match(written[place]):
                    place += 1
            else:
                place = end + 1
        elif tagless.startswith("%%"):
            lines.append(tagless)
        elif music := COMMENT.sub("", tagless).rstrip():
            _append(lines, music)
    return lines


def _ends_of_blocks(lines: list[str]) -> dict[int, int]:
    """Return the line at which each block ends, by the line at which it begins."""
    ends: dict[int, int] = {}
    following: dict[str, int | None] = {}
    for place in range(len(lines) - 1, -1, -1):
        found = BLOCK.match(lines[place])
        if found is None:
            continue
        kind, name = found.groups()
        end = following.get(name)
        if kind == "begin" and end is not None:
            ends[place] = end
        following[name] = place if kind == "end" else None
    return ends


def _append(lines: list[str], line: str) -> None:
    """Append a line; one that goes on with the field before it (`+:`) is joined to that."""
    if line.startswith("+:") and lines and lines[-1][1:2] == ":":
        lines[-1] = f"{lines[-1]} {line[2:].strip()}"
    else:
        lines.append(line)


def plain(text: str) -> str:
    r"""Return a text with letters in place of their names, such as é for \'e and &eacute;."""
    return html.unescape(ESCAPE.sub(_letter, text)).strip()


def _letter(found: re.Match[str]) -> str:
    if found["four"] or found["eight"]:
        number = int(found["four"] or found["eight"], 16)
        is_letter = number <= 0x10FFFF and not 0xD800 <= number <= 0xDFFF
        return chr(number) if is_letter else found[0]
    if found["pair"]:
        return PAIRS[found["pair"]]
    if found["plain"]:
        return str(found["plain"])
    if found["accent"] == "/":
        return STROKED.get(found["letter"], found["letter"])
    return unicodedata.normalize("NFC", found["letter"] + ACCENTS[found["accent"]])
