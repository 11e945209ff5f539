"""Lets Qt work while a measure waits for something."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtWidgets import QApplication

PATIENCE_SECONDS = 60.0


def wait(until: Callable[[], bool]) -> None:
    """Let Qt work until something is so; raises TimeoutError after a minute."""
    end = time.perf_counter() + PATIENCE_SECONDS
    while not until():
        QApplication.processEvents()
        if time.perf_counter() > end:
            raise TimeoutError
