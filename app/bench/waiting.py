"""Lets Qt work while a measure waits for something."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from app.bench.patience import PATIENCE_SECONDS


def wait(until: Callable[[], bool]) -> None:
    """Let Qt work until something is so; raises TimeoutError if it never is."""
    end = time.perf_counter() + PATIENCE_SECONDS
    while not until():
        QApplication.processEvents()
        if time.perf_counter() > end:
            raise TimeoutError


def pause(milliseconds: int) -> None:
    """Let Qt and Python's threads work for so long; QTest.qWait would hold the interpreter."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()
