"""Waits while Qt goes on working."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from app.bench.patience import PATIENCE_SECONDS


def wait_until(condition: Callable[[], bool]) -> None:
    """Let Qt work until a condition holds; raises TimeoutError after PATIENCE_SECONDS."""
    end = time.perf_counter() + PATIENCE_SECONDS
    while not condition():
        QApplication.processEvents()
        if time.perf_counter() > end:
            raise TimeoutError


def pause(milliseconds: int) -> None:
    """Let Qt and Python's threads work for so long; QTest.qWait would keep Python's threads out."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()
