"""Owns Meter: how beats make bars."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from app.constants import TICKS_PER_QUARTER
from app.errors import InvalidValueError

UNITS: Final = (1, 2, 4, 8, 16, 32)
"""Note values that can stand below: whole to thirty-second."""

MOST_COUNTS: Final = 32
"""The most counts a bar can have; printed music hardly passes 24."""


@dataclass(frozen=True, slots=True)
class Meter:
    """A time signature: `counts` notes of 1/`unit` in a bar.

    `groups` are the counts in each felt beat where the player chose them, such as (2, 3) in 5/8;
    empty for the usual ones. Raises InvalidValueError for a signature that can't be written.
    """

    counts: int = 4
    unit: int = 4
    groups: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        if self.unit not in UNITS or not 1 <= self.counts <= MOST_COUNTS:
            raise InvalidValueError(
                f"{self.signature} is no meter Motivo knows; write one like 4/4 or 6/8."
            )
        if self.groups and (sum(self.groups) != self.counts or min(self.groups) < 1):
            raise InvalidValueError(f"{self} does not make bars of {self.counts} counts.")

    @classmethod
    def parse(cls, text: str) -> Meter:
        """Read a meter such as "6/8", or "2+3/8" where the beats are not the usual ones."""
        match = re.fullmatch(r"\s*(\d{1,2}(?:\s*\+\s*\d{1,2})*)\s*/\s*(\d{1,2})\s*", text)
        if match is None:
            raise InvalidValueError(f"“{text}” is no meter; write one like 4/4, 6/8 or 2+3/8.")
        groups = tuple(int(count) for count in match[1].split("+"))
        return cls(sum(groups), int(match[2]), groups if len(groups) > 1 else ())

    def __str__(self) -> str:
        counts = "+".join(map(str, self.groups)) or str(self.counts)
        return f"{counts}/{self.unit}"

    @property
    def signature(self) -> str:
        """The counts and the unit alone, such as "5/8"."""
        return f"{self.counts}/{self.unit}"

    @property
    def count_ticks(self) -> int:
        """Length of one count in ticks."""
        return TICKS_PER_QUARTER * 4 // self.unit

    @property
    def bar_ticks(self) -> int:
        """Length of a bar in ticks."""
        return self.counts * self.count_ticks

    @property
    def is_compound(self) -> bool:
        """Whether three counts make a felt beat, as in 6/8 and 9/8."""
        return self.unit >= 8 and self.counts > 3 and self.counts % 3 == 0

    @property
    def beat_ticks(self) -> int:
        """Length of a felt beat in ticks: three counts in compound meters, one otherwise."""
        return self.count_ticks * (3 if self.is_compound else 1)
