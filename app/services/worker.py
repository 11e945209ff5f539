"""Owns Worker and Task: work in a process of its own, reported by Qt signals."""

from __future__ import annotations

import logging
import multiprocessing
import warnings
from collections import deque
from collections.abc import Callable
from ctypes import c_longlong
from functools import partial
from multiprocessing.process import BaseProcess
from multiprocessing.sharedctypes import RawValue
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal, SignalInstance

from app.services.worker_link import WorkerLink
from app.services.worker_process import Answer, Failed, Order, Progressed, Ready, Succeeded, serve

END_SECONDS: Final = 0.8
"""How long a process may take to end by itself before it is killed."""

MOST_SECONDS: Final = 120
"""How long a reading job may take; the largest files that are read take some ten seconds."""

logger = logging.getLogger(__name__)


class Task(QObject):
    """A piece of work given to a Worker; `finished` is the last signal it emits."""

    progressed = Signal(object)
    """A value that the job reported; not emitted any more after `cancel`."""
    succeeded = Signal(object)
    """What the function returned."""
    failed = Signal(str)
    """A sentence for the user."""
    cancelled = Signal()
    """The job has ended because of `cancel`, which is not an error."""
    finished = Signal()

    def __init__(
        self,
        order: Order,
        cancel: Callable[[Task], None],
        clean_up: Callable[[int], None] | None = None,
        *,
        is_short: bool = False,
    ) -> None:
        super().__init__()
        self.order = order
        self.clean_up = clean_up
        """Deletes what is half done when a process, whose number it gets, is killed for the task.

        None if the task must not be ended like that.
        """
        self.is_short = is_short
        self.is_cancelled = False
        self.is_finished = False
        self._cancel = cancel

    def cancel(self) -> None:
        """Ask the job to stop; if it has not begun, it never will."""
        if not self.is_finished and not self.is_cancelled:
            self.is_cancelled = True
            self._cancel(self)

    def finish(self, outcome: SignalInstance, *values: object) -> None:
        """Emit the outcome, but only once; if the task was cancelled, that is the outcome."""
        if self.is_finished:
            return
        self.is_finished = True
        if self.is_cancelled:
            self.cancelled.emit()
        else:
            outcome.emit(*values)
        self.finished.emit()
        self._disconnect_all()

    def _disconnect_all(self) -> None:
        """Let go of what is connected: it often holds the task, which then is never freed."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", RuntimeWarning)  # that nothing is connected
            for signal in (
                self.progressed,
                self.succeeded,
                self.failed,
                self.cancelled,
                self.finished,
            ):
                signal.disconnect()


class Worker(QObject):
    """Runs functions in a spawned process, one at a time, in the order in which they are submitted.

    A function must be a top-level callable; in the process it is called as `function(job, *args)`
    (see Job). `prepare` is called there once, to import what is heavy. A process that dies is
    replaced when there is work for it.
    """

    _answered = Signal(object, object)
    """From a thread: the process's number and an Answer, or None for its end."""

    def __init__(
        self,
        name: str,
        prepare: Callable[[], None] | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._name = name
        self._prepare = prepare
        self._pending: deque[Task] = deque()
        self._running: Task | None = None
        self._process: BaseProcess | None = None
        self._link: WorkerLink | None = None
        self._process_number = 0
        self._order_number = 0
        self._is_ready = False
        self._is_shut_down = False
        self._cancelled_number: c_longlong = RawValue(c_longlong, 0)
        self._reading_time = QTimer(self, singleShot=True, interval=round(1000 * MOST_SECONDS))
        self._reading_time.timeout.connect(self._on_too_long)
        self._answered.connect(self._on_answered)

    @property
    def is_busy(self) -> bool:
        """Whether a task is running or waiting."""
        return self._running is not None or bool(self._pending)

    def start(self) -> None:
        """Start the process unless it is running."""
        if self._process is not None or self._is_shut_down:
            return
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        self._process = context.Process(
            target=serve,
            args=(theirs, self._cancelled_number, self._prepare),
            name=f"Motivo {self._name}",
            daemon=True,
        )
        self._process.start()
        theirs.close()
        self._process_number += 1
        answered = partial(self._answered.emit, self._process_number)
        self._link = WorkerLink(ours, self._name, answered)

    def submit(self, function: Callable[..., object], *args: object) -> Task:
        """Queue a call; connect to the returned task's signals before returning to Qt."""
        return self._submit(function, args)

    def submit_reading(self, function: Callable[..., object], *args: object) -> Task:
        """Queue a call that only reads, so that nothing is half done when its process is killed.

        That is how it is cancelled, at once, and how it ends after MOST_SECONDS.
        """
        return self._submit(function, args, lambda _pid: None, is_short=True)

    def submit_writing(
        self, clean_up: Callable[[int], None], function: Callable[..., object], *args: object
    ) -> Task:
        """Queue a call that writes a file whole or not at all; it is cancelled at once.

        Its process is killed then, and `clean_up` is called with the number of that process.
        """
        return self._submit(function, args, clean_up)

    def _submit(
        self,
        function: Callable[..., object],
        args: tuple[object, ...],
        clean_up: Callable[[int], None] | None = None,
        *,
        is_short: bool = False,
    ) -> Task:
        self._order_number += 1
        order = Order(self._order_number, function, args)
        task = Task(order, self._on_task_cancelled, clean_up, is_short=is_short)
        self._pending.append(task)
        if self._is_shut_down:
            QTimer.singleShot(0, task.cancel)
        else:
            self.start()
            self._give_next()
        return task

    def submit_latest(self, function: Callable[..., object], *args: object) -> Task:
        """Queue a reading call instead of all calls of the same function that have not begun."""
        for task in [task for task in self._pending if task.order.function is function]:
            task.cancel()
        return self.submit_reading(function, *args)

    def shutdown(self) -> None:
        """Cancel all tasks and end the process; if it takes longer than a second, by force."""
        self._is_shut_down = True
        for task in list(self._pending):
            task.cancel()
        if self._running is not None:
            self._running.cancel()
        if self._process is not None and self._link is not None:
            self._link.ask_to_end()
            self._process.join(END_SECONDS)
            self._forget_process()
        if self._running is not None:
            self._end_running(self._running.failed, "")

    def _on_answered(self, number: int, answer: Answer | None) -> None:
        if number != self._process_number or self._process is None:
            return
        match answer:
            case None:
                self._on_process_ended()
            case Ready(trouble):
                self._is_ready = True
                if trouble:
                    logger.error("Preparing the %s process failed:\n%s", self._name, trouble)
                self._give_next()
            case Progressed(value):
                if self._running is not None and not self._running.is_cancelled:
                    self._running.progressed.emit(value)
            case Succeeded(value):
                if self._running is not None:
                    self._end_running(self._running.succeeded, value)
            case Failed(sentence, trouble):
                if trouble:
                    logger.error("A job of the %s process failed:\n%s", self._name, trouble)
                if self._running is not None:
                    self._end_running(self._running.failed, sentence or self._unforeseen())

    def _on_process_ended(self) -> None:
        was_ready = self._is_ready
        sent_number = self._forget_process()
        if self._running is not None and self._running.order.number > sent_number:
            self._pending.appendleft(self._running)
            self._running = None
            self._reading_time.stop()
        logger.error("The %s process ended by itself", self._name)
        sentence = self.tr(
            "A part of Motivo that works in the background has stopped; please try again."
        )
        if self._running is not None:
            self._end_running(self._running.failed, sentence)
        elif not was_ready:
            for task in list(self._pending):
                self._pending.remove(task)
                task.finish(task.failed, sentence)
        if self._pending:
            self.start()

    def _on_task_cancelled(self, task: Task) -> None:
        if task is self._running and task.clean_up is not None:
            self._kill_running(task.cancelled)
        elif task is self._running:
            self._cancelled_number.value = task.order.number
        elif task in self._pending:
            self._pending.remove(task)
            task.finish(task.cancelled)

    def _on_too_long(self) -> None:
        if self._running is not None:
            sentence = self.tr(
                "This took longer than {0} seconds, so Motivo gave it up; choose a smaller file."
            )
            self._kill_running(self._running.failed, sentence.format(MOST_SECONDS))

    def _kill_running(self, outcome: SignalInstance, *values: object) -> None:
        """End what is running by ending its process; the next one starts at once."""
        process, task = self._process, self._running
        if process is not None:
            pid = process.pid
            process.kill()
            self._forget_process()
            if task is not None and task.clean_up is not None and pid is not None:
                task.clean_up(pid)
        self.start()
        self._end_running(outcome, *values)

    def _give_next(self) -> None:
        if not self._is_ready or self._running is not None or not self._pending:
            return
        if self._link is None:
            return
        self._running = self._pending.popleft()
        if self._running.is_short:
            self._reading_time.start()
        self._link.send(self._running.order)

    def _end_running(self, outcome: SignalInstance, *values: object) -> None:
        task, self._running = self._running, None
        self._reading_time.stop()
        self._give_next()
        if task is not None:
            task.finish(outcome, *values)

    def _forget_process(self) -> int:
        """Clean up after a process, killing it if it still runs; return the last order it got."""
        self._is_ready = False
        process, self._process = self._process, None
        link, self._link = self._link, None
        if process is None or link is None:
            return 0
        if process.is_alive():
            process.join(0.1)
        if process.is_alive():
            process.kill()
        process.join()
        link.close()
        process.close()
        return link.sent_number

    def _unforeseen(self) -> str:
        return self.tr("Something went wrong inside Motivo; your sketch is as it was.")
