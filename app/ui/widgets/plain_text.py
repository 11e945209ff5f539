"""Shows text that comes from elsewhere as it is, where Qt would read it as markup or as a key."""

from __future__ import annotations

from html import escape


def in_tip(text: str) -> str:
    """Return what to give to a tooltip, so that it shows a text as it is."""
    if "<" not in text and "&" not in text:
        return text
    return f'<p style="white-space: pre-wrap">{escape(text)}</p>'


def in_menu(text: str) -> str:
    """Return what to give to a menu or a button, so that it shows a text as it is."""
    return text.replace("&", "&&")
