"""Owns path_of: an outline of a drawing as a path of Qt's, for screen and paper alike."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainterPath

from app.notation.drawing.score_drawing import Outline


def path_of(outline: Outline) -> QPainterPath:
    """Return the outline as a path."""
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
