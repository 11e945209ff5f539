"""Owns `translatable`, which marks the English texts that the window shows in its own language."""

from __future__ import annotations


def translatable(_context: str, text: str) -> str:
    """Return an English text unchanged, marked for translation.

    Tables outside `ui` hold their texts in English, and `ui` translates them, with the same
    context, when it shows them. Qt's `lupdate` finds the marked texts if it is called with
    `-tr-function-alias QT_TRANSLATE_NOOP+=translatable`. (QT_TRANSLATE_NOOP itself belongs to Qt,
    which the domain may not import.)
    """
    return text
