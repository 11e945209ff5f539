"""Printing, to a PDF file as to any printer, and the preview."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QPageLayout, QPageSize
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrintPreviewWidget
from PySide6.QtWidgets import QApplication, QLabel, QMessageBox, QToolButton
from pytestqt.qtbot import QtBot

from app.application import Application
from app.domain import Paper
from app.notation.drawing.printed_score import Page
from app.notation.paper.pages import engraved_pages
from app.notation.paper.painting import export_pdf
from app.ui.printing import dialog
from app.ui.printing.dialog import PrintPreview
from tests.notation.paper.test_painting import pages_of
from tests.notation.tunes import tune

LONG = replace(tune(*[240] * 8 * 120), title="Long")


@pytest.fixture
def opened(motivo: Application) -> Application:
    motivo.document.open(LONG)
    return motivo


def to_file(path: Path, size: QPageSize.PageSizeId = QPageSize.PageSizeId.A4) -> QPrinter:
    printer = dialog.new_printer("Long")
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    printer.setPageSize(QPageSize(size))
    return printer


def status(motivo: Application) -> str:
    label = motivo.window.findChild(QLabel, "statusLabel")
    assert isinstance(label, QLabel)
    return label.text()


def has_pages(preview: QPrintPreviewWidget, count: int) -> bool:
    return preview.pageCount() == count


def drawn(page: bytes) -> list[bytes]:
    """Return the shapes that a page of a PDF fills, in order."""
    return re.findall(rb"\nf\*?\n", page)


def sizes(pdf: bytes) -> list[tuple[int, int]]:
    """Return width and height of each page of a PDF, in points."""
    boxes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", pdf)
    return [(round(float(width)), round(float(height))) for width, height in boxes]


@pytest.mark.parametrize("paper", list(Paper))
def test_print_is_the_pdf(opened: Application, qtbot: QtBot, tmp_path: Path, paper: Paper) -> None:
    path = tmp_path / "long.pdf"
    opened.printing.begin()
    opened.printing.print_on(to_file(path, dialog.PAGE_SIZES[paper]))
    qtbot.waitUntil(lambda: status(opened) == "Printed Long.")
    printed, exported = path.read_bytes(), export_pdf(LONG, paper)
    boxes = (
        re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", pdf) for pdf in (printed, exported)
    )
    first, second = ([tuple(round(float(n)) for n in box) for box in found] for found in boxes)
    assert first == second
    pages = pages_of(printed)
    assert len(pages) > 1
    assert [len(drawn(page)) for page in pages] == [len(drawn(p)) for p in pages_of(exported)]


def test_landscape_and_a_range_of_pages_are_obeyed(
    opened: Application, qtbot: QtBot, tmp_path: Path
) -> None:
    printer = to_file(tmp_path / "long.pdf")
    printer.setPageOrientation(QPageLayout.Orientation.Landscape)
    printer.setPrintRange(QPrinter.PrintRange.PageRange)
    printer.setFromTo(2, 3)
    opened.printing.begin()
    opened.printing.print_on(printer)
    qtbot.waitUntil(lambda: status(opened) == "Printed Long.")
    score = engraved_pages(LONG, Page.of_mm(297, 210))
    assert opened.printing.pages(printer) == len(score.pages)
    pages = pages_of((tmp_path / "long.pdf").read_bytes())
    marks = [sum(len(system.marks) + 5 for system in page) for page in score.pages[1:3]]
    assert [len(drawn(page)) for page in pages] >= marks
    assert len(pages) == 2


@pytest.mark.qt_log_ignore("QPainter::begin")
def test_printer_that_can_not_be_reached_is_told(
    opened: Application, qtbot: QtBot, tmp_path: Path
) -> None:
    opened.printing.begin()
    opened.printing.print_on(to_file(tmp_path / "missing" / "long.pdf"))
    qtbot.waitUntil(lambda: "doesn't answer" in status(opened))
    box = opened.window.findChild(QMessageBox, "failureBox")
    assert isinstance(box, QMessageBox)
    assert box.text() == status(opened)
    box.accept()


def test_print_asks_by_the_systems_dialog(
    opened: Application, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "long.pdf"
    printer = to_file(path)
    monkeypatch.setattr(dialog, "new_printer", lambda _title: printer)
    asked: list[tuple[int, int]] = []

    def answer() -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, QPrintDialog):
            QTimer.singleShot(50, answer)
            return
        asked.append((dialog.minPage(), dialog.maxPage()))
        dialog.accept()

    answer()
    opened.window.activateWindow()
    qtbot.keyClick(opened.window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: status(opened) == "Printed Long.")
    pages = len(pages_of(path.read_bytes()))
    assert asked == [(1, pages)]


def test_preview_shows_the_pages_of_the_paper(opened: Application, qtbot: QtBot) -> None:
    opened.window.all_actions["print_preview"].trigger()
    preview = opened.window.findChild(PrintPreview)
    assert isinstance(preview, PrintPreview)
    pages = preview.findChild(QPrintPreviewWidget)
    assert isinstance(pages, QPrintPreviewWidget)
    for text, paper in (("Letter", Paper.LETTER), ("A4", Paper.A4)):
        (button,) = [b for b in preview.findChildren(QToolButton) if b.text() == text]
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        expected = len(engraved_pages(LONG, Page.of(paper)).pages)
        qtbot.waitUntil(partial(has_pages, pages, expected))
        told = [label.text() for label in preview.findChildren(QLabel)]
        assert f"Page {pages.currentPage()} of {expected}" in told
    onward = next(b for b in preview.findChildren(QToolButton) if b.text() == "Next page")
    qtbot.mouseClick(onward, Qt.MouseButton.LeftButton)
    assert pages.currentPage() == 2
    assert any(label.text().startswith("Page 2 of") for label in preview.findChildren(QLabel))
    preview.reject()
    qtbot.waitUntil(lambda: opened.window.findChild(PrintPreview) is None)


def test_preview_is_black_on_white_in_every_theme(opened: Application, qtbot: QtBot) -> None:
    opened.window.all_actions["theme_dark"].trigger()
    opened.printing.begin()
    printer = dialog.new_printer("Long")
    preview = QPrintPreviewWidget(printer)
    qtbot.addWidget(preview)
    preview.paintRequested.connect(opened.printing.show_on)
    opened.printing.arrived.connect(preview.updatePreview)
    preview.resize(800, 1100)
    preview.show()
    preview.fitInView()
    qtbot.waitUntil(lambda: preview.pageCount() > 1)
    image = preview.grab().toImage()
    width, height = image.width(), image.height()
    title = [
        image.pixelColor(x, y).lightness()
        for x in range(width // 3, 2 * width // 3)
        for y in range(height // 30, height // 7)
    ]
    assert max(title) == 255
    assert min(title) < 96
