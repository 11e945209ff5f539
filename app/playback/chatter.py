"""Keeps what sound libraries write to standard error from the user's terminal."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def library_chatter_hidden() -> Iterator[None]:
    """Hide what ALSA and JACK say about cards and servers that are not there."""
    kept = os.dup(2)
    silence = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(silence, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(silence)
        os.close(kept)
