"""Owns `listed`, which names several things in a sentence."""

from __future__ import annotations

from collections.abc import Iterable


def listed(words: Iterable[str], last: str) -> str:
    """Return words divided by commas, with a word such as "and" before the last."""
    *others, final = words
    return f"{', '.join(others)} {last} {final}" if others else final
