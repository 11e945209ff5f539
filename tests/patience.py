"""How long tests wait for a state before they give up."""

from collections.abc import Callable
from typing import Any

from pytestqt.qtbot import QtBot

from app.bench.patience import PATIENCE_SECONDS

PATIENCE_MS = 1000 * PATIENCE_SECONDS


class PatientBot(QtBot):
    """A bot that waits long enough even on a very busy machine."""

    def waitSignal(  # noqa: N802
        self, signal: Any, *, timeout: int = PATIENCE_MS, **options: Any
    ) -> Any:
        return super().waitSignal(signal, timeout=timeout, **options)

    def waitSignals(  # noqa: N802
        self, signals: Any, *, timeout: int = PATIENCE_MS, **options: Any
    ) -> Any:
        return super().waitSignals(signals, timeout=timeout, **options)

    def waitUntil(  # noqa: N802
        self, callback: Callable[[], bool | None], *, timeout: int = PATIENCE_MS
    ) -> None:
        super().waitUntil(callback, timeout=timeout)
