"""Owns Interrupts: closes Motivo on Ctrl+C in the terminal, and when the system asks it to end."""

from __future__ import annotations

import signal
import socket
from types import FrameType

from PySide6.QtCore import QObject, QSocketNotifier, Signal


class Interrupts(QObject):
    """Brings SIGINT and SIGTERM into Qt's event loop.

    While Qt waits for events, Python would not get a turn to handle them.
    """

    requested = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theirs, self._ours = socket.socketpair()
        for end in (self._theirs, self._ours):
            end.setblocking(False)
        self._old_wakeup = signal.set_wakeup_fd(self._theirs.fileno())
        self._old = [(kind, signal.signal(kind, _wake)) for kind in (signal.SIGINT, signal.SIGTERM)]
        self._notifier = QSocketNotifier(self._ours.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._on_woken)

    def close(self) -> None:
        """Restore the signal handlers that were there before."""
        self._notifier.setEnabled(False)
        signal.set_wakeup_fd(self._old_wakeup)
        for kind, handler in self._old:
            signal.signal(kind, handler)
        self._theirs.close()
        self._ours.close()

    def _on_woken(self) -> None:
        self._ours.recv(64)
        self.requested.emit()


def _wake(_number: int, _frame: FrameType | None) -> None:
    """Do nothing: Python has already written the number of the signal to the socket."""
