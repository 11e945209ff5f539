"""Says what XML can hold of a text: some characters it can't, not even escaped."""

from __future__ import annotations

import re
from typing import Final

UNFIT: Final = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_text(text: str) -> str:
    """Return a text without the characters that would make XML unreadable."""
    return UNFIT.sub("", text)
