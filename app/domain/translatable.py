"""Owns `translatable`, which marks the English texts that the window shows in its own language."""

from __future__ import annotations


def translatable(_context: str, text: str) -> str:
    """Return an English text unchanged, marked for translation.

    A table outside of `ui` holds its texts in English; `ui` translates them when it shows them,
    with the same context. Qt's `lupdate` finds the marked texts when it is called with
    `-tr-function-alias QT_TRANSLATE_NOOP+=translatable`. (QT_TRANSLATE_NOOP itself belongs to Qt,
    which the domain may not import.)
    """
    return text
