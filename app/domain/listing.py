"""Names several things in a sentence."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from itertools import islice


def listed(words: Iterable[str], last: str) -> str:
    """Return words divided by commas, with a word such as "and" before the last."""
    *others, final = words
    return f"{', '.join(others)} {last} {final}" if others else final


def first_of(names: Collection[str], most: int) -> str:
    """Return names divided by commas, and only the number of those after the first ones."""
    more = len(names) - most
    return ", ".join(islice(names, most)) + (f" and {more} more" if more > 0 else "")
