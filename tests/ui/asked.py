"""Lets a test question a program: each line in is a question, each line out an answer in JSON."""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal


class Asked(QObject):
    """Passes questions from the thread that reads them to Qt's thread."""

    question = Signal(str)
    ended = Signal()
    """There are no more questions."""

    def __init__(self, answer: Callable[[str], object]) -> None:
        super().__init__()
        self._answer = answer
        self.question.connect(self._reply, Qt.ConnectionType.QueuedConnection)
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def join(self) -> None:
        """Wait for the reading thread, which must not use Qt when Python ends it at exit."""
        self._thread.join()

    def _read(self) -> None:
        for line in sys.stdin:
            self.question.emit(line.strip())
        self.ended.emit()

    def _reply(self, question: str) -> None:
        sys.stdout.write(json.dumps(self._answer(question)) + "\n")
        sys.stdout.flush()
