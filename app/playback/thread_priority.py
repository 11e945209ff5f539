"""Lets a thread run before others, where the system allows it."""

from __future__ import annotations

import os
import sys
import threading
from contextlib import suppress
from typing import Final

REALTIME: Final = 50
"""Real-time priorities on Linux go from 1 to 99; the sound system's own threads have about 60."""


def go_first() -> None:
    """Give the calling thread a real-time priority; without permission for that, change nothing."""
    if sys.platform == "linux":
        with suppress(OSError):
            thread = threading.get_native_id()
            os.sched_setscheduler(thread, os.SCHED_FIFO, os.sched_param(REALTIME))
