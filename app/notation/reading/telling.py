"""Says what became of the bars of a score: of repeats, and of bar lines that are moved."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from fractions import Fraction

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
    ends: Sequence[Fraction], meters: Sequence[Meter], pickup_ticks: int
) -> tuple[str, ...]:
    """Return a sentence if bar lines stand elsewhere than in the file, whose bars end there.

    Each bar but the first and the last that has another length than the meter moves those after it.
    Parts of a bar that a repeat divides are none if they make a whole one together. Ends are in
    quarters. Changes of meter are told by others.
    """
    if len(set(meters)) != 1:
        return ()
    bar = meters[0].bar_ticks
    lines = [0, *(quarters_to_ticks(end) - pickup_ticks for end in ends)]
    wrong: list[int] = []
    here = 1 if pickup_ticks else 0
    while here < len(ends) - 1:
        whole = bisect_left(lines, lines[here] + bar, here + 1)
        is_whole = whole < len(lines) and lines[whole] == lines[here] + bar
        if not is_whole and (lines[here + 1] - lines[here]) % bar:
            wrong.append(here)
        here = whole if is_whole else here + 1
    if not wrong:
        return ()
    number = wrong[0] + (1 if pickup_ticks else 2)  # a pickup is bar 0
    told = f"Before bar {number}, a bar is shorter or longer than {meters[0]}"
    if len(wrong) > 1:
        others = len(wrong) - 1
        told += f", and so {'is 1 other' if others == 1 else f'are {others} others'}"
    return (f"{told}; the bar lines after it stand elsewhere than in the file.",)
