"""Owns Reading: the two ways in which a file may be read."""

from __future__ import annotations

from enum import StrEnum


class Reading(StrEnum):
    """How a file is taken where what is written and what is played differ.

    A score is played with its repeats, and written with each bar once. A performance was played a
    little beside the lines of a grid, on which it would be written.
    """

    PLAYED = "played"
    WRITTEN = "written"

    @property
    def other(self) -> Reading:
        """The other way."""
        return Reading.WRITTEN if self is Reading.PLAYED else Reading.PLAYED
