"""Makes what a user or a file says fit into a sentence about it."""

from __future__ import annotations

import re
from typing import Final

MOST_OF_A_NAME: Final = 80
MOST_QUOTED: Final = 40
"""How many letters of a name or a text are shown: enough to recognise it."""

UNSEEN: Final = re.compile(
    "[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]+"
)
"""Signs that break a line, turn its direction, or can't be shown or written to a file."""


def visible(text: str) -> str:
    """Return a text on one line, with a space in place of signs that are none to see."""
    return UNSEEN.sub(" ", text).strip()


def shortened(text: str, most: int = MOST_OF_A_NAME) -> str:
    """Return a text on one line, with “…” in place of what is longer than `most`."""
    # Of a text of millions of letters, no more is looked through than can be shown.
    line = visible(text[: 4 * most])
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"


def quoted(text: str) -> str:
    """Return a text in quotation marks, as far as it is needed to recognise it."""
    return f"“{shortened(text, MOST_QUOTED)}”"
