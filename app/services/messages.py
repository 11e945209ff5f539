"""The one channel for messages to the user, through which unforeseen errors go as well."""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Callable
from enum import StrEnum
from types import TracebackType

from PySide6.QtCore import QObject, Signal

from app.errors import AppError
from app.logs import log_path

logger = logging.getLogger(__name__)


class Level(StrEnum):
    """How important a message is."""

    INFO = "info"
    WARNING = "warning"
    FAILURE = "failure"


class Messages(QObject):
    """Passes sentences for the user on to whatever shows them; may be called in any thread."""

    shown = Signal(str, Level)
    """A sentence, and how important it is."""

    def info(self, text: str) -> None:
        """Tell the user what happened."""
        self.shown.emit(text, Level.INFO)

    def warning(self, text: str) -> None:
        """Tell the user something that needs attention."""
        self.shown.emit(text, Level.WARNING)

    def failure(self, text: str) -> None:
        """Tell the user that something could not be done."""
        self.shown.emit(text, Level.FAILURE)

    def exception(
        self,
        kind: type[BaseException],
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Show an AppError in its own words; log any other error, and say that there was one."""
        if isinstance(error, AppError):
            self.failure(str(error))
            return
        logger.error("Unforeseen", exc_info=(kind, error or kind(), traceback))
        told = self.tr("Something went wrong inside Motivo; your sketch is still there.")
        path = log_path()
        details = self.tr("Details are in the log: {path}").format(path=path) if path else ""
        self.failure(" ".join(filter(None, (told, details))))


def install_excepthooks(messages: Messages) -> Callable[[], None]:
    """Report every unforeseen error through `messages`; returns a function that undoes this."""
    old = (sys.excepthook, threading.excepthook, sys.unraisablehook)

    def excepthook(
        kind: type[BaseException], error: BaseException, traceback: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            old[0](kind, error, traceback)
        else:
            messages.exception(kind, error, traceback)

    sys.excepthook = excepthook
    threading.excepthook = lambda args: messages.exception(
        args.exc_type, args.exc_value, args.exc_traceback
    )
    sys.unraisablehook = lambda args: messages.exception(
        args.exc_type, args.exc_value, args.exc_traceback
    )

    def restore() -> None:
        sys.excepthook, threading.excepthook, sys.unraisablehook = old

    return restore
