"""Owns the request behind "more like this"."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from app.domain.request import Request
from app.domain.request_mode import RequestMode
from app.domain.takes import Take
from app.domain.wishes import SEEDS

CLOSENESS: Final = 0.7
"""How close to the take others like it stay: most of it is kept."""

FEWEST: Final = 4
MOST: Final = 8
"""How many takes are asked for: as many as before, within these."""


def more_like(take: Take, already: int) -> Request:
    """Return the request for variations of the take's new bars, with its other wishes.

    `already` is how many were made of it before: these get other seeds.
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
