"""The one channel for messages to the user, through which unforeseen errors go as well."""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Callable
from enum import StrEnum
from logging.handlers import RotatingFileHandler
from types import TracebackType
from typing import Final

from PySide6.QtCore import QObject, Signal

from app.errors import AppError
from app.services.folders import log_dir

LOG_NAME: Final = "motivo.log"
LOG_BYTES: Final = 500_000
LOG_FILES: Final = 3

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
        self.failure(
            self.tr(
                "Something went wrong inside Motivo; your sketch is still there."
                " Details are in the log: {path}"
            ).format(path=log_dir() / LOG_NAME)
        )


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


def start_log() -> Callable[[], None]:
    """Write the log to a rotating file; returns a function that closes it.

    If the folder can't be written to, Motivo starts without a log.
    """
    try:
        log_dir().mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(
            log_dir() / LOG_NAME, maxBytes=LOG_BYTES, backupCount=LOG_FILES - 1, encoding="utf-8"
        )
    except OSError:
        return lambda: None
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root = logging.getLogger()
    root.addHandler(handler)

    def close() -> None:
        root.removeHandler(handler)
        handler.close()

    return close
