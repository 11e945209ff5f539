"""Owns Generation: asks for takes, and adds each one to the document as soon as it is made."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from app.document import Document
from app.domain import Node, Request, Sketch, Take
from app.domain.variation import more_like
from app.services.messages import Messages
from app.services.worker import Task
from app.ui.ask.subject import Subject

RequestTakes = Callable[[Sketch, Request, str | None], Task]


class Generation(QObject):
    """Makes one batch of takes at a time; a new batch cancels the one before.

    For the player, a cancelled batch is over at once. The process that makes the takes stops a
    moment later, and then begins the next batch.
    """

    began = Signal()
    """Takes are about to be asked for."""
    running_changed = Signal(bool)
    progressed = Signal(int, int)
    """How many takes have been made, and how many were asked for."""
    awaited_changed = Signal(str, int)
    """The id of a take or version, and how many takes made from it are still to come."""
    first_take_came = Signal()
    """The first take of a document that had none was added."""
    ended = Signal()
    """A batch is over: all its takes were made, it was cancelled, or it failed."""

    def __init__(self, document: Document, request_takes: RequestTakes, messages: Messages) -> None:
        super().__init__(document)
        self._document, self._request_takes, self._messages = document, request_takes, messages
        self._task: Task | None = None
        self._unfinished: set[Task] = set()
        self._base_id = ""
        self._came = 0
        self._wanted = 0

    @property
    def is_running(self) -> bool:
        """Whether a batch of takes is being made."""
        return self._task is not None

    @property
    def is_idle(self) -> bool:
        """Whether no batch is being made, and every cancelled one has really stopped."""
        return not self._unfinished

    def generate(self, request: Request, subject: Subject) -> None:
        """Ask for takes of the sketch or of the take that `subject` names."""
        self._drop()
        self.began.emit()
        self._came, self._wanted = 0, request.takes
        base = subject.take or self._document.base_of(subject.sketch)
        self._base_id = base.id
        task = self._request_takes(subject.sketch, request, base.id)
        self._task = task
        self._unfinished.add(task)
        task.progressed.connect(lambda take: self._on_take_came(take, base))
        task.failed.connect(self._messages.failure)
        task.succeeded.connect(self._on_succeeded)
        task.finished.connect(lambda: self._on_finished(task))
        self._tell_progress()
        self.running_changed.emit(True)

    def more_like(self, take: Take) -> None:
        """Ask for variations of a take's new bars."""
        document = self._document
        already = sum(other.parent == take.id for other in (*document.takes, *document.bin))
        self.generate(more_like(take, already), Subject(take.sketch, take))

    def cancel(self) -> None:
        """Stop making takes; those that are already made stay."""
        if self._drop():
            if self._came == 1:
                text = self.tr("Cancelled after 1 take.")
            else:
                text = self.tr("Cancelled after {0} takes.").format(self._came)
            self._messages.info(text)
            self._tell_end()

    def _drop(self) -> bool:
        """Cancel the batch that is being made; return whether there was one."""
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
        return task is not None

    def _on_take_came(self, take: Take, base: Node) -> None:
        self._came += 1
        self._document.add_take(take, base)
        self._tell_progress()
        if len(self._document.takes) == 1:
            self.first_take_came.emit()

    def _on_succeeded(self, _value: object) -> None:
        if self._came == 1:
            text = self.tr("1 take is ready. Press 1 in the list to hear it, Enter to keep it.")
        else:
            text = self.tr(
                "{0} takes are ready. Press 1–9 in the list to hear one, Enter to keep it."
            )
        self._messages.info(text.format(self._came))

    def _on_finished(self, task: Task) -> None:
        self._unfinished.discard(task)
        if task is self._task:
            self._task = None
            self._tell_end()

    def _tell_progress(self) -> None:
        self.progressed.emit(self._came, self._wanted)
        self.awaited_changed.emit(self._base_id, self._wanted - self._came)

    def _tell_end(self) -> None:
        self.awaited_changed.emit(self._base_id, 0)
        self.running_changed.emit(False)
        self.ended.emit()
