"""SVG out of a sketch: the whole score as one drawing, its words as text that can be searched."""

from __future__ import annotations

from html import escape

from app.domain import Paper, Sketch
from app.notation.drawing import Mark, Outline, Rect, is_open
from app.notation.outlines import path_data
from app.notation.pages import CHORD_PX, TITLE_PX, Page, engraved_pages, staff_lines, words


def export_svg(sketch: Sketch, paper: Paper = Paper.A4) -> bytes:
    """Return the score as wide as the paper, black on nothing."""
    score = engraved_pages(sketch, Page.of(paper))
    drawing, margin = score.drawing, score.page.margin
    width, height = score.page.width, score.picture_height
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}" height="{height:g}"'
        f' viewBox="0 0 {width:g} {height:g}" fill="black" font-family="sans-serif">'
    )
    parts = [head]
    if sketch.title:
        parts.append(f"<title>{escape(sketch.title)}</title>")
        parts.append(
            f'<text x="{width / 2:g}" y="{margin + TITLE_PX:g}" font-size="{score.title_px}"'
            f' font-weight="600" text-anchor="middle">{escape(sketch.title)}</text>'
        )
    parts.append(f'<g transform="translate({margin:g} {margin + score.title_space:g})">')
    for system in drawing.systems:
        parts += (_line(rect) for rect in staff_lines(drawing, system))
        parts += (_mark(mark, system.outlines) for mark in system.marks)
        parts += (_word(*word) for word in words(system))
    parts.append("</g></svg>\n")
    return "\n".join(parts).encode()


def _line(rect: Rect) -> str:
    return (
        f'<rect x="{rect.x:.3f}" y="{rect.y:.3f}" width="{rect.width:.3f}"'
        f' height="{rect.height:.3f}"/>'
    )


def _word(text: str, x: float, y: float, size: int) -> str:
    weight = ' font-weight="600"' if size == CHORD_PX else ""
    return f'<text x="{x:.2f}" y="{y:.2f}" font-size="{size}"{weight}>{escape(text)}</text>'


def _mark(mark: Mark, outlines: tuple[Outline, ...]) -> str:
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
