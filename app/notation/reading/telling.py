"""Says what became of the bars of a score: of repeats, and of bar lines that are moved."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

from app.domain import Meter
from app.domain.listing import listed
from app.domain.timebase import quarters_to_ticks
from app.notation.reading.play_order import Order


def told_of_order(
    found: Sequence[str], bars: int, order: Order, *, is_short: bool, as_written: bool
) -> str:
    """Return the sentence about repeats: what was found of them, and how many bars it makes.

    `is_short` tells that these are not more than Motivo reads.
    """
    names = listed(found or ["repeats"], "and")
    if as_written:
        return f"It was read as it is written; {names} were not played out."
    if not is_short:
        return f"Its {names} make it too long, so it was read as it is written."
    count = f"{bars} {'bar' if bars == 1 else 'bars'} became {len(order.measures)}"
    unplayed = order.unplayed(bars)
    if unplayed:
        count += f", and {unplayed} of them {'is' if unplayed == 1 else 'are'} never reached"
    return f"It was read as it is played, with its {names}; {count}."


def told_of_bar_lines(
    starts: Sequence[Fraction], meters: Sequence[Meter], pickup_ticks: int
) -> tuple[str, ...]:
    """Return a sentence if bar lines stand elsewhere than in the file, whose bars start there.

    That is so from the first bar on that another bar follows off the meter: a single one is part of
    a bar that a repeat divides. Starts are in quarters. Changes of meter are told by others.
    """
    if len(set(meters)) != 1:
        return ()
    bar = meters[0].bar_ticks
    off = [(quarters_to_ticks(start) - pickup_ticks) % bar != 0 for start in starts]
    for number, (here, following) in enumerate(pairwise(off[1:]), 2):
        if here and following:
            told = f"Before bar {number}, a bar is shorter or longer than {meters[0]};"
            return (f"{told} the bar lines after it stand elsewhere than in the file.",)
    return ()
