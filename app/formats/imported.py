"""Owns Imported: a sketch out of a file, and what the file held besides."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain import Sketch


@dataclass(frozen=True, slots=True)
class PartInfo:
    """A track or voice that a file offers, with how many notes it has."""

    index: int
    name: str
    notes: int


@dataclass(frozen=True, slots=True)
class Imported:
    """The sketch; sentences on what was left or guessed; the parts there are, and the one taken."""

    sketch: Sketch
    messages: tuple[str, ...] = ()
    parts: tuple[PartInfo, ...] = ()
    part: int = 0
