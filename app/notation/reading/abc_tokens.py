"""Divides a line of ABC music into its signs (standard 2.1, section 4)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from app.errors import AppError

LENGTH: Final = r"\d*/*\d*"
NOTE: Final = (
    r"(?P<sign>\^\^|\^|__|_|=)?(?P<micro>(?<=[\^_])\d*/\d*)?"
    rf"(?P<letter>[A-Ga-g])(?P<octave>[,']*)(?P<length>{LENGTH})(?P<tie>\s*\.?-)?"
)
PASSES: Final = r"\d(?:[\d,x.]|-(?=\d))*"
"""The passes that an ending is for; a `-` behind them is a tie into it."""

SIGNS: Final = re.compile(
    rf"""
    (?P<text>"[^"\n]*"?)
    | \+(?!f+\+)(?P<plus>(?:[_^=]*[A-Ga-g][,']*\d*/*\d*){{2,}})\+(?P<plus_length>{LENGTH})
    | (?P<decoration>!(?![A-Ga-gz\d,'/|\ ]{{5,}}!)[^!|\n]{{1,30}}!
      |\+(?:[a-z.]|D\.)[\w.()<>]{{0,20}}\+)
    | \{{(?P<grace>[^{{}}\n]*)\}}
    | \{{(?P<open_grace>[^{{}}|\s]*)
    | (?P<invisible>\[\])
    | (?P<bar>\.?(?:\[\|\]?|\|\]|\||:)(?:[ \t]*(?:\[\||\|\]|\||:|\](?=[ \t]*(?:\||:|$))))*)
      (?:[ \t]*\[?(?P<ending>{PASSES}))?
    | \[(?P<bracket>{PASSES})
    | \((?P<p>\d{{1,2}})(?::(?P<q>\d{{0,2}}))?(?::(?P<r>\d{{0,2}}))?
    | \[(?P<chord>(?:"[^"\n]*"|![^!\n]*!|[^][|"!\n])+)\]
      (?P<chord_length>{LENGTH})(?P<chord_tie>\s*\.?-)?
    | \[(?P<quoted>"[^"\n]*")
    | {NOTE}
    | (?P<rest>[zxZXy])(?P<rest_length>{LENGTH})
    | (?P<broken><+|>+)
    | (?P<overlay>&+)
    | (?P<user>[~H-Wh-w])
    | (?P<lone_tie>-)
    | (?P<nothing>[\s().$*`\\;]|\])
    | (?P<other>.)
    """,
    re.VERBOSE,
)
INNER: Final = re.compile(rf'"[^"]*"?|![^!]*!|{NOTE}|(?P<rest>[zx]){LENGTH}|(?P<other>.)')
MOST_DIGITS: Final = 9


@dataclass(frozen=True, slots=True)
class BarSign:
    """A bar line: how often what stands before it and behind it is played again.

    `endings` are the passes for which what follows is meant; none where it is no ending.
    `is_double` tells that it ends a section, and `is_plain` that it divides nothing but bars.
    """

    closes: int = 0
    opens: int = 0
    endings: frozenset[int] = frozenset()
    is_double: bool = False
    is_plain: bool = False


def signs(line: str) -> Iterator[re.Match[str]]:
    """Yield every sign of a line, each with the name of its kind as `lastgroup` or a group."""
    return SIGNS.finditer(line)


def length_of(text: str) -> Fraction:
    """Return a length in units, such as 3/2 for `3/` and 1/4 for `//`.

    Raises AppError for a number that no music has.
    """
    if not text:
        return Fraction(1)
    if len(text) > 2 * MOST_DIGITS:
        raise AppError(f"the length {text[:12]}… of a note is too long; correct it")
    number, slash, below = text.partition("/")
    halvings = 1 + below.count("/")
    digits = below.strip("/")
    if max(len(number), len(digits)) > MOST_DIGITS or halvings > MOST_DIGITS:
        raise AppError(f"the length {text[:12]} of a note is beyond all music; correct it")
    divisor = int(digits or 2**halvings) if slash else 1
    return Fraction(int(number or 1) or 1, divisor or 1)


def bar_sign(found: re.Match[str]) -> BarSign:
    """Return what a bar line says, or the number of an ending in brackets."""
    text = re.sub(r"[\s.]", "", found["bar"] or "")
    ending = found["ending"] or found["bracket"] or found["quoted"]
    if text and not text.strip(":"):  # `::`, or a dotted bar line `:`
        closes = opens = len(text) // 2
    else:
        closes = len(text) - len(text.lstrip(":"))
        opens = len(text) - len(text.rstrip(":"))
        middle = text.strip(":")
        if ":" in middle:  # `:||:` written with a bar line more
            closes, opens = closes or middle.startswith(":"), opens or middle.endswith(":")
    is_plain = text == "|" and not ending
    is_double = any(line in text for line in ("||", "[|", "|]"))
    return BarSign(int(closes), int(opens), _endings(ending or ""), is_double, is_plain)


def _endings(text: str) -> frozenset[int]:
    """Return the passes that an ending is for, such as 1, 2 and 4 for `1-2,4`."""
    found: set[int] = set()
    for first, last in re.findall(r"(\d{1,2})(?:\s*-\s*(\d{1,2}))?", text):
        found.update(range(int(first), min(int(last or first), int(first) + 16) + 1))
    return frozenset(found - {0})
