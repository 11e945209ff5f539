"""Owns Printing: has the score engraved for a printer's paper, and paints it."""

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
"""Paints pages of a score, numbered from 0; raises AppError if that is not possible."""


class Printing(QObject):
    """Gets pages from a worker, and keeps them for each size of paper until the sketch changes."""

    arrived = Signal()
    """The pages that a preview was waiting for have arrived."""

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
        """Prepare to print what is shown now."""
        if self._sketch is not self._document.shown:
            self._sketch = self._document.shown
            self._scores = {}

    @property
    def title(self) -> str:
        """The name of the print job."""
        return self._sketch.title or self.tr("Sketch")

    def pages(self, printer: QPrinter) -> int:
        """Return the number of pages on a printer's paper; 0 as long as that is not known."""
        score = self._scores.get(_size_mm(printer))
        return len(score.pages) if score is not None else 0

    def engrave(self, printer: QPrinter, then: Callable[[], None]) -> None:
        """Have pages engraved for a printer's paper, and call `then` when they are there."""
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
        """Paint all pages; if they aren't there yet, `arrived` is emitted once they are."""
        if self.pages(preview):
            self._paint(preview, self._scores[_size_mm(preview)], range(self.pages(preview)))
        else:
            self.engrave(preview, self.arrived.emit)

    def print_on(self, printer: QPrinter) -> None:
        """Print the range of pages that is set in the printer."""
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
    """Return width and height of the paper in its orientation, rounded to tenths of a mm."""
    size = printer.pageLayout().fullRect(QPageLayout.Unit.Millimeter).size()
    return round(size.width(), 1), round(size.height(), 1)
