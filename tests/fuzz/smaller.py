"""Makes a file that breaks Motivo smaller, so that one sees why it does."""

from __future__ import annotations

import time
from typing import Final

from tests.fuzz.limited import LimitedReader, Outcome

MOST_SECONDS: Final = 20.0
SLOW: Final = "takes over"
"""How the kind of a find begins that is too slow to be tried that often."""


def smaller(content: bytes, suffix: str, outcome: Outcome, reader: LimitedReader) -> bytes:
    """Return the file without what it breaks Motivo without, in the same way."""
    if SLOW in outcome.kind:
        return content
    end = time.monotonic() + MOST_SECONDS
    size = len(content) // 2
    while size and time.monotonic() < end:
        place = 0
        while place < len(content) and time.monotonic() < end:
            shorter = content[:place] + content[place + size :]
            if reader.read(shorter, suffix).kind == outcome.kind:
                content = shorter
            else:
                place += size
        size //= 2
    return content
