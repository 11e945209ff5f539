"""Lets a thread go before others, where the system allows it."""

from __future__ import annotations

import os
import sys
import threading
from contextlib import suppress
from typing import Final

REALTIME: Final = 50
"""Linux's real-time priorities go from 1 to 99; the sound system's own threads have about 60."""


def go_first() -> None:
    """Give the calling thread a real-time priority; without the right to it, change nothing."""
    if sys.platform == "linux":
        with suppress(OSError):
            thread = threading.get_native_id()
            os.sched_setscheduler(thread, os.SCHED_FIFO, os.sched_param(REALTIME))
