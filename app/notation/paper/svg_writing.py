"""Writes a sketch as SVG: the whole score as one drawing, with text that can be searched."""

from __future__ import annotations

from html import escape
from typing import Final

from app.domain import Paper, Sketch
from app.domain.xml_text import xml_text
from app.notation.drawing.heading import Align, Word
from app.notation.drawing.outlines import path_data
from app.notation.drawing.printed_score import Page, staff_lines, words
from app.notation.drawing.rect import Rect
from app.notation.drawing.score_drawing import Mark, Outline, is_open
from app.notation.paper.pages import engraved_pages

ANCHORS: Final = {Align.LEFT: "start", Align.MIDDLE: "middle", Align.RIGHT: "end"}


def export_svg(sketch: Sketch, paper: Paper = Paper.A4) -> bytes:
    """Return the score, as wide as the paper, in black on a transparent background."""
    score = engraved_pages(sketch, Page.of(paper))
    drawing, margin = score.drawing, score.page.margin
    width, height = score.page.width, score.picture_height
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}" height="{height:g}"'
        f' viewBox="0 0 {width:g} {height:g}" fill="black" font-family="sans-serif">'
    )
    parts = [head]
    if sketch.title:
        parts.append(f"<title>{escape(xml_text(sketch.title))}</title>")
    x, y = score.heading.note_place
    parts += [
        f'<g transform="translate({margin:g} {margin:g})">',
        *map(_word, score.heading.words),
        f'<path d="{path_data(score.heading.note)}" transform="translate({x:.2f} {y:.2f})"/></g>',
        f'<g transform="translate({margin:g} {margin + score.heading.height:g})">',
    ]
    for system in drawing.systems:
        parts += (_line(rect) for rect in staff_lines(drawing, system))
        parts += (_mark(mark, system.outlines) for mark in system.marks)
        parts += map(_word, words(system))
    parts.append("</g></svg>\n")
    return "\n".join(parts).encode()


def _line(rect: Rect) -> str:
    return (
        f'<rect x="{rect.x:.3f}" y="{rect.y:.3f}" width="{rect.width:.3f}"'
        f' height="{rect.height:.3f}"/>'
    )


def _word(word: Word) -> str:
    weight = ' font-weight="600"' if word.is_bold else ""
    anchor = f' text-anchor="{ANCHORS[word.align]}"' if word.align is not Align.LEFT else ""
    return (
        f'<text x="{word.x:.2f}" y="{word.y:.2f}" font-size="{word.size_px}"{weight}{anchor}>'
        f"{escape(xml_text(word.text))}</text>"
    )


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
