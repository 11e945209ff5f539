"""Owns Printing: has the score engraved for a printer's paper, then paints it there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QPagedPaintDevice, QPageLayout

from app.document import Document
from app.domain import Sketch
from app.errors import AppError
from app.services.messages import Messages
from app.services.worker import Task
from app.ui.files import FileDialogs

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

Paint = Callable[[QPagedPaintDevice, Any, Sequence[int]], None]
"""Paints pages of a score, counted from 0; raises AppError where that can't be."""


class Printing(QObject):
    """Pages come from a worker, and are kept for each size of paper until another sketch comes."""

    arrived = Signal()
    """Pages that a preview has asked for."""

    def __init__(
        self,
        document: Document,
        messages: Messages,
        dialogs: FileDialogs,
        engrave: Callable[[Sketch, float, float], Task],
        paint: Paint,
    ) -> None:
        super().__init__(document)
        self._document, self._messages, self._dialogs = document, messages, dialogs
        self._engrave, self._paint = engrave, paint
        self._sketch = document.shown
        self._scores: dict[tuple[float, float], Any] = {}

    def begin(self) -> None:
        """Take what is shown now."""
        if self._sketch is not self._document.shown:
            self._sketch = self._document.shown
            self._scores = {}

    @property
    def title(self) -> str:
        """What the print is called."""
        return self._sketch.title or self.tr("Sketch")

    def pages(self, printer: QPrinter) -> int:
        """Return how many pages there are on a printer's paper; 0 while that is not known."""
        score = self._scores.get(_size_mm(printer))
        return len(score.pages) if score is not None else 0

    def engrave(self, printer: QPrinter, then: Callable[[], None]) -> None:
        """Call back when there are pages for a printer's paper."""
        size, sketch = _size_mm(printer), self._sketch
        if size in self._scores:
            then()
            return

        def on_engraved(score: object) -> None:
            if sketch is self._sketch:
                self._scores[size] = score
                then()

        task = self._engrave(sketch, *size)
        task.succeeded.connect(on_engraved)
        task.failed.connect(self._messages.failure)

    def show_on(self, preview: QPrinter) -> None:
        """Paint all pages; where there are none yet, tell when they have `arrived`."""
        if self.pages(preview):
            self._paint(preview, self._scores[_size_mm(preview)], range(self.pages(preview)))
        else:
            self.engrave(preview, self.arrived.emit)

    def print_on(self, printer: QPrinter) -> None:
        """Print the pages that the printer was told to."""
        self.engrave(printer, lambda: self._print(printer))

    def _print(self, printer: QPrinter) -> None:
        last = self.pages(printer)
        pages = range(last)
        if printer.printRange() is type(printer).PrintRange.PageRange:
            pages = range(max(printer.fromPage(), 1) - 1, min(printer.toPage(), last))
        try:
            self._paint(printer, self._scores[_size_mm(printer)], pages)
        except AppError as error:
            self._messages.failure(str(error))
            self._dialogs.tell_failure(str(error))
        else:
            self._messages.info(self.tr("Printed {0}.").format(self.title))


def _size_mm(printer: QPrinter) -> tuple[float, float]:
    """Return width and height of the paper as it lies, to a tenth."""
    size = printer.pageLayout().fullRect(QPageLayout.Unit.Millimeter).size()
    return round(size.width(), 1), round(size.height(), 1)
