"""Puts notes of MIDI files exactly on the places of quintuplets, septuplets and the like.

A file counts in ticks, on which the parts of such a tuplet are rounded: of five notes in a quarter
of 96 ticks, the second begins at 19 instead of 19.2. A tuplet is recognised only where every note
of a stretch begins on the very tick to which its places are rounded, and most places have a note.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from fractions import Fraction
from typing import Final

from app.formats.magenta import Timed
from app.formats.midi_notes import Struck

STRETCHES: Final = (8, 6, 4, 3, 2, 1)
"""The lengths of stretches that are divided, in eighths.

The longest come first: three of five notes in a quarter could also be some of five in an eighth.
"""

RARE: Final = (5, 7, 9, 10, 11, 13, 14, 15)
"""The numbers of parts that don't lie on the grid of sixty-fourths and triplets."""

FINEST_USUAL: Final = (6, 8)
"""The finest parts of an eighth on which other notes begin."""

FILLED_SHARE: Final = Fraction(3, 5)
"""The share of the places that must have a note."""

NEAR: Final = Fraction(3, 10)
"""An end that is not farther from a place than this share of a part is meant to be there."""


def in_quarters(notes: Sequence[Struck], quarter_ticks: Fraction) -> list[Timed]:
    """Return notes with their times in quarters, of which each has so many ticks of the file."""
    up, down = quarter_ticks.denominator, quarter_ticks.numerator
    return [
        (Fraction(n.start * up, down), Fraction(n.end * up, down), n.pitch, n.velocity)
        for n in notes
    ]


def with_exact_tuplets(notes: Sequence[Struck], quarter_ticks: int) -> tuple[list[Timed], set[int]]:
    """Return notes in quarters, and the places of those that belong to tuplets.

    These begin and end exactly where the parts of their tuplets do.
    """
    exact = in_quarters(notes, Fraction(quarter_ticks))
    order = sorted(range(len(notes)), key=lambda index: notes[index].start)
    onsets = [notes[index].start for index in order]
    odd = sorted({onset for onset in onsets if not is_usual(onset, quarter_ticks)})
    moved: set[int] = set()
    for eighths in STRETCHES if odd else ():
        length, rest = divmod(eighths * quarter_ticks, 2)
        step = min(length, quarter_ticks)
        begins = {
            onset // step * step - back for onset in odd for back in range(0, length, step)
        }  # fmt: skip
        for begin in sorted(begins) if not rest else ():
            first, last = bisect_left(onsets, begin), bisect_left(onsets, begin + length)
            if first == last or onsets[first] != begin or order[first] in moved:
                continue
            parts = _parts({onset - begin for onset in onsets[first:last]}, length)
            for index in order[first:last] if parts else ():
                if index not in moved:
                    part = Fraction(length, parts)
                    near = _near_ticks(notes[index], part, quarter_ticks)
                    exact[index] = _exact(exact[index], begin, part, near, quarter_ticks)
                    moved.add(index)
    return exact, moved


def is_usual(onset: int, quarter_ticks: int) -> bool:
    """Tell whether notes of usual lengths, triplets included, begin at a tick."""
    return any(2 * parts * onset % quarter_ticks == 0 for parts in FINEST_USUAL)


def _parts(places: set[int], length: int) -> int:
    """Return into how many parts a stretch of so many ticks is divided; 0 if that can't be told.

    The places of the onsets are counted from its beginning.
    """
    for parts in RARE:
        up_or_down = {(2 * length * part + parts) // (2 * parts) for part in range(parts)}
        down = {length * part // parts for part in range(parts)}
        is_filled = len(places) >= FILLED_SHARE * parts
        if is_filled and (places <= up_or_down or places <= down):
            return parts
    return 0


def _near_ticks(note: Struck, part_ticks: Fraction, quarter_ticks: int) -> Fraction:
    """Return how far from a place of its tuplet the end of a note may be that is meant to be there.

    A note that begins and ends where other notes do is more likely one of those.
    """
    both = all(is_usual(place, quarter_ticks) for place in (note.start, note.end))
    return Fraction(2) if both else NEAR * part_ticks


def _exact(
    note: Timed, begin: int, part_ticks: Fraction, near_ticks: Fraction, quarter_ticks: int
) -> Timed:
    start, end, pitch, velocity = note
    first, part = Fraction(begin, quarter_ticks), part_ticks / quarter_ticks
    place = first + round((start - first) / part) * part
    parts = max(1, round((end - place) / part))
    is_near = abs(end - place - parts * part) * quarter_ticks <= near_ticks
    return place, place + parts * part if is_near else end, pitch, velocity
