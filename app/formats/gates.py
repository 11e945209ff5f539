"""Gives notes the lengths that were written, where a program sounded only a part of each.

Many programs let every note of a MIDI file end a little before the next one begins: after 80 or 95
per cent of its length, say, or some ticks early. As it stands, that would be read as rests and
tied notes that nobody meant.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from fractions import Fraction
from itertools import pairwise
from statistics import median
from typing import Final

from app.formats.magenta import Timed

USUAL_PARTS: Final = (12, 8)
"""The parts of a quarter at which notes of usual lengths end: triplets and thirty-seconds."""

USUAL_SHARE: Final = Fraction(3, 4)
"""If so many notes end there, the file says how long they are."""

LEAST_SOUNDING: Final = Fraction(11, 20)
MOST_SOUNDING: Final = Fraction(6, 5)
"""The shares of a written length that a program may let sound; a shorter note is followed by a
rest, and a longer one was held."""

LEAST_REACHING: Final = Fraction(7, 10)
"""A note that fills so much of the time until the next one is meant to last until then."""

NEAR_SHARE: Final = Fraction(1, 50)
NEAR_QUARTERS: Final = Fraction(1, 100)
"""How far the gaps after notes may be from their middle to count as equal."""

PLAIN: Final = tuple(
    sorted(
        Fraction(quarters) * part
        for quarters in ("1/8", "1/4", "1/2", "1", "2", "4")
        for part in (Fraction(2, 3), Fraction(1), Fraction(3, 2))
    )
)
"""The lengths of notes, of triplets and dotted ones included, in quarters."""


def with_full_lengths(notes: Sequence[Timed], exact: Collection[int] = ()) -> list[Timed]:
    """Return notes with their written lengths; those whose places are `exact` stay as they are."""
    following = _following(notes)
    loose = {
        place
        for place, note in enumerate(notes)
        if place not in exact and note[1] != following[place] and not _is_usual(note[1])
    }
    if len(loose) <= (1 - USUAL_SHARE) * len(notes):
        return list(notes)
    pairs = [
        (note[1] - note[0], next_start - note[0])
        for place, (note, next_start) in enumerate(zip(notes, following, strict=True))
        if next_start is not None and place not in exact
    ]
    pairs = [pair for pair in pairs if LEAST_SOUNDING <= pair[0] / pair[1] <= MOST_SOUNDING]
    if not pairs:
        return list(notes)
    share = Fraction(median(sounding / whole for sounding, whole in pairs))
    gap = Fraction(median(whole - sounding for sounding, whole in pairs))
    of_shares = sum(abs(s / whole - share) <= NEAR_SHARE for s, whole in pairs)
    of_gaps = sum(abs(whole - s - gap) <= NEAR_QUARTERS for s, whole in pairs)
    full = list(notes)
    for place, (start, end, pitch, velocity) in enumerate(notes):
        next_start = following[place]
        almost = next_start is not None and (end - start) / (next_start - start) >= LEAST_REACHING
        if place in exact or not (almost or place in loose):
            continue
        length = end - start + gap if of_gaps > of_shares else (end - start) / share
        length = min(PLAIN, key=lambda plain: abs(plain - length))
        full[place] = start, _end(start, length, next_start), pitch, velocity
    return full


def _end(start: Fraction, length: Fraction, next_start: Fraction | None) -> Fraction:
    if next_start is None:
        return start + length
    room = next_start - start
    reaches = LEAST_REACHING * room <= length <= MOST_SOUNDING * room
    return start + (room if reaches else min(length, room))


def _following(notes: Sequence[Timed]) -> list[Fraction | None]:
    """Return where the next note after each begins; None after the last."""
    starts = {float(note[0]): note[0] for note in notes}  # floats are compared much faster
    after = {early: starts[late] for early, late in pairwise(sorted(starts))}
    return [after.get(float(note[0])) for note in notes]


def _is_usual(end: Fraction) -> bool:
    return any((end * parts).denominator == 1 for parts in USUAL_PARTS)
