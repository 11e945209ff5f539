"""Keeps Python's garbage collector from looking through objects that are there to stay.

The notes of thousands of takes are objects by the hundred thousand, and none of them is in a
cycle. The collector would stop the window for a quarter of a second to find that out.
"""

from __future__ import annotations

import gc


def exempt_what_is_there() -> None:
    """Let the collector leave every object alone that exists now."""
    gc.freeze()


def exempt_nothing() -> None:
    """Let the collector look at all objects again."""
    gc.unfreeze()
