"""Damages any file: its bytes, its lines and its words."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random
from typing import Final

Damage = Callable[[bytes, Random], bytes]
"""Returns other content; the choices are those of the generator."""

MOST_BYTES: Final = 2**18
"""What damage makes larger than this is cut off; larger files are tried one by one in `hostile`."""

REPEATS: Final = (1, 2, 3, 17, 257, 5000)
"""How often something is said again."""

NUMBERS: Final = (
    *("0", "-1", "1", "2", "7", "16", "32", "33", "64", "99", "127", "128", "255", "256", "480"),
    *("999", "2222", "65535", "65536", "1000000", "2147483647", "2147483648", "4294967296"),
    *("9223372036854775807", "9223372036854775808", "-9223372036854775809", "9" * 40, "9" * 5000),
    *("0.5", "1.5", "-0.0", "1e400", "-1e400", "1e-400", "NaN", "Infinity", "-Infinity", "inf"),
    *("0x10", "١٢", "１２", "1_000", "+3", " 4 ", "3/0", "0/4", "1/3", "", "null", "true"),
)
"""Numbers at which something ends, and what only looks like a number."""

BYTES: Final = (
    b"\0",
    b"\x7f",
    b"\x80",
    b"\xff",
    b"\n",
    b"\r",
    b"\t",
    b" ",
    b'"',
    b"\\",
    b"<",
    b"&",
)

SCRAPS: Final = (
    *(
        b"\xff\xfe",
        b"\xef\xbb\xbf",
        b"\xc3",
        b"\xed\xa0\x80",
        b"\0" * 64,
        b"\xff" * 16,
        b"%",
        b"&#0;",
    ),
    *("\u202e".encode(), "\u2028".encode(), "𝄞".encode(), b"\x1b[2J", b"{", b"[", b"(" * 40),
)

WORD: Final = re.compile(rb"[A-Za-z_]{2,}")
NUMBER: Final = re.compile(rb"-?\d+(?:\.\d+)?")


def change_byte(content: bytes, random: Random) -> bytes:
    """Change one to four bytes."""
    changed = bytearray(content or b"\0")
    for _ in range(random.randint(1, 4)):
        place = random.randrange(len(changed))
        flipped = changed[place] ^ 1 << random.randrange(8)
        changed[place] = random.choice((flipped, 0, 0x7F, 0x80, 0xFF, random.randrange(256)))
    return bytes(changed)


def leave_out(content: bytes, random: Random) -> bytes:
    """Leave out some bytes."""
    start, end = _span(content, random)
    return content[:start] + content[end:]


def cut_off(content: bytes, random: Random) -> bytes:
    """End too early."""
    return content[: random.randrange(len(content) + 1)]


def say_again(content: bytes, random: Random) -> bytes:
    """Repeat some bytes."""
    start, end = _span(content, random)
    return content[:end] + content[start:end] * random.choice(REPEATS) + content[end:]


def move(content: bytes, random: Random) -> bytes:
    """Move some bytes to another place."""
    start, end = _span(content, random)
    rest = content[:start] + content[end:]
    place = random.randrange(len(rest) + 1)
    return rest[:place] + content[start:end] + rest[place:]


def put_in(content: bytes, random: Random) -> bytes:
    """Insert bytes that are often trouble."""
    place = random.randrange(len(content) + 1)
    return content[:place] + random.choice((*BYTES, *SCRAPS)) + content[place:]


def change_lines(content: bytes, random: Random) -> bytes:
    """Leave out, repeat, or exchange lines."""
    lines = content.splitlines(keepends=True) or [b"\n"]
    one, other = random.randrange(len(lines)), random.randrange(len(lines))
    match random.randrange(4):
        case 0:
            del lines[one]
        case 1:
            lines[one] *= random.choice(REPEATS)
        case 2:
            lines[one], lines[other] = lines[other], lines[one]
        case _:
            lines.insert(one, lines[other])
    return b"".join(lines)


def change_number(content: bytes, random: Random) -> bytes:
    """Write another number in place of one, or a digit too often."""
    found = list(NUMBER.finditer(content))
    if not found:
        return put_in(content, random)
    number = random.choice(found)
    text = number[0] * random.randint(2, 12) if random.random() < 0.3 else _number(random)
    return content[: number.start()] + text + content[number.end() :]


def change_word(content: bytes, random: Random) -> bytes:
    """Write another word of the file in place of one."""
    found = list(WORD.finditer(content))
    if not found:
        return change_byte(content, random)
    here, there = random.choice(found), random.choice(found)
    return content[: here.start()] + there[0] + content[here.end() :]


OF_BYTES: Final[tuple[Damage, ...]] = (change_byte, leave_out, cut_off, say_again, move, put_in)
OF_TEXT: Final[tuple[Damage, ...]] = (
    *OF_BYTES,
    *(change_lines, change_lines, change_number, change_number, change_number, change_word),
)


def _span(content: bytes, random: Random) -> tuple[int, int]:
    start = random.randrange(len(content) + 1)
    most = random.choice((1, 4, 16, 64, 1024, len(content)))
    return start, min(len(content), start + random.randint(1, max(1, most)))


def _number(random: Random) -> bytes:
    return random.choice(NUMBERS).encode()
