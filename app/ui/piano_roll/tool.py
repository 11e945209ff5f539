"""Owns Tool: what a drag on empty ground does in the roll."""

from __future__ import annotations

from enum import Enum


class Tool(Enum):
    """The pencil, which draws notes, and the select tool, which draws a rubber band."""

    PENCIL = 0
    SELECT = 1
