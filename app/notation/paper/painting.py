"""Paints a score with Qt: on the pages of a PDF or a printer, and as a single PNG picture."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QGuiApplication,
    QImage,
    QImageWriter,
    QPagedPaintDevice,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
    QPen,
)

from app.domain import Paper, Sketch
from app.domain.export_options import DEFAULT_OPTIONS, HIGHEST_PICTURE_PX
from app.errors import AppError
from app.notation.drawing.heading import Word
from app.notation.drawing.heading_painting import paint_heading, paint_word
from app.notation.drawing.painter_paths import path_of
from app.notation.drawing.printed_score import PX_PER_INCH, Page, PrintedScore, staff_lines, words
from app.notation.drawing.score_drawing import ScoreDrawing, System, is_open
from app.notation.paper.pages import engraved_pages
from app.resources import program_name

INCHES_PER_METRE: Final = 100 / 2.54
PDF_DPI: Final = 1200
PAGE_SIZES: Final = {
    Paper.A4: QPageSize.PageSizeId.A4,
    Paper.LETTER: QPageSize.PageSizeId.Letter,
}
INK: Final = "black"
NUMBER_HEIGHT: Final = 24.0
"""The height of the line at the foot of a page in which its number stands."""

PAGE_NUMBER_PX: Final = 11


def export_png(sketch: Sketch, paper: Paper = Paper.A4, dpi: int = DEFAULT_OPTIONS.dpi) -> bytes:
    """Return the whole score as one picture, as wide as the paper, in black on white.

    Raises AppError if it would be too high for a picture.
    """
    _ensure_gui()
    score = engraved_pages(sketch, Page.of(paper))
    scale = dpi / PX_PER_INCH
    width, height = round(score.page.width * scale), round(score.picture_height * scale)
    if height > HIGHEST_PICTURE_PX:
        raise AppError(
            f"The score is too long for one picture of {dpi} pixels per inch; choose fewer, or PDF."
        )
    image = QImage(width, height, QImage.Format.Format_RGB32)
    for set_dots in (image.setDotsPerMeterX, image.setDotsPerMeterY):
        set_dots(round(dpi * INCHES_PER_METRE))
    if sketch.title:
        image.setText("Title", sketch.title)
    if sketch.composer:
        image.setText("Author", sketch.composer)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    painter.scale(scale, scale)
    _paint_heading(painter, score)
    painter.translate(score.page.margin, score.page.margin + score.heading.height)
    _paint_systems(painter, score.drawing, score.drawing.systems)
    painter.end()
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"PNG")).write(image)
    return bytes(data.data())


def export_pdf(sketch: Sketch, paper: Paper = Paper.A4) -> bytes:
    """Return the score on as many pages as it needs, as vector graphics with embedded fonts."""
    _ensure_gui()
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(PDF_DPI)
    writer.setTitle(sketch.title)
    writer.setAuthor(sketch.composer)
    writer.setCreator(program_name())
    writer.setPageLayout(
        QPageLayout(QPageSize(PAGE_SIZES[paper]), QPageLayout.Orientation.Portrait, QMarginsF())
    )
    score = engraved_pages(sketch, Page.of(paper))
    paint_pages(writer, score, range(len(score.pages)))
    buffer.close()
    return bytes(data.data())


def paint_pages(device: QPagedPaintDevice, score: PrintedScore, numbers: Iterable[int]) -> None:
    """Paint pages of a score, numbered from 0, on a device whose origin is the corner of the paper.

    Raises AppError if the device can't be painted on.
    """
    painter = QPainter()
    if not painter.begin(device):
        raise AppError("The printer doesn't answer; check that it is on, or choose another.")
    scale = device.logicalDpiX() / PX_PER_INCH
    painter.scale(scale, scale)
    for place, number in enumerate(numbers):
        if place:
            device.newPage()
        _paint_page(painter, score, number)
    painter.end()


def _paint_page(painter: QPainter, score: PrintedScore, number: int) -> None:
    # A print preview records only what a painter is told to change. Unless the pen is set, its text
    # would have the colour of the interface.
    painter.setPen(Qt.PenStyle.NoPen)
    systems, margin = score.pages[number], score.page.margin
    top, first = margin, systems[0].rect.y
    if number == 0:
        _paint_heading(painter, score)
        top, first = margin + score.heading.height, 0.0
    if len(score.pages) > 1:
        painter.setFont(_font(PAGE_NUMBER_PX))
        painter.setPen(QColor(INK))
        foot = QRectF(0, score.page.height - margin, score.page.width, NUMBER_HEIGHT)
        painter.drawText(foot, Qt.AlignmentFlag.AlignCenter, str(number + 1))
    painter.save()
    painter.translate(margin, top - first)
    _paint_systems(painter, score.drawing, systems)
    painter.restore()


def _ensure_gui() -> None:
    """Create the Qt application that drawing text needs, unless there is one."""
    if QGuiApplication.instance() is None:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        _kept.append(QGuiApplication(["motivo"]))


_kept: list[QGuiApplication] = []
"""Keeps the application that was made for an export alive until the process ends."""


def _font(size_px: int, *, is_bold: bool = False) -> QFont:
    font = QFont()
    font.setPixelSize(size_px)
    font.setBold(is_bold)
    return font


def _font_of(word: Word) -> QFont:
    return _font(word.size_px, is_bold=word.is_bold)


def _paint_heading(painter: QPainter, score: PrintedScore) -> None:
    painter.save()
    painter.translate(score.page.margin, score.page.margin)
    paint_heading(painter, score.heading, QColor(INK), _font_of)
    painter.restore()


def _paint_systems(painter: QPainter, drawing: ScoreDrawing, systems: Iterable[System]) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    ink = QColor(INK)
    for system in systems:
        for rect in staff_lines(drawing, system):
            painter.fillRect(QRectF(rect.x, rect.y, rect.width, rect.height), ink)
        for mark in system.marks:
            outline = system.outlines[mark.outline]
            painter.save()
            painter.translate(mark.x, mark.y)
            painter.scale(mark.scale, mark.scale)
            pen = QPen(ink, mark.stroke_px / mark.scale) if mark.stroke_px else Qt.PenStyle.NoPen
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush if is_open(mark, outline) else ink)
            painter.drawPath(path_of(outline))
            painter.restore()
        painter.setPen(ink)
        for word in words(system):
            paint_word(painter, word, _font_of(word))
