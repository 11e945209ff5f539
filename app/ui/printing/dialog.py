"""Owns the dialogs for printing: that of the system, and a preview of the pages."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPageSize
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrintPreviewWidget
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QGraphicsView,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.domain import Paper
from app.ui.printing.printing import Printing
from app.ui.theme import Theme
from app.ui.widgets import ChoiceBox, IconButton

SIZE: Final = QSize(760, 820)
ROOM_SHARE: Final = 0.9
"""How much of the screen a dialog may take in each direction, which leaves room for its frame."""

PAPER_WIDTH: Final = 160
PAGE_SIZES: Final = {
    Paper.A4: QPageSize.PageSizeId.A4,
    Paper.LETTER: QPageSize.PageSizeId.Letter,
}


def new_printer(title: str) -> QPrinter:
    """Return the system's default printer, with the origin in the corner of the paper."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setFullPage(True)
    printer.setDocName(title)
    return printer


def ask_print(printing: Printing, printer: QPrinter, window: QWidget) -> None:
    """Ask in the system's dialog how to print, and print."""

    def ask() -> None:
        dialog = QPrintDialog(printer, window)
        dialog.setObjectName("printDialog")
        dialog.setOption(QPrintDialog.PrintDialogOption.PrintPageRange)
        dialog.setMinMax(1, printing.pages(printer))
        dialog.setFromTo(1, printing.pages(printer))
        # Windows has a dialog of its own, which Qt can show only like this.
        if dialog.exec() == QDialog.DialogCode.Accepted:
            printing.print_on(printer)
        dialog.deleteLater()

    printing.engrave(printer, ask)


class PrintPreview(QDialog):
    """Shows the pages as they will be printed."""

    def __init__(self, printing: Printing, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("printPreview")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._printing, self._window = printing, parent
        self._printer = new_printer(printing.title)
        self._pages = QPrintPreviewWidget(self._printer, self)
        self._pages.setObjectName("previewPages")
        for view in self._pages.findChildren(QGraphicsView):
            view.setFrameShape(QFrame.Shape.NoFrame)
            view.scene().setBackgroundBrush(theme.color("line"))
        self._paper = ChoiceBox(tuple(Paper))
        self._paper.setObjectName("paperBox")
        self._paper.setFixedWidth(PAPER_WIDTH)
        is_letter = self._printer.pageLayout().pageSize().id() == PAGE_SIZES[Paper.LETTER]
        self._paper.setCurrentIndex(list(Paper).index(Paper.LETTER if is_letter else Paper.A4))
        self._back = IconButton(theme, "caret-left")
        self._on = IconButton(theme, "caret-right")
        self._out = IconButton(theme, "magnifying-glass-minus")
        self._in = IconButton(theme, "magnifying-glass-plus")
        self._fit = IconButton(theme, "frame-corners")
        self._place = QLabel()
        self._place.setObjectName("label")
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self._print = QPushButton()
        self._print.setObjectName("printButton")
        self._print.setDefault(True)
        self._buttons.addButton(self._print, QDialogButtonBox.ButtonRole.ActionRole)
        self._lay_out()
        self.retranslate_ui()
        self._connect()
        self._choose_paper()
        self._pages.fitInView()
        self.resize(SIZE.boundedTo(parent.screen().availableSize() * ROOM_SHARE))

    def retranslate_ui(self) -> None:
        """Set every text."""
        self.setWindowTitle(self.tr("Print preview"))
        self._paper.set_choices([paper.label for paper in Paper])
        self._paper.setAccessibleName(self.tr("Paper"))
        self._pages.setAccessibleName(self.tr("Pages"))
        self._print.setText(self.tr("Print…"))
        for button, text in (
            (self._back, self.tr("Previous page")),
            (self._on, self.tr("Next page")),
            (self._out, self.tr("Zoom out")),
            (self._in, self.tr("Zoom in")),
            (self._fit, self.tr("Show the whole page")),
        ):
            button.set_text(text)
        self._tell_place()

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.setSpacing(4)
        bar.addWidget(self._paper)
        bar.addStretch(1)
        for part in (self._back, self._place, self._on):
            bar.addWidget(part)
        bar.addStretch(1)
        for button in (self._out, self._in, self._fit):
            bar.addWidget(button)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 16, 16, 16)
        outer.setSpacing(12)
        outer.addLayout(bar)
        outer.addWidget(self._pages, 1)
        outer.addWidget(self._buttons)

    def _connect(self) -> None:
        self._pages.paintRequested.connect(self._printing.show_on)
        self._printing.arrived.connect(self._pages.updatePreview)
        self._pages.previewChanged.connect(self._tell_place)
        self._paper.current_changed.connect(self._choose_paper)
        self._back.clicked.connect(lambda _checked=False: self._turn(-1))
        self._on.clicked.connect(lambda _checked=False: self._turn(1))
        self._out.clicked.connect(lambda _checked=False: self._pages.zoomOut())
        self._in.clicked.connect(lambda _checked=False: self._pages.zoomIn())
        self._fit.clicked.connect(lambda _checked=False: self._pages.fitInView())
        self._print.clicked.connect(lambda _checked=False: self._ask_print())
        self._buttons.rejected.connect(self.reject)

    def _choose_paper(self) -> None:
        paper = tuple(Paper)[self._paper.currentIndex()]
        self._printer.setPageSize(QPageSize(PAGE_SIZES[paper]))
        self._pages.updatePreview()

    def _turn(self, pages: int) -> None:
        self._pages.setCurrentPage(self._pages.currentPage() + pages)
        self._tell_place()

    def _tell_place(self) -> None:
        page, last = self._pages.currentPage(), self._pages.pageCount()
        self._place.setText(self.tr("Page {0} of {1}").format(page, last) if last else "")
        self._back.setEnabled(page > 1)
        self._on.setEnabled(page < last)

    def _ask_print(self) -> None:
        self.accept()
        ask_print(self._printing, self._printer, self._window)
