"""Owns WorkerLink: two threads that pickle what is sent to a process and unpickle what it answers.

For thousands of takes this needs some tenths of a second, during which the window must not freeze.
"""

from __future__ import annotations

import threading
import traceback
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from queue import SimpleQueue

from app.services.worker_process import PICKLE_ERRORS, Answer, Failed, Order


class WorkerLink:
    """A connection to a process; `on_answer` is called in a thread, and with None at its end."""

    def __init__(
        self, connection: Connection, name: str, on_answer: Callable[[Answer | None], None]
    ) -> None:
        self.sent_number = 0
        """The number of the last order that was completely sent."""
        self._connection = connection
        self._on_answer = on_answer
        self._orders: SimpleQueue[Order | None] = SimpleQueue()
        self._threads = [
            threading.Thread(target=does, name=f"{name} {what}", daemon=True)
            for does, what in ((self._read, "answers"), (self._send, "orders"))
        ]
        for thread in self._threads:
            thread.start()

    def send(self, order: Order) -> None:
        """Send an order soon; if it can't be pickled, the answer is that it failed."""
        self._orders.put(order)

    def ask_to_end(self) -> None:
        """Ask the process to end once it has done what it was sent."""
        self._orders.put(None)

    def close(self) -> None:
        """Close the connection; call this only after the process has ended."""
        self._orders.put(None)
        for thread in self._threads:
            thread.join()
        self._connection.close()

    def _read(self) -> None:
        while True:
            try:
                answer = self._connection.recv()
            except (EOFError, OSError):
                self._on_answer(None)
                return
            self._on_answer(answer)

    def _send(self) -> None:
        # If the process has ended, the reading thread reports it.
        with suppress(OSError):
            while (order := self._orders.get()) is not None:
                try:
                    self._connection.send(order)
                except PICKLE_ERRORS:
                    self._on_answer(Failed("", traceback.format_exc()))
                else:
                    self.sent_number = order.number
            self._connection.send(None)
