"""Owns NewWindow: opens another window of Motivo."""

from __future__ import annotations

import subprocess

from PySide6.QtCore import QObject

from app.services.messages import Messages
from app.services.open_windows import start_window


class NewWindow(QObject):
    """Starts a process for each window, and lets go of those that have ended."""

    def __init__(self, messages: Messages, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._messages = messages
        self._started: list[subprocess.Popen[bytes]] = []

    def open(self) -> None:
        """Open an empty window, or say that the system refuses."""
        self._started = [process for process in self._started if process.poll() is None]
        try:
            self._started.append(start_window())
        except OSError as error:
            self._messages.failure(
                self.tr("There can't be another window now: {0}.").format(error.strerror)
            )
