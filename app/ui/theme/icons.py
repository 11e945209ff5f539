"""Gives the icons of one set, Phosphor, in the theme's colours."""

from __future__ import annotations

from functools import cache
from typing import Any

from PySide6.QtGui import QIcon
from qtawesome.iconic_font import IconicFont


@cache
def _phosphor() -> Any:
    """Load the one font that is used; qtawesome's own `icon` would load them all."""
    return IconicFont(("ph", "phosphor-1.3.0.ttf", "phosphor-charmap-1.3.0.json"))


def draw_icon(
    name: str, color: str, hover: str, disabled: str, on: str, *, filled: bool, fills_on: bool
) -> QIcon:
    """Return the icon of Phosphor's `name`; colours are anything that QColor reads.

    `filled` is its heavy drawing for "this is on right now"; `fills_on` turns to it when checked.
    """
    plain = f"ph.{name}-fill" if filled else f"ph.{name}"
    icon: QIcon = _phosphor().icon(
        plain,
        on=f"ph.{name}-fill" if fills_on else plain,
        color=color,
        color_active=hover,
        color_selected=color,
        color_disabled=disabled,
        color_on=on,
        color_on_active=on,
        color_on_disabled=disabled,
    )
    return icon
