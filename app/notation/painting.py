"""Paints a score on paper: SVG as text of its own, PDF and PNG by Qt's painter."""

from __future__ import annotations

import os
from collections.abc import Iterable
from html import escape
from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QGuiApplication,
    QImage,
    QImageWriter,
    QPageLayout,
    QPageSize,
    QPainter,
    QPainterPath,
    QPdfWriter,
    QPen,
)

from app.domain import Sketch
from app.notation.drawing import Mark, Outline, Rect, ScoreDrawing, System, is_open
from app.notation.engraving import engrave
from app.notation.outlines import path_data

PAGE_WIDTH: Final = 794.0
PAGE_HEIGHT: Final = 1123.0
"""A4 at 96 px an inch."""

MARGIN: Final = 56.0
TITLE_SPACE: Final = 64.0
STAFF_PX: Final = 26.0
PNG_SCALE: Final = 200 / 96
PDF_DPI: Final = 1200
TITLE_PX: Final = 22
LETTER_EM: Final = 0.75
"""Width of a bold letter in most faces, of the font's size."""

CHORD_PX: Final = 12
NUMBER_PX: Final = 9


def export_svg(sketch: Sketch) -> bytes:
    """Return the whole score as one SVG drawing, black on nothing."""
    drawing = _engraved(sketch)
    width, height = PAGE_WIDTH, drawing.height + 2 * MARGIN + _title_space(sketch)
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}" height="{height:g}"'
        f' viewBox="0 0 {width:g} {height:g}" fill="black" font-family="sans-serif">'
    )
    parts = [head]
    if sketch.title:
        parts.append(
            f'<text x="{width / 2:g}" y="{MARGIN + TITLE_PX:g}" font-size="{_title_px(sketch)}"'
            f' font-weight="600" text-anchor="middle">{escape(sketch.title)}</text>'
        )
    parts.append(f'<g transform="translate({MARGIN:g} {MARGIN + _title_space(sketch):g})">')
    for system in drawing.systems:
        parts += (_svg_line(rect) for rect in _staff_lines(drawing, system))
        parts += (_svg_mark(mark, drawing.outlines) for mark in system.marks)
        parts += (
            f'<text x="{x:.2f}" y="{y:.2f}" font-size="{size}">{escape(text)}</text>'
            for text, x, y, size in _words(system)
        )
    parts.append("</g></svg>\n")
    return "\n".join(parts).encode()


def export_png(sketch: Sketch) -> bytes:
    """Return the whole score as one picture, 200 px an inch, black on white."""
    _ensure_gui()
    drawing = _engraved(sketch)
    height = drawing.height + 2 * MARGIN + _title_space(sketch)
    image = QImage(
        round(PAGE_WIDTH * PNG_SCALE), round(height * PNG_SCALE), QImage.Format.Format_RGB32
    )
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    painter.scale(PNG_SCALE, PNG_SCALE)
    _paint_title(painter, sketch)
    painter.translate(MARGIN, MARGIN + _title_space(sketch))
    _paint_systems(painter, drawing, drawing.systems)
    painter.end()
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"PNG")).write(image)
    return bytes(data.data())


def export_pdf(sketch: Sketch) -> bytes:
    """Return the score on as many A4 pages as it needs, drawn as vectors."""
    _ensure_gui()
    drawing = _engraved(sketch)
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(PDF_DPI)
    writer.setTitle(sketch.title)
    writer.setPageLayout(
        QPageLayout(
            QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Portrait, QMarginsF()
        )
    )
    painter = QPainter(writer)
    painter.scale(PDF_DPI / 96, PDF_DPI / 96)
    _paint_title(painter, sketch)
    top = MARGIN + _title_space(sketch)
    for number, systems in enumerate(_pages(drawing, _title_space(sketch))):
        if number:
            writer.newPage()
            top = MARGIN
        painter.save()
        first = systems[0].rect.y if number else 0.0
        painter.translate(MARGIN, top - first)
        _paint_systems(painter, drawing, systems)
        painter.restore()
    painter.end()
    buffer.close()
    return bytes(data.data())


def _engraved(sketch: Sketch) -> ScoreDrawing:
    return engrave(sketch, PAGE_WIDTH - 2 * MARGIN, STAFF_PX)


def _title_space(sketch: Sketch) -> float:
    return TITLE_SPACE if sketch.title else 0.0


