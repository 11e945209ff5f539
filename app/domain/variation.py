"""Owns the request behind "more like this"."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from app.domain.request import Request
from app.domain.request_mode import RequestMode
from app.domain.takes import Take
from app.domain.wishes import SEEDS

CLOSENESS: Final = 0.7
"""How close the new takes stay to the one that is varied: most of it is kept."""

FEWEST: Final = 4
MOST: Final = 8
"""The limits of how many takes are asked for; within them, it is as many as before."""


def more_like(take: Take, already: int) -> Request:
    """Return the request for variations of a take's new bars; its other wishes stay.

    `already` says how many variations of it there are, so that the new ones get other seeds.
    """
    asked, sketch = take.request, take.sketch
    first, last = asked.first_bar, asked.last_bar
    if not asked.mode.has_passage:
        first = max(1, sketch.bar_at(take.start_ticks))
        last = min(sketch.bars, sketch.bar_at(take.end_ticks - 1))
    return replace(
        asked,
        mode=RequestMode.VARY,
        takes=min(max(asked.takes, FEWEST), MOST),
        seed=(take.seed + 1 + already) % SEEDS,
        first_bar=first,
        last_bar=last,
        closeness=CLOSENESS,
        pitch_lock=asked.pitch_lock and not asked.rhythm_lock,
        form=None,
    )
