"""Owns Aim: what a press of the left button would do, and the mouse cursor that shows it."""

from __future__ import annotations

from enum import Enum, auto
from typing import Final

from PySide6.QtCore import QRectF, Qt

from app.ui.piano_roll.tool import Tool

EDGE_PX: Final = 5
NARROWEST_GRIPPED: Final = 8
"""A note narrower than this has no edges to drag: it can only be moved."""

SHIFT: Final = Qt.KeyboardModifier.ShiftModifier
ALT: Final = Qt.KeyboardModifier.AltModifier
CTRL: Final = Qt.KeyboardModifier.ControlModifier


class Aim(Enum):
    """What a press of the left button begins."""

    DRAW = auto()
    BAND = auto()
    TOGGLE = auto()
    MOVE = auto()
    COPY = auto()
    START = auto()
    END = auto()
    VELOCITY = auto()


SHAPES: Final = {
    Aim.DRAW: Qt.CursorShape.CrossCursor,
    Aim.BAND: Qt.CursorShape.ArrowCursor,
    Aim.TOGGLE: Qt.CursorShape.PointingHandCursor,
    Aim.MOVE: Qt.CursorShape.OpenHandCursor,
    Aim.COPY: Qt.CursorShape.DragCopyCursor,
    Aim.START: Qt.CursorShape.SizeHorCursor,
    Aim.END: Qt.CursorShape.SizeHorCursor,
    Aim.VELOCITY: Qt.CursorShape.SizeVerCursor,
}


def aim_at_ground(tool: Tool, keys: Qt.KeyboardModifier) -> Aim:
    """Return what a press on empty ground begins."""
    return Aim.DRAW if tool is Tool.PENCIL and not keys & SHIFT else Aim.BAND


def aim_at_note(rect: QRectF, x: float, keys: Qt.KeyboardModifier) -> Aim:
    """Return what a press on a note begins; `rect` is the note's box, and `x` is in it."""
    if keys & SHIFT:
        return Aim.TOGGLE
    if keys & CTRL:
        return Aim.VELOCITY
    reach = min(EDGE_PX, rect.width() / 3) if rect.width() >= NARROWEST_GRIPPED else -1
    if x >= rect.right() - reach:
        return Aim.END
    if x <= rect.left() + reach:
        return Aim.START
    return Aim.COPY if keys & ALT else Aim.MOVE
