"""Owns Reading: the two ways in which a file may be read."""

from __future__ import annotations

from enum import StrEnum


class Reading(StrEnum):
    """How a file is taken where what is written and what is played differ.

    For a score, PLAYED plays its repeats out, and WRITTEN takes each bar once. For a performance,
    WRITTEN moves its notes to the nearest grid lines, and PLAYED leaves them where they are.
    """

    PLAYED = "played"
    WRITTEN = "written"

    @classmethod
    def of_score(cls, *, as_written: bool) -> Reading:
        """Return how a score is read if it is read as it is written, or else as it is played."""
        return cls.WRITTEN if as_written else cls.PLAYED

    @property
    def other(self) -> Reading:
        """The other way."""
        return Reading.WRITTEN if self is Reading.PLAYED else Reading.PLAYED
