"""Owns Tool: what the mouse does on empty ground of the roll."""

from __future__ import annotations

from enum import Enum


class Tool(Enum):
    """The pencil draws notes, the other selects them with a rubber band."""

    PENCIL = 0
    SELECT = 1