def _title_px(sketch: Sketch) -> int:
    """Return a size in which the title fits the page."""
    fitting = (PAGE_WIDTH - 2 * MARGIN) / (len(sketch.title) * LETTER_EM)
    return max(1, min(TITLE_PX, int(fitting)))


def _pages(drawing: ScoreDrawing, title_space: float) -> list[list[System]]:
    """Divide the lines among pages."""
    pages: list[list[System]] = [[]]
    start = 0.0
    room = PAGE_HEIGHT - 2 * MARGIN - title_space
    for system in drawing.systems:
        if pages[-1] and system.rect.bottom - start > room:
            pages.append([])
            start = system.rect.y
            room = PAGE_HEIGHT - 2 * MARGIN
        pages[-1].append(system)
    return pages


def _staff_lines(drawing: ScoreDrawing, system: System) -> list[Rect]:
    """Return the five lines of a staff, which a drawing leaves to whoever paints it."""
    left, last = system.measures[0].x, system.measures[-1]
    width, half = last.x + last.width - left, drawing.line_px / 2
    tops = (system.staff_y + line * drawing.staff_px / 4 - half for line in range(5))
    return [Rect(left, top, width, drawing.line_px) for top in tops]


def _svg_line(rect: Rect) -> str:
    return (
        f'<rect x="{rect.x:.3f}" y="{rect.y:.3f}" width="{rect.width:.3f}"'
        f' height="{rect.height:.3f}"/>'
    )


def _words(system: System) -> list[tuple[str, float, float, int]]:
    """Return text, place and size of what is written over a line."""
    words = [(chord.text, chord.x, chord.y, CHORD_PX) for chord in system.chords]
    if system.bar_number is not None:
        number = system.bar_number
        words.append((number.text, number.x, number.y, NUMBER_PX))
    return words


def _svg_mark(mark: Mark, outlines: tuple[Outline, ...]) -> str:
    outline = outlines[mark.outline]
    stroke = ""
    if mark.stroke_px:
        stroke = f' stroke="black" stroke-width="{mark.stroke_px / mark.scale:.4g}"'
    if is_open(mark, outline):
        stroke += ' fill="none"'
    return (
        f'<path d="{path_data(outline)}"{stroke}'
        f' transform="translate({mark.x:.3f} {mark.y:.3f}) scale({mark.scale:.6g})"/>'
    )


def _ensure_gui() -> None:
    """Give Qt what it needs to write text, where no window has done so."""
    if QGuiApplication.instance() is None:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        _kept.append(QGuiApplication(["motivo"]))


_kept: list[QGuiApplication] = []
"""The application made for an export lives until the process ends."""


def _font(size_px: int, *, bold: bool = False) -> QFont:
    font = QFont()
    font.setPixelSize(size_px)
    font.setBold(bold)
    return font


def _paint_title(painter: QPainter, sketch: Sketch) -> None:
    if not sketch.title:
        return
    painter.setFont(_font(_title_px(sketch), bold=True))
    painter.setPen(QColor("black"))
    place = QRectF(MARGIN, MARGIN, PAGE_WIDTH - 2 * MARGIN, TITLE_SPACE)
    painter.drawText(place, Qt.AlignmentFlag.AlignHCenter, sketch.title)


def _paint_systems(painter: QPainter, drawing: ScoreDrawing, systems: Iterable[System]) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    ink = QColor("black")
    for system in systems:
        for rect in _staff_lines(drawing, system):
            painter.fillRect(QRectF(rect.x, rect.y, rect.width, rect.height), ink)
        for mark in system.marks:
            outline = drawing.outlines[mark.outline]
            painter.save()
            painter.translate(mark.x, mark.y)
            painter.scale(mark.scale, mark.scale)
            pen = QPen(ink, mark.stroke_px / mark.scale) if mark.stroke_px else Qt.PenStyle.NoPen
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush if is_open(mark, outline) else ink)
            painter.drawPath(_path(outline))
            painter.restore()
        painter.setPen(ink)
        for text, x, y, size in _words(system):
            painter.setFont(_font(size, bold=size == CHORD_PX))
            painter.drawText(QPointF(x, y), text)


def _path(outline: Outline) -> QPainterPath:
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.WindingFill)
    for kind, n in outline:
        if kind == "M":
            path.moveTo(*n)
        elif kind == "L":
            path.lineTo(*n)
        elif kind == "C":
            path.cubicTo(*n)
        else:
            path.closeSubpath()
    return path
