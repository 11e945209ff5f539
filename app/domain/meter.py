"""Owns Meter: a time signature, and how its beats divide a bar."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from typing import Final

from app.constants import TICKS_PER_QUARTER
from app.domain.quoting import quoted
from app.errors import InvalidValueError

UNITS: Final = (1, 2, 4, 8, 16, 32)
"""The lower numbers a signature can have: from whole notes to thirty-seconds."""

MOST_COUNTS: Final = 32
"""The most counts a bar can have; printed music hardly ever has more than 24."""

USUAL_GROUPS: Final = {5: (3, 2), 7: (2, 2, 3)}
"""How five or seven eighths (or shorter counts) are grouped unless the player says otherwise."""


@dataclass(frozen=True, slots=True)
class Meter:
    """A time signature: a bar has `counts` notes of 1/`unit`.

    `groups` tells how the player grouped the counts: in 5/8, (2, 3) makes two felt beats; in 5/4 it
    divides the bar into two halves of beats. It is empty for the usual grouping. Raises
    InvalidValueError for a signature that can't be written.
    """

    counts: int = 4
    unit: int = 4
    groups: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        if self.unit not in UNITS or not 1 <= self.counts <= MOST_COUNTS:
            raise InvalidValueError(
                f"{self.signature} is not a meter that Motivo knows; write one like 4/4 or 6/8."
            )
        if self.groups and (sum(self.groups) != self.counts or min(self.groups) < 1):
            raise InvalidValueError(f"The groups of {self} don't add up to {self.counts} counts.")

    @classmethod
    def parse(cls, text: str) -> Meter:
        """Read a meter such as "6/8", or "2+3/8" to group its counts.

        Raises InvalidValueError for a text that is no meter.
        """
        match = re.fullmatch(r"\s*(\d{1,2}(?:\s*\+\s*\d{1,2})*)\s*/\s*(\d{1,2})\s*", text)
        if match is None:
            raise InvalidValueError(
                f"{quoted(text)} is not a meter; write one like 4/4, 6/8 or 2+3/8."
            )
        groups = tuple(int(count) for count in match[1].split("+"))
        return cls(sum(groups), int(match[2]), groups if len(groups) > 1 else ())

    def __str__(self) -> str:
        counts = "+".join(map(str, self.groups)) or str(self.counts)
        return f"{counts}/{self.unit}"

    @property
    def signature(self) -> str:
        """The signature without groups, such as "5/8"."""
        return f"{self.counts}/{self.unit}"

    @property
    def count_ticks(self) -> int:
        """The length of one count in ticks."""
        return TICKS_PER_QUARTER * 4 // self.unit

    @property
    def bar_ticks(self) -> int:
        """The length of a bar in ticks."""
        return self.counts * self.count_ticks

    @property
    def is_compound(self) -> bool:
        """Whether three counts make one felt beat, as in 6/8 and 9/8."""
        return self.unit >= 8 and self.counts > 3 and self.counts % 3 == 0

    @property
    def beat_ticks(self) -> int:
        """The length of a beat in ticks: three counts in compound meters, otherwise one.

        In meters whose beats are of unequal length, use `beat_starts` instead.
        """
        return self.count_ticks * (3 if self.is_compound else 1)

    @property
    def beat_starts(self) -> tuple[int, ...]:
        """Where the felt beats of a bar begin, in ticks from the bar line."""
        return _beat_starts(self)

    @property
    def accents(self) -> tuple[int, ...]:
        """Those of the `beat_starts` that are stressed, in ticks from the bar line.

        The first beat is stressed and, where counts are quarters or longer, the first of each
        group.
        """
        return _starts(self, self.groups[:-1]) if self.unit < 8 else (0,)

    def divided(self, parts: int) -> tuple[int, ...]:
        """Divide a bar into parts as evenly as its groups, beats or counts allow.

        Returns where the parts begin, in ticks from the bar line. Where two beats are equally
        near, the part begins at the later one: the second half of five beats has two.
        """
        if parts == len(self.accents):
            return self.accents
        counts = tuple(range(0, self.bar_ticks, self.count_ticks))
        for starts in (self.beat_starts, counts):
            if parts <= len(starts):
                return tuple(starts[-(-len(starts) * part // parts)] for part in range(parts))
        return tuple(self.bar_ticks * part // parts for part in range(parts))


@lru_cache(maxsize=64)
def _beat_starts(meter: Meter) -> tuple[int, ...]:
    """Return where the felt beats begin.

    Counts shorter than a quarter are grouped, by the player's groups or else the usual ones;
    longer counts are beats themselves.
    """
    groups = meter.groups or USUAL_GROUPS.get(meter.counts)
    if meter.unit < 8 or groups is None:
        return tuple(range(0, meter.bar_ticks, meter.beat_ticks))
    return _starts(meter, groups[:-1])


def _starts(meter: Meter, counts: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(accumulate((count * meter.count_ticks for count in counts), initial=0))
