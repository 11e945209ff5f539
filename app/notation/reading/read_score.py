"""Owns ReadScore: what a written score holds, before a melody is chosen from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from app.domain import Key, Meter, Note
from app.domain.listing import listed
from app.domain.timebase import quarters_to_ticks


@dataclass(frozen=True, slots=True)
class Voice:
    """One voice of a score; its notes keep their letters, and those of chords are all listed.

    `instrument` is the name in the file, which several voices can share. `chords` are names, each
    with its onset in ticks. What is None is that of the whole score.
    """

    name: str
    notes: tuple[Note, ...]
    instrument: str | None = None
    keys: tuple[Key, ...] | None = None
    signatures: tuple[int, ...] | None = None
    chords: tuple[tuple[int, str], ...] | None = None


@dataclass(frozen=True, slots=True)
class ReadScore:
    """What a score holds; each list is in the order of the score, and empty if there is nothing.

    `messages` are sentences about what was left out, and about repeats. `has_repeats` says whether
    it is played in another order than it is written.
    """

    title: str = ""
    composer: str = ""
    voices: tuple[Voice, ...] = ()
    keys: tuple[Key, ...] = ()
    signatures: tuple[int, ...] = ()
    meters: tuple[Meter, ...] = ()
    tempi_bpm: tuple[float, ...] = ()
    pickup_ticks: int = 0
    chords: tuple[tuple[int, str], ...] = ()
    messages: tuple[str, ...] = ()
    has_repeats: bool = False


def told_of_order(found: Sequence[str], bars: int, played: int | None, *, as_written: bool) -> str:
    """Return the sentence about repeats: what was found of them, and how many bars it makes.

    `played` is None where these would be more than Motivo reads.
    """
    names = listed(found or ["repeats"], "and")
    if as_written:
        return f"It was read as it is written; {names} were not played out."
    if played is None:
        return f"Its {names} make it too long, so it was read as it is written."
    count = f"{bars} {'bar' if bars == 1 else 'bars'} became {played}"
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
