"""Owns Imported: a sketch out of a file, and what the file held besides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.domain import Sketch
from app.errors import AppError


@dataclass(frozen=True, slots=True)
class PartInfo:
    """A track, voice or tune that a file offers; `notes` is None where none were counted."""

    index: int
    name: str
    notes: int | None = None

    def __str__(self) -> str:
        return self.name if self.notes is None else f"{self.name} ({self.notes} notes)"


@dataclass(frozen=True, slots=True)
class Imported:
    """The sketch; sentences on what was left or guessed; the parts there are, and the one taken."""

    sketch: Sketch
    messages: tuple[str, ...] = ()
    parts: tuple[PartInfo, ...] = ()
    part: int = 0


def check_part(parts: Sequence[object], part: int | None) -> None:
    """Raise AppError where there is no such part; None asks for none."""
    if part is not None and not 0 <= part < len(parts):
        raise AppError(f"it has parts 1 to {len(parts)}, but no part {part + 1}")
