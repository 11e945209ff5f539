"""Keeps the remarks that sound libraries write to standard error out of the user's terminal."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

_ONE_AT_A_TIME: Final = threading.Lock()
"""If two overlapped, the second would take the silence for the original and restore it for good."""


@contextmanager
def library_chatter_hidden() -> Iterator[None]:
    """Hide what ALSA and JACK say about sound cards and servers that don't exist."""
    with _ONE_AT_A_TIME:
        kept = os.dup(2)
        silence = os.open(os.devnull, os.O_WRONLY)
        try:
            os.dup2(silence, 2)
            yield
        finally:
            os.dup2(kept, 2)
            os.close(silence)
            os.close(kept)
