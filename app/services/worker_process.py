"""What runs in the process of a worker: one job after the other, without Qt."""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
import threading
import traceback
from collections.abc import Callable
from ctypes import c_longlong
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from typing import Any, Final

from app.errors import AppError

NICENESS = 5
"""How far workers give way to the window and to sound when all of them want the processor."""

PICKLE_ERRORS: Final = (TypeError, AttributeError, pickle.PicklingError)
"""What is raised for a value that can't be sent to another process."""


@dataclass(frozen=True, slots=True)
class Order:
    """A function to call as `function(job, *args)`."""

    number: int
    function: Callable[..., object]
    args: tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Ready:
    """The worker is ready for orders; if `prepare` failed, `trouble` says how."""

    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Progressed:
    """The job reported a value."""

    value: object


@dataclass(frozen=True, slots=True)
class Succeeded:
    """The job returned a value."""

    value: object


@dataclass(frozen=True, slots=True)
class Failed:
    """The job raised an error.

    There is a sentence for the user or, if that is empty, a traceback for the log.
    """

    sentence: str
    trouble: str = ""


Answer = Ready | Progressed | Succeeded | Failed


class Job:
    """What a function that runs in a worker knows about its task."""

    def __init__(self, connection: Connection, number: int, cancelled_number: c_longlong) -> None:
        self._connection = connection
        self._number = number
        self._cancelled_number = cancelled_number

    def cancelled(self) -> bool:
        """Tell whether the task was cancelled; jobs ask this often, and return soon if it was."""
        return self._cancelled_number.value >= self._number

    def report(self, value: object) -> None:
        """Send a value to the task, which emits it as `progressed`."""
        self._connection.send(Progressed(value))


def serve(
    connection: Connection, cancelled_number: c_longlong, prepare: Callable[[], None] | None
) -> None:
    """Carry out orders until None is received, the connection is closed or the parent is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(os, "nice"):
        os.nice(NICENESS)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    try:
        connection.send(Ready(_trouble_of(prepare)))
        while (order := connection.recv()) is not None:
            answer = _run(Job(connection, order.number, cancelled_number), order)
            try:
                connection.send(answer)
            except PICKLE_ERRORS:
                connection.send(Failed("", traceback.format_exc()))
    except (EOFError, OSError):
        return


def _run(job: Job, order: Order) -> Succeeded | Failed:
    try:
        return Succeeded(order.function(job, *order.args))
    except AppError as error:
        return Failed(str(error))
    except Exception:  # noqa: BLE001  the window's process logs it and tells the user
        return Failed("", traceback.format_exc())


def _trouble_of(prepare: Callable[[], Any] | None) -> str:
    try:
        if prepare is not None:
            prepare()
    except AppError as error:
        return str(error)
    except Exception:  # noqa: BLE001  the window's process logs it; each job will tell
        return traceback.format_exc()
    return ""


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
