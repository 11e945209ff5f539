"""Owns Visitors: answers those Motivos that are started while this one is open."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack, suppress
from multiprocessing.connection import Connection, Listener
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal

from app.services.open_windows import (
    MOST_BYTES,
    NO,
    PATIENCE_SECONDS,
    YES,
    Asked,
    Entry,
    connect,
)

if TYPE_CHECKING:
    from concurrent.futures import Future

GLANCE_SECONDS: Final = 0.05
"""How often is looked whether a visitor still waits."""

logger = logging.getLogger(__name__)


class Visitors(QObject):
    """Waits for visitors in a thread, one after the other, and has them answered in Qt's thread.

    They come through a socket, or a pipe of Windows, that is open to the user alone.
    """

    _came = Signal(object, object)
    """A question, and the future that its answer is put into."""

    def __init__(self, answer: Callable[[Asked], bool], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._answer = answer
        self._came.connect(self._on_came)
        self._is_closed = threading.Event()
        self._thread: threading.Thread | None = None
        self._entry: Entry | None = None

    def start(self) -> None:
        """Answer from now on; call this once."""
        try:
            with ExitStack() as opened:
                listener = opened.enter_context(Listener(backlog=8))
                self._entry = Entry.written(str(listener.address))
                opened.pop_all()
        except OSError:
            logger.exception("Motivos that are started later open windows of their own")
            return
        self._thread = threading.Thread(
            target=self._receive, args=(listener,), name="visitors", daemon=True
        )
        self._thread.start()

    def shutdown(self) -> None:
        """Answer no longer."""
        self._is_closed.set()
        if self._entry is None or self._thread is None:
            return
        self._entry.delete()
        with suppress(OSError):
            connect(self._entry.address).close()  # so that the thread waits no longer
            self._thread.join()

    def _receive(self, listener: Listener) -> None:
        with listener:
            while not self._is_closed.is_set():
                try:
                    with listener.accept() as visitor:
                        self._receive_one(visitor)
                except (OSError, EOFError, ValueError):
                    # Not again and again at once where the system has no more files to give.
                    self._is_closed.wait(GLANCE_SECONDS)

    def _receive_one(self, visitor: Connection) -> None:
        from concurrent.futures import Future  # a start has no time for it

        end = time.monotonic() + PATIENCE_SECONDS
        while not visitor.poll(GLANCE_SECONDS):
            if self._is_closed.is_set() or time.monotonic() > end:
                return
        asked = Asked.unpacked(visitor.recv_bytes(MOST_BYTES))
        answer: Future[bool] = Future()
        self._came.emit(asked, answer)
        while not answer.done():
            with suppress(TimeoutError):
                answer.exception(GLANCE_SECONDS)
            # A visitor says nothing more: what comes now is the end. It has lost its patience, and
            # opens the file itself.
            if not answer.done() and (self._is_closed.is_set() or visitor.poll()):
                answer.cancel()
                return
        visitor.send_bytes(YES if answer.result() else NO)

    def _on_came(self, asked: Asked, answer: Future[bool]) -> None:
        if answer.set_running_or_notify_cancel():
            answer.set_result(self._answer(asked))
